//! The words of a hold that is put into git, and of one that is taken away.

use super::{Error, Rendered, finished, render};
use serde::Serialize;

/// What the words of a hold are made of.
#[derive(Debug, Clone, Serialize)]
pub struct Holding {
    /// `hold` or `unhold`.
    pub action: &'static str,
    pub environment: String,
    /// As one part of a branch name.
    pub selection: String,
    /// `web-app v1.3.0`, or the apps' names where there are several.
    pub summary: String,
    /// Each as `web-app v1.3.0`.
    pub held: Vec<String>,
    pub reason: String,
    pub until: Option<String>,
    /// What other holds said that this one takes the place of.
    pub was: Vec<String>,
    pub actor: Option<String>,
    pub run: Option<String>,
}

impl Holding {
    pub fn render(&self) -> Result<Rendered, Error> {
        let text = |name, template| render(name, template, self);
        Ok(finished(&Rendered {
            branch: text("branch.txt", include_str!("templates/hold/branch.txt"))?,
            title: text("title.txt", include_str!("templates/hold/title.txt"))?,
            commit: text("commit.txt", include_str!("templates/hold/commit.txt"))?,
            body: text("body.md", include_str!("templates/hold/body.md"))?,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holding() -> Holding {
        Holding {
            action: "hold",
            environment: "production".into(),
            selection: "web-app-v1.3.0".into(),
            summary: "web-app v1.3.0".into(),
            held: vec!["web-app v1.3.0".into()],
            reason: "leaks memory @team".into(),
            until: Some("2027-01-02T00:00:00Z".into()),
            was: Vec::new(),
            actor: Some("octocat".into()),
            run: Some("https://ci.example.com/1".into()),
        }
    }

    #[test]
    fn a_hold_says_what_it_keeps_out_and_why() {
        let rendered = holding().render().unwrap();
        assert_eq!(rendered.branch, "hoist-hold/production/web-app-v1.3.0");
        insta::assert_snapshot!(rendered.commit, @r"
        hold(production): web-app v1.3.0

        leaks memory @team
        ");
        insta::assert_snapshot!(rendered.body.replace('\u{2060}', "(joint)"), @r"
        Keeps this out of `production` until `2027-01-02T00:00:00Z`:

        - `web-app v1.3.0`

        leaks memory @(joint)team

        **To undo it**: revert the commit that this lands as.

        Made by `https://ci.example.com/1` for `octocat`.
        ");
    }

    #[test]
    fn what_is_taken_away_is_told_as_that() {
        let rendered = Holding { action: "unhold", until: None, run: None, ..holding() }.render().unwrap();
        assert_eq!(rendered.title, "unhold(production): web-app v1.3.0");
        insta::assert_snapshot!(rendered.body.replace('\u{2060}', "(joint)"), @r"
        Lets this into `production` again:

        - `web-app v1.3.0`

        leaks memory @(joint)team

        **To undo it**: revert the commit that this lands as.
        ");
    }
}
