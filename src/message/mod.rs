//! Words left in git and on the forge, rendered from templates.

mod holding;
mod landing;

pub use holding::Holding;
pub use landing::{request, reverted};

use crate::model::markdown;
use crate::model::plan::Action;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Output, State, UndefinedBehavior, Value};
use serde::Serialize;

/// The templates of one run: the built-in ones, or the team's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Templates {
    pub branch: String,
    pub title: String,
    pub commit: String,
    pub body: String,
}

impl Templates {
    /// The built-in words for what is done.
    pub fn of(action: Action) -> Self {
        match action {
            Action::Rollback => {
                Self { body: include_str!("templates/rollback.md").to_owned(), ..Self::default() }
            }
            Action::Promote | Action::Hold | Action::Unhold => Self::default(),
        }
    }
}

impl Default for Templates {
    fn default() -> Self {
        Self {
            branch: include_str!("templates/branch.txt").to_owned(),
            title: include_str!("templates/title.txt").to_owned(),
            commit: include_str!("templates/commit.txt").to_owned(),
            body: include_str!("templates/body.md").to_owned(),
        }
    }
}

/// A template that can't be rendered.
#[derive(Debug, thiserror::Error)]
#[error("the template `{name}`{}: {what}", line.map(|line| format!(", line {line}")).unwrap_or_default())]
pub struct Error {
    name: &'static str,
    line: Option<usize>,
    what: String,
}

impl Error {
    pub fn hint(&self) -> Option<String> {
        Some("docs/templates.md lists what a template can use".to_owned())
    }
}

/// What a template can use.
#[derive(Debug, Clone, Serialize)]
pub struct Context {
    /// `promote`, `rollback`.
    pub action: &'static str,
    pub environment: String,
    pub from: Option<String>,
    /// What was asked for, as one part of a branch name: an app, several, or `all`.
    pub selection: String,
    /// `web-app v1.2.2 -> v1.2.3`, or the apps' names where there are several.
    pub summary: String,
    /// Empty while the title itself is rendered.
    pub title: String,
    pub apps: Vec<App>,
    /// Versions that are held from now on.
    pub holds: Vec<Hold>,
    pub reason: Option<String>,
    pub warnings: Vec<String>,
    /// Until when a request has to wait, and for which gates.
    pub not_before: Option<NotBefore>,
    /// Whether every change pins a digest.
    pub digests: bool,
    /// Where environments are branches: what is merged.
    pub merge: Option<Merge>,
    pub actor: Option<String>,
    pub run: Option<String>,
}

/// A time, and the gates that are open then.
#[derive(Debug, Clone, Serialize)]
pub struct NotBefore {
    pub time: String,
    pub gates: Vec<&'static str>,
}

