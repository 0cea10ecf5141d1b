//! Plain files, one for each app and environment.

use super::case::Case;
use super::cases::configuration;
use super::files::Change;
use super::scenario::{Ask, Scenario};

pub(crate) fn tags(scenario: &Scenario) -> Vec<Case> {
    let key = scenario.text("/layout/promoted_keys/0").to_owned();
    let file =
        |app: &str, environment: &str| scenario.pattern().replace("{app}", app).replace("{env}", environment);
    let both = |ask: &Ask| {
        let app = ask.app.clone().unwrap();
        (file(&app, ask.from.as_ref().unwrap()), file(&app, ask.to.as_ref().unwrap()))
    };
    let moves = |ask: &Ask| {
        let (from, to) = both(ask);
        vec![Change::Line {
            line: None,
            from: scenario.value(&to, &key),
            to: scenario.value(&from, &key),
            file: to,
        }]
    };
    let [router, publisher, mirror, graphql] =
        ["router", "service-manual-publisher", "govuk-mirror", "govuk-graphql"].map(|app| scenario.trap(app));
    let environments = "integration, staging, production";
    let apps = |more: &str| {
        format!("  - path: \"{}\"\n    pins: [{{ yaml: ., keys: [{key}] }}]\n{more}", scenario.pattern())
    };
    let held_by = configuration(environments, "{}", &apps("    heldBy: { promote_deployment: false }\n"));
    let held_at = format!("{}:3", both(&publisher).0);
    let no_downgrade = configuration("integration, staging", "{ semver: no-downgrade }", &apps(""));
    let created = vec![Change::Copy { of: both(&graphql).0, to: both(&graphql).1 }];
    let test = |app: &str| Ask {
        app: Some(app.to_owned()),
        from: Some("test".to_owned()),
        to: Some("integration".to_owned()),
        ..Ask::default()
    };
    vec![
        Case::changes("router: the target's key speaks of the step after it", router.clone(), moves(&router)),
        Case::changes("router, with `heldBy`: it reads the source", router.clone(), moves(&router))
            .with("heldBy", held_by.clone()),
        Case::changes("service-manual-publisher: the form changes", publisher.clone(), moves(&publisher))
            .and_says(&["warning"]),
        Case::writes_nothing(
            "service-manual-publisher, with `heldBy`",
            publisher,
            3,
            &["promote_deployment", &held_at],
        )
        .with("heldBy", held_by)
        .of_gate("heldBy"),
        Case::changes("govuk-mirror: a downgrade", mirror.clone(), moves(&mirror))
            .and_says(&["warning", "downgrade"]),
        Case::writes_nothing("govuk-mirror, with `semver: no-downgrade`", mirror, 4, &["downgrade"])
            .with("a gate", no_downgrade)
            .of_gate("semver"),
        Case::writes_nothing("govuk-graphql isn't in staging", graphql.clone(), 4, &["staging", "create"]),
        Case::changes("govuk-graphql, with `create`", Ask { create: true, ..graphql }, created),
        Case::writes_nothing(
            "from test: a moving tag",
            test(scenario.text("/promotion/app")),
            4,
            &["latest"],
        ),
        Case::writes_nothing(
            "from test: an app without the key",
            test(&without_key(scenario, &key)),
            2,
            &["no pin"],
        ),
    ]
}

/// An app of both integration and test whose file in test lacks the key.
fn without_key(scenario: &Scenario, key: &str) -> String {
    let folder = scenario.pattern().replace("{app}", "");
    let files = std::fs::read_dir(scenario.tree.join(folder.replace("{env}", "test"))).unwrap();
    let mut names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let lacks = |name: &&String| {
        let file = |environment: &str| format!("{}{name}", folder.replace("{env}", environment));
        !scenario.read_file(&file("test")).contains(key) && scenario.tree.join(file("integration")).exists()
    };
    names.iter().find(lacks).expect("a file without the key").clone()
}
