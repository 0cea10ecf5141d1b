//! What folders alone tell, and what of it is told.

use super::*;
use crate::config::AppRule;
use crate::config::pattern::tree::Folders;

/// What is inferred from these kustomizations: the apps, then each environment with what it comes after.
fn told(folders: &[&str], asked: &[&str]) -> String {
    let folders = Folders::of(folders.iter().map(|folder| format!("{folder}/kustomization.yaml")));
    shown(&inferred(&folders, asked))
}

fn inferred(folders: &Folders, apps: &[&str]) -> Config {
    folders.completed(Config::default(), Look { apps, scope: None })
}

fn shown(config: &Config) -> String {
    if config.environments.is_empty() && config.apps.is_empty() {
        return "nothing".to_owned();
    }
    let path = |rule: &AppRule| rule.path.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
    let environments = config.environments.iter().map(|one| {
        let after: Vec<_> = one.after.iter().map(ToString::to_string).collect();
        let mark = if one.guess.is_some() { "?" } else { "" };
        let entry = if one.entry { "*" } else { "" };
        format!("{entry}{}{mark}<{}", one.name, after.join("+"))
    });
    let apps: Vec<_> = config.apps.iter().map(path).collect();
    format!("{} | {}", apps.join(" "), environments.collect::<Vec<_>>().join(" "))
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
            "components/{app}/{env} | *development< staging<development production<staging",
        ),
        (
            &[
                "components/p/rings/ring-0/base",
                "components/p/rings/ring-10/base",
                "components/p/rings/ring-2/base",
                "components/p/rings/empty-base",
            ],
            "components/{app}/rings/{env} | *ring-0< ring-2<ring-0 ring-10<ring-2",
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
    let folders = ["o/overlays/dev", "o/overlays/prod", "o/overlays/ring-0"];
    assert_eq!(told(&folders, &[]), "{app}/overlays/{env} | *dev< prod?<dev *ring-0?<");
    let folders = ["o/overlays/non-prod", "o/overlays/prod"];
    assert_eq!(told(&folders, &[]), "{app}/overlays/{env} | *prod?< non-prod?<prod");
}

#[test]
fn the_folders_of_apps_that_nobody_asked_for_stay_closed() {
    let text = "images:\n  - name: a\n    newTag: v1\n";
    let apps = (0..100).flat_map(|at| {
        let file = move |env| format!("apps/app-{at}/overlays/{env}/kustomization.yaml");
        ["dev", "prod"].map(|env| (file(env), text.to_owned()))
    });
    let folders = Folders::with(apps);
    let asked = inferred(&folders, &["app-7"]);
    // The root, `apps`, the app, and the first eight of its neighbours.
    assert_eq!(folders.listed().len(), 2 + 9 * 4, "{:?}", folders.listed());
    assert!(folders.read() <= 9, "{}", folders.read());
    let all = inferred(&folders, &["app-*"]);
    assert_eq!(asked, all);
    assert!(folders.listed().len() > 300);
    let unknown = inferred(&folders, &["nobody"]);
    assert_eq!(unknown, all);
}

#[test]
fn a_folder_named_like_the_app_may_be_something_else() {
    let folders = ["web/src", "deploy/apps/web/overlays/dev", "deploy/apps/web/overlays/prod"];
    assert_eq!(told(&folders, &["web"]), "deploy/apps/{app}/overlays/{env} | *dev< prod<dev");
}

#[test]
fn what_a_configuration_leaves_out_is_filled_in() {
    let folders = [
        "apps/web/overlays/blue",
        "apps/web/overlays/green",
        "apps/web/overlays/prod",
        "x/eu-prod",
        "x/eu-dev",
    ];
    let folders = Folders::of(folders.map(|folder| format!("{folder}/kustomization.yaml")));
    let cases = [
        ("environments: [blue, green]", "apps/{app}/overlays/{env} | *blue< green<blue"),
        ("environments: [green]", "apps/{app}/overlays/{env} | *green<"),
        ("apps: 'x/eu-{env}'", "x/eu-{env} | *dev< prod<dev"),
        (
            "apps: [{name: y, pins: [{yaml: 'x/eu-{env}/kustomization.yaml', keys: [a]}]}]",
            "- | *dev< prod<dev",
        ),
        (
            "apps: [{name: web, path: 'apps/{app}/overlays/{env}'}]",
            "apps/{app}/overlays/{env} | *prod?< blue?<prod green?<prod",
        ),
        ("apps: [a]\nenvironments: [b]", "a | *b<"),
        ("apps: nowhere/{env}", "nowhere/{env} | "),
    ];
    for (text, expected) in cases {
        let config = Config::parse("f", text).unwrap();
        let config = folders.completed(config, Look::default());
        assert_eq!(shown(&config), expected, "{text}");
    }
    let config = Config::parse("f", "onHeld: pass").unwrap();
    assert!(folders.completed(config, Look::default()).environments[0].held_passes);
}

#[test]
fn every_guess_and_reason_is_told() {
    let folders = [
        "apps/web/overlays/dev/kustomization.yaml",
        "apps/web/overlays/prod-eu/kustomization.yml",
        "apps/web/overlays/prod-us/Kustomization",
    ];
    let folders = Folders::of(folders.map(str::to_owned));
    let config = inferred(&folders, &[]);
    let notes: Vec<_> = config.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(
        notes,
        [
            "environments: dev, then prod-eu and prod-us side by side: their names tell the order",
            "apps: apps/{app}/overlays/{env}, where each environment has a kustomization",
        ]
    );
    assert_eq!(
        config.environments[1].guess.as_deref(),
        Some("prod-eu and prod-us may be side by side, or one after the other")
    );
}