/// A merge in words.
#[derive(Debug, Clone, Serialize)]
pub struct Merge {
    /// The branch, and the commit that it is at.
    pub branch: String,
    pub commit: String,
    /// How many files change.
    pub files: usize,
    /// Files that stay the target's own.
    pub drift: Vec<String>,
    /// Globs of what the target keeps.
    pub keep: Vec<String>,
    pub conflicts: Vec<Conflict>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Conflict {
    pub path: String,
    pub what: String,
    /// The commits that made the two sides.
    pub sides: Vec<String>,
    pub diff: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct App {
    pub name: String,
    pub from: Option<String>,
    pub to: String,
    pub step: Option<&'static str>,
    /// When it ran that, where it goes back.
    pub back: Option<Back>,
    pub changes: Vec<Change>,
    pub gates: Vec<Gate>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Back {
    /// `from 2026-03-01T12:00:00Z to 2026-03-04T12:00:00Z`
    pub when: String,
    /// What brought it, and who; none where it came before the history that is there.
    pub commit: Option<String>,
    pub by: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Hold {
    pub app: String,
    /// None holds every version.
    pub version: Option<String>,
    pub reason: String,
    pub until: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Change {
    pub file: String,
    pub line: usize,
    pub key: String,
    pub from: Option<String>,
    pub to: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Gate {
    pub name: &'static str,
    pub verdict: &'static str,
    pub why: String,
}

/// The texts of one promotion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub branch: String,
    pub title: String,
    pub commit: String,
    pub body: String,
}

/// A forge takes no longer body.
const LONGEST_BODY: usize = 60_000;
const LONGEST_TITLE: usize = 200;

impl Templates {
    pub fn render(&self, context: &Context) -> Result<Rendered, Error> {
        let title = cut(one_line(&render("title.txt", &self.title, context)?), LONGEST_TITLE);
        let context = Context { title: title.clone(), ..context.clone() };
        Ok(finished(&Rendered {
            branch: render("branch.txt", &self.branch, &context)?,
            title,
            commit: render("commit.txt", &self.commit, &context)?,
            body: render("body.md", &self.body, &context)?,
        }))
    }
}

/// Each text as git and forges take it.
fn finished(rendered: &Rendered) -> Rendered {
    Rendered {
        branch: one_line(&rendered.branch),
        title: cut(one_line(&rendered.title), LONGEST_TITLE),
        commit: rendered.commit.trim().to_owned(),
        body: cut(rendered.body.trim().to_owned(), LONGEST_BODY),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text, cut at a character where it is too long.
fn cut(text: String, most: usize) -> String {
    if text.len() <= most {
        return text;
    }
    let end = (0..=most).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    format!("{} …", &text[..end])
}

fn render(name: &'static str, template: &str, context: &impl Serialize) -> Result<String, Error> {
    let failed = |error: minijinja::Error| Error { name, line: error.line(), what: reason(&error) };
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(syntax().map_err(failed)?);
    environment.set_auto_escape_callback(|name| {
        if name.ends_with(".md") { AutoEscape::Custom("markdown".into()) } else { AutoEscape::None }
    });
    environment.set_formatter(write_value);
    environment.add_filter("code", |text: String| Value::from_safe_string(markdown::code(&text)));
    environment.add_template(name, template).map_err(failed)?;
    let template = environment.get_template(name).map_err(failed)?;
    template.render(Serde(context)).map_err(failed)
}

/// A line that holds only a block leaves no line behind.
fn syntax() -> Result<SyntaxConfig, minijinja::Error> {
    SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()
}

fn reason(error: &minijinja::Error) -> String {
    let kind = error.kind().to_string();
    error.detail().map_or(kind.clone(), |detail| format!("{kind}: {detail}"))
}

/// In Markdown, data is escaped unless a filter already did.
fn write_value(
    out: &mut Output<'_>,
    state: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), minijinja::Error> {
    let markdown = matches!(state.auto_escape(), AutoEscape::Custom(_));
    match value.as_str() {
        Some(text) if markdown && !value.is_safe() => Ok(out.write_str(&markdown::plain(text))?),
        _ => Ok(out.write_fmt(format_args!("{value}"))?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context() -> Context {
        let change = Change {
            file: "apps/web/kustomization.yaml".into(),
            line: 9,
            key: "newTag".into(),
            from: Some("v1.2.2".into()),
            to: Some("v1.2.3".into()),
        };
        let app = App {
            name: "web".into(),
            from: Some("v1.2.2".into()),
            to: "v1.2.3".into(),
            step: Some("patch"),
            back: None,
            changes: vec![change],
            gates: vec![Gate { name: "order", verdict: "pass", why: "staging runs it".into() }],
        };
        Context {
            action: "promote",
            environment: "production".into(),
            from: Some("staging".into()),
            selection: "web".into(),
            summary: "web v1.2.2 -> v1.2.3".into(),
            title: String::new(),
            apps: vec![app],
            holds: vec![],
            reason: None,
            warnings: vec![],
            not_before: None,
            digests: false,
            merge: None,
            actor: Some("octocat".into()),
            run: Some("https://ci.example.com/1".into()),
        }
    }

    #[test]
    fn the_built_in_templates_say_what_moves_why_and_how_to_undo_it() {
        let rendered = Templates::default().render(&context()).unwrap();
        assert_eq!(rendered.branch, "hoist/production/web");
        insta::assert_snapshot!(rendered.commit, @r"
        promote(production): web v1.2.2 -> v1.2.3

        apps/web/kustomization.yaml: newTag v1.2.2 -> v1.2.3
        ");
        insta::assert_snapshot!(rendered.body, @r"
        Promotes from `staging` to `production`.

        | app | runs now | will run | step |
        | --- | --- | --- | --- |
        | `web` | `v1.2.2` | `v1.2.3` | patch |

        **What changes**

        - `apps/web/kustomization.yaml:9` `newTag`: `v1.2.2` → `v1.2.3`

        **Why it may move**

        - `web` order pass: staging runs it

        **To undo it**: revert the commit that this lands as.

        A version is a name, not proof of content: no digest is pinned here.

        Made by `https://ci.example.com/1` for `octocat`.
        ");
    }

    #[test]
    fn a_rollback_says_what_it_goes_back_to_and_what_it_holds() {
        let mut context = Context { action: "rollback", from: None, ..context() };
        context.reason = Some("checkout fails".into());
        context.apps[0].back = Some(Back {
            when: "from 2026-03-01T12:00:00Z to 2026-03-04T12:00:00Z".into(),
            commit: Some("3f1c2ab".into()),
            by: Some("octocat".into()),
        });
        context.apps[0].gates.clear();
        let hold = |until| Hold {
            app: "web".into(),
            version: Some("v1.2.2".into()),
            reason: "checkout fails".into(),
            until,
        };
        context.holds = vec![hold(None), hold(Some("2026-04-01T00:00:00Z".into()))];
        let rendered = Templates::of(Action::Rollback).render(&context).unwrap();
        assert_eq!(rendered.branch, "hoist-rollback/production/web");
        insta::assert_snapshot!(rendered.commit, @r"
        rollback(production): web v1.2.2 -> v1.2.3

        checkout fails

        apps/web/kustomization.yaml: newTag v1.2.2 -> v1.2.3
        web v1.2.2 is held in production
        web v1.2.2 is held in production until 2026-04-01T00:00:00Z
        ");
        insta::assert_snapshot!(rendered.body, @r"
        Takes `production` back to what ran there before.

        | app | runs now | goes back to | which ran |
        | --- | --- | --- | --- |
        | `web` | `v1.2.2` | `v1.2.3` | from 2026-03-01T12:00:00Z to 2026-03-04T12:00:00Z, brought by `3f1c2ab` (`octocat`) |

        **Why**: checkout fails

        **What changes**

        - `apps/web/kustomization.yaml:9` `newTag`: `v1.2.2` → `v1.2.3`

        **What is held** in `production` from then on

        - `web@v1.2.2`: checkout fails
        - `web@v1.2.2` until 2026-04-01T00:00:00Z: checkout fails

        **To undo it**: lift the hold with `hoist unhold`, then promote the version again.

        A version is a name, not proof of content: no digest is pinned here.

        Made by `https://ci.example.com/1` for `octocat`.
        ");
    }

    #[test]
    fn a_request_that_has_to_wait_says_so_before_all_else() {
        let time = "2027-01-02T00:00:00Z".to_owned();
        let not_before = Some(NotBefore { time, gates: vec!["soak", "holds"] });
        let begins =
            "**Not before 2027-01-02T00:00:00Z**: soak, holds. To merge it earlier goes past them.\n\n";
        for action in [Action::Promote, Action::Rollback] {
            let context = Context { not_before: not_before.clone(), ..context() };
            let body = Templates::of(action).render(&context).unwrap().body;
            assert!(body.starts_with(begins), "{body}");
        }
    }

    #[test]
    fn data_is_not_active_in_markdown() {
        let hostile = "</details> @team `x` | \n/merge";
        let mut context = context();
        context.apps[0].gates[0].why = hostile.into();
        context.apps[0].name = hostile.into();
        let body = Templates::default().render(&context).unwrap().body;
        assert!(!body.contains("> </details>") && !body.contains("\n/merge"), "{body}");
        assert!(body.contains("\\</details\\> @\u{2060}team"), "{body}");
    }

    #[test]
    fn an_unknown_word_in_a_template_is_an_error_with_its_place() {
        let templates = Templates { title: "a\n{{ verison }}".into(), ..Templates::default() };
        let error = templates.render(&context()).unwrap_err();
        assert!(
            error.to_string().starts_with("the template `title.txt`, line 2: undefined value"),
            "{error}"
        );
    }

    #[test]
    fn data_is_no_template() {
        let mut context = context();
        context.summary = "{{ environment }}".into();
        let rendered = Templates::default().render(&context).unwrap();
        assert_eq!(rendered.title, "promote(production): {{ environment }}");
    }
}
