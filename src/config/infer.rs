//! What a usual layout tells: environments, apps, and why. One rule of the layouts is one file.

mod kustomizations;
mod order;
mod search;
mod sign;

use super::pattern::{List, Pattern};
use super::{AppRule, Config, PinRule, Word};
use crate::model::plan::{Note, NoteKind};
use search::Search;
use sign::Sign;
use std::collections::BTreeMap;

/// The configuration that the folders of a repository tell; none where they tell nothing. Where apps are
/// `asked` for by name, the folders of their neighbours aren't listed.
pub fn infer<E>(list: List<'_, E>, asked: &[&str]) -> Result<Option<Config>, E> {
    let is_name = |name: &&str| !name.contains(['*', '?', '[', '{']);
    let names = if asked.iter().all(is_name) { asked } else { &[] };
    let mut signs = Search::new(list, names).run()?;
    if signs.is_empty() && !names.is_empty() {
        // A folder that is named like the app may be something else.
        signs = Search::new(list, &[]).run()?;
    }
    Ok(config(&signs))
}

fn config(signs: &[Sign]) -> Option<Config> {
    let mut rules: BTreeMap<String, (Pattern, &Sign)> = BTreeMap::new();
    for sign in signs {
        let pattern = sign.pattern()?;
        rules.entry(pattern.to_string()).or_insert((pattern, sign));
    }
    let (environments, mut notes) = order::environments(signs);
    if environments.is_empty() {
        return None;
    }
    notes.extend(rules.iter().map(|(pattern, (_, sign))| note(format!("apps: {pattern}, {}", sign.why()))));
    notes.extend(signs.iter().flat_map(Sign::left_out).map(note));
    let apps = rules.into_values().map(|(pattern, _)| rule(pattern)).collect();
    Some(Config { environments, apps, notes, ..Config::default() })
}

fn note(text: String) -> Note {
    Note { kind: NoteKind::Inferred, text, at: None }
}

