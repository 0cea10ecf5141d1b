//! Repositories that Argo CD reads.

use super::case::{Before, Case};
use super::cases::{configuration, with_version};
use super::files::Change;
use super::scenario::{Ask, Scenario};

pub(crate) fn images(scenario: &Scenario) -> Vec<Case> {
    let name = "0.3 with `semver`: refused, it is not SemVer";
    let path =
        scenario.pattern().replace("/guestbook-ui-deployment.yaml", "").replace("{app}/", "guestbook/");
    let text = configuration(
        "engineering-dev",
        "{ semver: release }",
        &format!("  - {{ name: guestbook, path: \"{path}\" }}\n"),
    );
    vec![
        Case::writes_nothing(name, scenario.ask(), 4, &["not SemVer"]).with("a gate", text).of_gate("semver"),
    ]
}

pub(crate) fn generator(scenario: &Scenario) -> Vec<Case> {
    let [file, from, to] =
        ["file", "from", "to"].map(|key| scenario.text(&format!("/expected_changes/0/{key}")));
    let line = |from: &str, to: &str| Change::Line {
        file: file.to_owned(),
        line: None,
        from: from.to_owned(),
        to: to.to_owned(),
    };
    let other = format!("{}+{}", to.split('+').next().unwrap(), from.split('+').nth(1).unwrap());
    let before = || Before::Edited(vec![line(from, &other)]);
    let path = scenario.pattern().replace("/base/caching-helm-generator.yaml", "");
    let text = configuration("ring-0, ring-1", "{ semver: no-downgrade }", &format!("  - \"{path}\"\n"));
    vec![
        Case::changes("build metadata alone is a change", scenario.ask(), vec![line(&other, to)])
            .after(before()),
        Case::changes("build metadata alone is no downgrade", scenario.ask(), vec![line(&other, to)])
            .after(before())
            .with("a gate", text)
            .of_gate("semver"),
    ]
}

pub(crate) fn mintmaker(scenario: &Scenario) -> Vec<Case> {
    let ask = scenario.trap("development->");
    let text = scenario.read_file("components/mintmaker/development/kustomization.yaml");
    let (before, _) = text.split_once("newTag: latest").expect("an image that runs latest");
    let image = before.rsplit("name: ").next().unwrap().lines().next().unwrap().to_owned();
    let mut clusters = Case::writes_nothing("cluster folders are no environments", ask.clone(), 0, &[]);
    clusters.environments = ["development", "staging", "production"].map(str::to_owned).into();
    vec![
        Case::writes_nothing("development -> staging: one image runs latest", ask, 4, &["latest", &image]),
        clusters,
    ]
}

pub(crate) fn metaphor(scenario: &Scenario) -> Vec<Case> {
    let (from, to) = (Some("staging".to_owned()), Some("production".to_owned()));
    let level = Ask { from, to, version: None, ..scenario.ask() };
    let (next, _) = scenario.follow_up().unwrap();
    let first = scenario.ask();
    let file = |environment: &str| {
        scenario.text("/expected_changes/0/file").replace(first.to.as_deref().unwrap(), environment)
    };
    let change = |file| Change::Line {
        file,
        line: Some(5),
        from: scenario.text("/expected_changes/0/from").to_owned(),
        to: scenario.text("/expected_changes/0/to").to_owned(),
    };
    let candidate =
        Before::Edited(vec![change(file("development")), change(file(next.to.as_deref().unwrap()))]);
    let path = file("{env}").replace("/Chart.yaml", "").replace("metaphor", "{app}");
    let text = configuration(
        "development, staging, production",
        "{ semver: release }",
        &format!("  - \"{path}\"\n"),
    );
    vec![
        Case::writes_nothing("staging -> production: equal, nothing to do", level.clone(), 0, &["nothing"]),
        Case::writes_nothing("a release candidate, with `semver: release`", level, 4, &["release"])
            .after(candidate)
            .with("a gate", text)
            .of_gate("semver"),
    ]
}

pub(crate) fn podinfo(scenario: &Scenario) -> Vec<Case> {
    let change = Change::Line {
        file: scenario.text("/expected_changes/0/file").to_owned(),
        line: None,
        from: scenario.text("/expected_changes/0/from").to_owned(),
        to: "\"6.15\"".to_owned(),
    };
    let overlays = scenario.refused().remove(0);
    vec![
        Case::writes_nothing(
            "overlays: the version stands in the shared base",
            overlays,
            4,
            &["deploy/bases"],
        ),
        Case::changes("6.15 is written in quotes, redis stays", with_version(scenario, "6.15"), vec![change]),
    ]
}
