//! Repositories that Flux reads.

use super::case::{Case, Configuration};
use super::cases::with_version;
use super::files::Change;
use super::scenario::{Ask, Scenario};

/// The hoist.yaml that the layout can't do without.
pub(crate) fn needed(scenario: &Scenario) -> Option<Configuration> {
    match scenario.name.as_str() {
        "hmcts-flux" => {
            let file = |name: &str| scenario.text(&format!("/promotion/explicit_map/{name}"));
            let text =
                hmcts_environments(scenario, &[("perftest", file("perftest")), ("prod", file("prod"))]);
            Some(Configuration { text, why: HMCTS })
        }
        "home-ops" => {
            let folder = scenario.text("/expected_changes/0/file").rsplit_once('/').unwrap().0;
            let (app, lead) = (scenario.text("/promotion/app"), scenario.text("/promotion/image"));
            let app = format!("  - {{ name: {app}, path: {folder}, lead: {lead} }}\n");
            Some(Configuration { text: format!("environments: [home]\napps:\n{app}"), why: HOME_OPS })
        }
        _ => None,
    }
}

const HMCTS: &str = "the base file is production";
const HOME_OPS: &str = "there is one environment";

pub(crate) fn ranges(scenario: &Scenario) -> Vec<Case> {
    let refused = scenario.refused().remove(0);
    let mut apart = Case::writes_nothing("clusters/<env> is no source", refused.clone(), 0, &[]);
    apart.environments = vec![refused.from.clone().unwrap(), refused.to.clone().unwrap()];
    apart.silent = vec!["clusters/".to_owned()];
    let scoped = Ask { scope: Some("clusters".to_owned()), ..scenario.ask() };
    let range = scenario.value("apps/staging/podinfo-values.yaml", "version");
    vec![
        Case::writes_nothing(
            "staging -> production: the source is a range",
            refused,
            4,
            &["range", range.trim_matches('"')],
        ),
        Case::changes("a version is given: claimed, not seen", scenario.ask(), scenario.changes())
            .and_records("claimed, not seen"),
        apart,
        Case::writes_nothing("clusters/ alone holds no version", scoped, 2, &["version"]),
    ]
}

/// Each environment's file, from the scenario's own map.
fn hmcts_environments(scenario: &Scenario, names: &[(&str, &str)]) -> String {
    let app = scenario.text("/promotion/app");
    let one = |(name, file): &(&str, &str)| format!("  - {{ name: {name}, vars: {{ file: \"{file}\" }} }}\n");
    let all: String = names.iter().map(one).collect();
    format!("environments:\n{all}apps:\n  - {{ name: {app}, path: \"{{file}}\" }}\n")
}

pub(crate) fn hmcts(scenario: &Scenario) -> Vec<Case> {
    let file = |name: &str| scenario.text(&format!("/promotion/explicit_map/{name}"));
    let (production, demo) = (file("prod"), file("perftest").replace("perftest", "demo"));
    let text = scenario.read_file(production);
    let policy = text.split("{\"$imagepolicy\": \"").nth(1).unwrap().split('"').next().unwrap();
    let image = |file: &str| scenario.value(file, "image").split(" #").next().unwrap().to_owned();
    let (from, to) = (image(production), image(&demo));
    let change = Change::Line { file: production.to_owned(), line: None, from, to };
    let ask = Ask { from: Some("demo".to_owned()), ..scenario.ask() };
    let chains = [("perftest", file("perftest")), ("demo, after: []", &demo), ("prod", production)];
    let text = hmcts_environments(scenario, &chains);
    let case = Case::changes("demo: automation owns the line", ask, vec![change]).with(HMCTS, text);
    vec![case.and_says(&["warning", policy])]
}

pub(crate) fn home_ops(scenario: &Scenario) -> Vec<Case> {
    let bare = scenario.text("/promotion/version").split('@').next().unwrap();
    let mut case =
        Case::writes_nothing("a version without its digest", with_version(scenario, bare), 4, &["digest"]);
    case.configuration = needed(scenario);
    vec![case]
}