fn rule(path: Pattern) -> AppRule {
    AppRule { name: None, path: Some(path), lead: None, pins: Word::ALL.map(PinRule::Word).to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::pattern::tree::Folders;

    /// What is inferred from these kustomizations: the apps, then each environment with what it comes after.
    fn told(folders: &[&str], asked: &[&str]) -> String {
        let folders = Folders::of(folders.iter().map(|folder| format!("{folder}/kustomization.yaml")));
        let Some(config) = infer(&mut |folder| folders.list(folder), asked).unwrap() else {
            return "nothing".to_owned();
        };
        let apps = config.apps.iter().filter_map(|rule| rule.path.as_ref()).map(ToString::to_string);
        let environments = config.environments.iter().map(|one| {
            let after: Vec<_> = one.after.iter().map(ToString::to_string).collect();
            let mark = if one.guess.is_some() { "?" } else { "" };
            let entry = if one.entry { "*" } else { "" };
            format!("{entry}{}{mark}<{}", one.name, after.join("+"))
        });
        format!("{} | {}", apps.collect::<Vec<_>>().join(" "), environments.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn a_usual_layout_needs_no_configuration() {
        let cases: [(&[&str], &str); 11] = [
            (
                &[
                    "apps/web/overlays/production",
                    "apps/web/overlays/dev",
                    "apps/web/overlays/staging",
                    "apps/web/base",
                ],
                "apps/{app}/overlays/{env} | *dev< staging<dev production<staging",
            ),
            (&["deploy/overlays/dev", "deploy/overlays/prod"], "deploy/overlays/{env} | *dev< prod<dev"),
            (&["overlays/qa", "overlays/live"], "overlays/{env} | *qa< live<qa"),
            (&["env/test", "env/uat", "env/prod"], "env/{env} | *test< uat<test prod<uat"),
            (
                &["services/web/k8s/envs/dev", "services/api/k8s/envs/prd"],
                "services/{app}/k8s/envs/{env} | *dev< prd<dev",
            ),
            (
                &["web/environments/int", "web/environments/stage", "api/environments/stage"],
                "{app}/environments/{env} | *int< stage<int",
            ),
            (
                &[
                    "components/m/development",
                    "components/m/staging/base",
                    "components/m/production/base",
                    "components/m/base",
                    "components/m/production/kflux-ocp-p01",
                ],
                "components/{app}/{env}/base | *staging< production<staging",
            ),
            (
                &[
                    "components/p/rings/ring-0/base",
                    "components/p/rings/ring-10/base",
                    "components/p/rings/ring-2/base",
                    "components/p/rings/empty-base",
                ],
                "components/{app}/rings/{env}/base | *ring-0< ring-2<ring-0 ring-10<ring-2",
            ),
            (
                &[
                    "apps/staging",
                    "apps/production",
                    "apps/base/podinfo",
                    "clusters/staging",
                    "clusters/production",
                ],
                "apps/{env} | *staging< production<staging",
            ),
            (&["apps/demo-shop", "apps/live-chat", "apps/web", "apps/api"], "nothing"),
            (&["overlays/blue", "overlays/green", "src/test"], "nothing"),
        ];
        for (folders, expected) in cases {
            assert_eq!(told(folders, &[]), expected, "{folders:?}");
        }
    }

    #[test]
    fn environments_of_one_class_are_parallel() {
        let folders = [
            "o/overlays/dev",
            "o/overlays/sandbox",
            "o/overlays/stg",
            "o/overlays/prod-eu",
            "o/overlays/prod-us",
        ];
        assert_eq!(
            told(&folders, &[]),
            "{app}/overlays/{env} | *dev< *sandbox< stg<dev+sandbox prod-eu?<stg prod-us?<stg"
        );
        let folders = ["o/overlays/test", "o/overlays/int", "o/overlays/prod"];
        assert_eq!(told(&folders, &[]), "{app}/overlays/{env} | *int< *test< prod?<int+test");
    }

    #[test]
    fn a_name_that_nobody_knows_is_a_guess() {
        let folders = ["o/overlays/dev", "o/overlays/prod", "o/overlays/kind", "o/overlays/base"];
        assert_eq!(told(&folders, &[]), "{app}/overlays/{env} | *dev< prod?<dev kind?<prod");
        let folders = ["o/overlays/non-prod", "o/overlays/prod"];
        assert_eq!(told(&folders, &[]), "{app}/overlays/{env} | *prod?< non-prod?<prod");
    }

    #[test]
    fn the_folders_of_apps_that_nobody_asked_for_stay_closed() {
        let apps = (0..100).flat_map(|at| {
            ["dev", "prod"].map(|env| format!("apps/app-{at}/overlays/{env}/kustomization.yaml"))
        });
        let folders = Folders::of(apps);
        let asked = infer(&mut |folder| folders.list(folder), &["app-7"]).unwrap().unwrap();
        assert_eq!(folders.listed().len(), 6, "{:?}", folders.listed());
        let all = infer(&mut |folder| folders.list(folder), &["app-*"]).unwrap().unwrap();
        assert_eq!(asked, all);
        assert!(folders.listed().len() > 300);
        let unknown = infer(&mut |folder| folders.list(folder), &["nobody"]).unwrap().unwrap();
        assert_eq!(unknown, all);
    }

    #[test]
    fn a_folder_named_like_the_app_may_be_something_else() {
        let folders = ["web/src", "deploy/apps/web/overlays/dev", "deploy/apps/web/overlays/prod"];
        assert_eq!(told(&folders, &["web"]), "deploy/apps/{app}/overlays/{env} | *dev< prod<dev");
    }

    #[test]
    fn every_guess_and_reason_is_told() {
        let folders = [
            "apps/web/overlays/dev/kustomization.yaml",
            "apps/web/overlays/prod-eu/kustomization.yml",
            "apps/web/overlays/prod-us/Kustomization",
        ];
        let folders = Folders::of(folders.map(str::to_owned));
        let config = infer(&mut |folder| folders.list(folder), &[]).unwrap().unwrap();
        let notes: Vec<_> = config.notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!(
            notes,
            [
                "environments: dev, then prod-eu and prod-us side by side: their names tell the order",
                "apps: apps/{app}/overlays/{env}, since each environment has a folder with a kustomization there",
            ]
        );
        assert_eq!(
            config.environments[1].guess.as_deref(),
            Some("prod-eu and prod-us may be side by side, or one after the other")
        );
    }
}
