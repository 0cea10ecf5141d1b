//! The names that environments have in real repositories, and the order that they tell.

/// Where a version stands on its way, from first to last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Dev,
    Test,
    Qa,
    Staging,
    Preprod,
    Prod,
    /// One of several rings or waves, by its number.
    Ring(u32),
}

const CLASSES: [(Class, &[&str]); 6] = [
    (Class::Dev, &["dev", "develop", "development", "sandbox", "lab", "local"]),
    (Class::Test, &["test", "testing", "int", "integration", "sit", "ci", "demo"]),
    (Class::Qa, &["qa", "uat", "acc", "acceptance", "perftest", "load", "ithc", "aat"]),
    (Class::Staging, &["stg", "stage", "staging"]),
    (Class::Preprod, &["preprod", "pre-prod", "preproduction", "canary"]),
    (Class::Prod, &["prod", "prd", "production", "live"]),
];

/// Folders beside environments that are none.
const NONE: [&str; 9] =
    ["base", "bases", "common", "default", "empty-base", "components", "variants", "all", "shared"];

/// Words that make a name one of what serves an environment: `prod-utils`, `integration-tests`.
const SERVANTS: [&str; 11] =
    ["utils", "util", "tools", "tooling", "tests", "scripts", "docs", "templates", "helpers", "lib", "libs"];

pub(super) fn is_no_environment(name: &str) -> bool {
    NONE.iter().any(|none| name.eq_ignore_ascii_case(none))
}

/// The class of a name by its whole words; none where it has no such word, or several that disagree. It is asked of
/// every folder of a wide repository, and so keeps nothing.
pub(super) fn class(name: &str) -> Option<Class> {
    if let Some(ring) = ring(name) {
        return Some(ring);
    }
    let (mut found, mut before) = (None, "");
    for word in name.split(['-', '_', '.']) {
        if begins(word, "non") || SERVANTS.iter().any(|servant| servant.eq_ignore_ascii_case(word)) {
            return None;
        }
        if before.eq_ignore_ascii_case("pre") && begins(word, "prod") {
            return Some(Class::Preprod);
        }
        match (found, class_of(word)) {
            (Some(one), Some(other)) if one != other => return None,
            (_, Some(class)) => found = Some(class),
            (_, None) => {}
        }
        before = word;
    }
    found
}

fn begins(word: &str, start: &str) -> bool {
    word.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
}

/// A name that says nothing but its class.
pub(super) fn is_whole(name: &str) -> bool {
    class_of(name).is_some() || ring(name).is_some()
}

/// Where a name begins with an app's and ends with an environment's that says nothing else: `web` and `dev`.
pub(super) fn app_and_environment(name: &str) -> Option<(&str, &str)> {
    let splits = name.match_indices('-').map(|(at, _)| (&name[..at], &name[at + 1..]));
    splits.into_iter().find(|(app, environment)| !app.is_empty() && is_whole(environment))
}

/// The other words of a name's class.
pub(super) fn synonyms(name: &str) -> Vec<&'static str> {
    let class = class(name);
    CLASSES
        .iter()
        .filter(|(one, _)| Some(*one) == class)
        .flat_map(|(_, words)| words.iter().copied())
        .collect()
}

fn class_of(word: &str) -> Option<Class> {
    let is_it = |known: &&str| known.eq_ignore_ascii_case(word);
    CLASSES.iter().find(|(_, words)| words.iter().any(is_it)).map(|(class, _)| *class)
}

/// `ring-0`, `wave2`, `r1`.
fn ring(name: &str) -> Option<Class> {
    let number = ["ring", "wave", "r"].iter().find_map(|word| {
        let rest = name.get(word.len()..).filter(|_| begins(name, word))?;
        let digits = rest.strip_prefix(['-', '_', '.']).unwrap_or(rest);
        digits.parse().ok()
    });
    number.map(Class::Ring)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_the_class_of_its_whole_words() {
        let cases = [
            ("dev", Some(Class::Dev)),
            ("Production", Some(Class::Prod)),
            ("prod-us", Some(Class::Prod)),
            ("engineering-dev", Some(Class::Dev)),
            ("stone-stg-rh01", Some(Class::Staging)),
            ("integration_gpu", Some(Class::Test)),
            ("preprod", Some(Class::Preprod)),
            ("pre-prod", Some(Class::Preprod)),
            ("pre-production-eu", Some(Class::Preprod)),
            ("ring-0", Some(Class::Ring(0))),
            ("wave12", Some(Class::Ring(12))),
            ("r2", Some(Class::Ring(2))),
            ("prod-production", Some(Class::Prod)),
            ("non-prod", None),
            ("nonprod", None),
            ("non-prod-east", None),
            ("product", None),
            ("prod-utils", None),
            ("integration-tests", None),
            ("dev_Scripts", None),
            ("dev-to-prod", None),
            ("ring", None),
            ("region1", None),
            ("base", None),
        ];
        for (name, expected) in cases {
            assert_eq!(class(name), expected, "{name}");
        }
        assert!(Class::Staging < Class::Prod && Class::Ring(2) < Class::Ring(10));
    }
}
