//! Groups of apps: asking for one of them asks for all.

use super::Config;
use super::route::matches;
use crate::model::inputs::{Along, Asked, Inputs};
use crate::model::name::AppName;

impl Config {
    /// The group that an app is of, with all its apps.
    pub fn group_of(&self, app: &AppName) -> Option<(&str, &[AppName])> {
        let group = self.groups.iter().find(|(_, apps)| apps.contains(app));
        group.map(|(name, apps)| (name.as_str(), apps.as_slice()))
    }

    /// The inputs with every group whole: a group's name stands for its apps, and an app brings the others along.
    pub fn whole(&self, inputs: &Inputs) -> Inputs {
        let mut asked: Vec<Asked> = inputs.apps.iter().flat_map(|one| self.spelled_out(one)).collect();
        for (group, apps) in &self.groups {
            let by = |one: &&Asked| apps.iter().any(|app| fits(one, app));
            let by: Vec<_> = asked.iter().filter(by).cloned().collect();
            if by.is_empty() {
                continue;
            }
            let by_glob = by.iter().all(Asked::is_glob);
            let missing = apps.iter().filter(|app| !by.iter().any(|one| fits(one, app)));
            asked.extend(missing.map(|app| Asked {
                app: app.to_string(),
                version: None,
                along: Some(Along { group: group.clone(), by_glob }),
            }));
        }
        Inputs { apps: asked, ..inputs.clone() }
    }

    /// The inputs with the apps of a group where its name stands; none comes along.
    pub fn spelled(&self, inputs: &Inputs) -> Inputs {
        let mut apps: Vec<Asked> = Vec::new();
        for one in inputs.apps.iter().flat_map(|one| self.spelled_out(one)) {
            if !apps.contains(&one) {
                apps.push(one);
            }
        }
        Inputs { apps, ..inputs.clone() }
    }

    fn spelled_out(&self, asked: &Asked) -> Vec<Asked> {
        match self.groups.get(&asked.app) {
            Some(apps) => apps.iter().map(|app| Asked { app: app.to_string(), ..asked.clone() }).collect(),
            None => vec![asked.clone()],
        }
    }
}

/// Most are asked for by name: no glob is made of one.
fn fits(asked: &Asked, app: &AppName) -> bool {
    asked.app == app.as_str() || (asked.is_glob() && matches(&asked.app, app.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(typed: &[&str]) -> String {
        let groups = ["cart", "payments"].map(|name| AppName::new(name).unwrap()).to_vec();
        let config = Config { groups: [("checkout".to_owned(), groups)].into(), ..Config::default() };
        let asked = |app: &&str| Asked { app: (*app).to_owned(), version: None, along: None };
        let inputs = Inputs { apps: typed.iter().map(asked).collect(), ..Inputs::default() };
        let shown = |one: Asked| match one.along {
            Some(along) => format!("+{}{}", one.app, if along.by_glob { "*" } else { "" }),
            None => one.app,
        };
        config.whole(&inputs).apps.into_iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_group_is_asked_for_whole() {
        let cases: [(&[&str], &str); 7] = [
            (&["cart"], "cart +payments"),
            (&["cart", "web"], "cart web +payments"),
            (&["checkout"], "cart payments"),
            (&["pay*"], "pay* +cart*"),
            (&["*"], "*"),
            (&["web"], "web"),
            (&[], ""),
        ];
        for (typed, want) in cases {
            assert_eq!(whole(typed), want, "{typed:?}");
        }
    }
}
