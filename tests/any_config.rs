//! Any text as a hoist.yaml: it is read, or every problem has a place in it.
#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

#[path = "any_config/check.rs"]
mod check;

use check::any_config;
use hoist::config::Config;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Every key that there is, in every form; and a file that works.
const SEEDS: [&str; 2] = [
    include_str!("../src/config/read/everything.yaml"),
    "base: main\nenvironments:\n  - dev\n  - { name: staging, entry: true, format: 'staging-{version}' }\n  - name: prod\n    \
     after: [staging]\n    vars: { short: p }\n    deliver: push\n    onHeld: pass\nrequests: each\napps:\n  - apps/{app}/overlays/{env}\n  \
     - name: web\n    path: web/{env}\n    lead: web\n    heldBy: { go: false }\n    pins:\n      - images\n      \
     - { kustomize: ., images: [web], format: '{version}' }\n      - { yaml: '/x-{env}.yaml', keys: ['a[0].\"b.c\"', 'd[name=e]'] }\n      \
     - { application: /a.yaml, source: 1, keys: [targetRevision] }\n      - { text: x.env, pattern: 'X={version}' }\n      \
     - { applicationset: /s.yaml, match: { env: '{env}' }, keys: [tag] }\n\
     templates: { branch: 'a/{{ environment }}', title: { file: t.txt } }\n",
];

const WORDS: [&str; 40] = [
    "\n",
    "\n  ",
    "\n    ",
    "\n  - ",
    ": ",
    ":",
    "- ",
    "{",
    "}",
    "[",
    "]",
    ", ",
    "#",
    " # c\n",
    "'",
    "\"",
    "|\n",
    ">\n",
    "&a ",
    "*a",
    "<<: *a",
    "!!str ",
    "\u{feff}",
    "\r\n",
    "\t",
    "---\n",
    "environments",
    "apps",
    "name",
    "path",
    "pins",
    "{env}",
    "{app}",
    "{version}",
    "~",
    "1.10",
    "yes",
    "é\u{2028}",
    "\\u0000",
    "images",
];

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// A seed with some of its characters replaced by something else.
fn scarred() -> impl Strategy<Value = String> {
    let scars = vec((any::<Index>(), 0..12_usize, select(&WORDS[..])), 0..6);
    (select(&SEEDS[..]), scars).prop_map(|(seed, scars)| {
        let mut text = seed.to_owned();
        for (at, gone, word) in scars {
            let chars: Vec<_> = text.chars().collect();
            let at = at.index(chars.len() + 1);
            let behind = chars.iter().skip((at + gone).min(chars.len()));
            text = chars[..at].iter().copied().chain(word.chars()).chain(behind.copied()).collect();
        }
        text
    })
}

#[test]
fn the_file_that_should_work_does() {
    assert_eq!(Config::parse("hoist.yaml", SEEDS[1]).err(), None);
    assert_eq!(any_config(SEEDS[1]), Ok(()));
}

#[test]
fn what_was_found_once_stays_mended() {
    let text = "environments: [dev]\napps:\n  - name: web\n    pins:\n      - yaml: /x\n        keys: [a]\n        document: { name: \"a}\" }\n";
    assert_eq!(any_config(text), Ok(()));
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn a_configuration_with_bytes_out_of_place_is_read_or_told_about(text in scarred()) {
        any_config(&text).map_err(|why| TestCaseError::fail(format!("{why}\n{text}")))?;
    }

    #[test]
    fn words_in_any_order_are_read_or_told_about(words in vec(select(&WORDS[..]), 0..40)) {
        let text = words.concat();
        any_config(&text).map_err(|why| TestCaseError::fail(format!("{why}\n{text}")))?;
    }

    #[test]
    fn any_bytes_are_read_or_told_about(bytes in vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        any_config(&text).map_err(|why| TestCaseError::fail(format!("{why}\n{text}")))?;
    }
}
