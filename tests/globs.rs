//! Our own globs fit what those of `globset` fit.
#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

use globset::GlobBuilder;
use hoist::model::glob::Glob;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_glob_fits_what_the_judge_says(
        glob in r"(a|b|/|\*|\?|\[ab\]|\[!a\]|\{a,b\*\}|\{ab,\?\}){0,6}",
        name in "[ab/]{0,6}",
    ) {
        let judge = |across: bool| GlobBuilder::new(&glob).literal_separator(!across).build().unwrap().compile_matcher();
        // A class of the judge's takes a slash: a name's part ends there, whoever asks.
        let is_clear = !(glob.contains("[!") && name.contains('/'));
        if !glob.contains("**") && is_clear {
            prop_assert_eq!(Glob::new(&glob).unwrap().is_match(&name), judge(false).is_match(&name));
            prop_assert_eq!(Glob::across(&glob).unwrap().is_match(&name), judge(true).is_match(&name));
        }
    }

    #[test]
    fn folders_are_passed_as_the_judge_passes_them(
        parts in proptest::collection::vec("a|b|\\*\\*|a\\*", 1..5),
        name in "[ab]{1,2}(/[ab]{1,2}){0,4}",
    ) {
        let glob = parts.join("/");
        let judge = GlobBuilder::new(&glob).literal_separator(true).build().unwrap().compile_matcher();
        prop_assert_eq!(Glob::new(&glob).unwrap().is_match(&name), judge.is_match(&name), "{} {}", glob, name);
    }
}
