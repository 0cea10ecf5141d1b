//! A version stands in all that an environment comes after, before it may go there.

use super::immutable::{Unfixed, unfixed};
use crate::model::candidate::{Before, Candidate, Runs};
use crate::model::facts::Stood;
use crate::model::range;
use crate::model::verdict::Verdict;
use crate::model::version::Version;

pub(super) fn judge(candidate: &Candidate) -> Verdict {
    if candidate.brought_back {
        return Verdict::Pass { why: "not asked of a version that is brought back".to_owned() };
    }
    if candidate.before.is_empty() || (candidate.entry && candidate.given) {
        return Verdict::Pass { why: format!("a version may start in {}", candidate.environment) };
    }
    if let Some(verdict) = disagreement(candidate) {
        return verdict;
    }
    let answers: Vec<_> = candidate.before.iter().map(|before| stands(candidate, before)).collect();
    worst(&answers)
}

/// Several environments before, and nobody said which version: they must run one.
fn disagreement(candidate: &Candidate) -> Option<Verdict> {
    if candidate.given || candidate.chosen {
        return None;
    }
    let runs = |before: &Before| match &before.runs {
        Runs::Version(version) => Some(format!("{} runs {version}", before.environment)),
        Runs::Nothing | Runs::Unclear { .. } => None,
    };
    let version = |before: &Before| match &before.runs {
        Runs::Version(version) => Some(version.clone()),
        Runs::Nothing | Runs::Unclear { .. } => None,
    };
    let mut versions: Vec<_> = candidate.before.iter().filter_map(version).collect();
    versions.dedup();
    if versions.len() < 2 {
        return None;
    }
    let each: Vec<_> = candidate.before.iter().filter_map(runs).collect();
    let why = format!("the environments before {} don't agree: {}", candidate.environment, each.join(", "));
    Some(Verdict::Held { why, until: None })
}

fn stands(candidate: &Candidate, before: &Before) -> Verdict {
    let (version, environment) = (content(candidate), &before.environment);
    match (&before.runs, &before.stood) {
        (Runs::Version(now), _) if *now == candidate.version && is_this(candidate, before) => {
            Verdict::Pass { why: format!("{environment} runs it") }
        }
        (Runs::Version(now), _) if lies_in(candidate, now) => {
            Verdict::Pass { why: format!("claimed, not seen: {environment} runs what is in {now}") }
        }
        (Runs::Nothing, None) => Verdict::Pass { why: format!("{environment} holds no version in git") },
        (_, Some(Stood::At(commit))) => {
            Verdict::Pass { why: format!("it stood in {environment} ({})", commit.short()) }
        }
        (Runs::Version(now), _) if *now == candidate.version && before.digest.is_none() => {
            let why =
                format!("{environment} runs {now} without a digest: whether that is {version} isn't known");
            Verdict::Held { why, until: None }
        }
        (_, Some(Stood::Never)) => {
            let meant = meant(before, &candidate.version).map(|now| format!("; did you mean {now}?"));
            let (now, next) = (now_runs(before), meant.or_else(|| first(candidate, before)));
            let next = next.unwrap_or_default();
            Verdict::Refused { why: format!("{version} never ran in {environment}{now}{next}") }
        }
        (Runs::Unclear { why }, _) => {
            Verdict::Held { why: format!("{environment} can't be read: {why}"), until: None }
        }
        (_, Some(Stood::Unknown { why })) => {
            let why = format!("whether {version} ran in {environment} isn't known: {why}");
            Verdict::Held { why, until: None }
        }
        (Runs::Version(_), None) => {
            let why = format!("whether {version} ran in {environment} isn't known");
            Verdict::Held { why, until: None }
        }
    }
}

/// What runs in the environment is a range, and this is in it.
fn lies_in(candidate: &Candidate, now: &Version) -> bool {
    let is_range = unfixed(now) == Some(Unfixed::Range);
    let version = candidate.version.semver().filter(|_| is_range && candidate.given);
    version.and_then(|version| range::admits(now.as_str(), &version)) == Some(true)
}

/// A version is a name; the digest that goes with it must stand there too.
fn is_this(candidate: &Candidate, before: &Before) -> bool {
    candidate.digest.is_none() || candidate.digest == before.digest
}

/// The version with the digest that goes with it.
fn content(candidate: &Candidate) -> String {
    shown(&candidate.version, candidate.digest.as_deref())
}

fn shown(version: &Version, digest: Option<&str>) -> String {
    match digest.filter(|digest| *digest != version.as_str()) {
        Some(digest) => format!("{version}@{digest}"),
        None => version.to_string(),
    }
}

/// What the environment runs, where only the `v` tells it from what was asked for.
fn meant<'a>(before: &'a Before, version: &Version) -> Option<&'a Version> {
    let Runs::Version(now) = &before.runs else { return None };
    let bare = |version: &Version| version.as_str().trim_start_matches('v').to_owned();
    (now != version && bare(now) == bare(version)).then_some(now)
}

/// The way that is left: a version that somebody gave goes there first. What no shell takes as it stands isn't shown.
fn first(candidate: &Candidate, before: &Before) -> Option<String> {
    let (app, version, environment) = (&candidate.app, content(candidate), &before.environment);
    let asked = format!("{app}@{version}");
    let has_range = matches!(&before.runs, Runs::Version(now) if unfixed(now).is_some());
    let is_plain = asked.chars().all(|c| c.is_ascii_alphanumeric() || "@:._+-/".contains(c));
    (candidate.given && is_plain && !has_range)
        .then(|| format!("; promote it there first: `hoist promote {asked} --to {environment}`"))
}

fn now_runs(before: &Before) -> String {
    match &before.runs {
        Runs::Version(now) => format!(", which runs {}", shown(now, before.digest.as_deref())),
        Runs::Nothing | Runs::Unclear { .. } => String::new(),
    }
}

/// Refused beats held, held beats pass; passes are told together.
fn worst(answers: &[Verdict]) -> Verdict {
    let refused = answers.iter().find(|verdict| matches!(verdict, Verdict::Refused { .. }));
    let held = answers.iter().find(|verdict| matches!(verdict, Verdict::Held { .. }));
    if let Some(verdict) = refused.or(held) {
        return verdict.clone();
    }
    let whys: Vec<_> = answers.iter().map(Verdict::why).collect();
    Verdict::Pass { why: whys.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::name::{AppName, EnvironmentName};
    use crate::model::plan::{Action, Oid};
    use jiff::Timestamp;

    fn before(name: &str, runs: Runs, stood: Option<Stood>) -> Before {
        Before { environment: EnvironmentName::new(name).unwrap(), runs, digest: None, stood, soaked: None }
    }

    fn runs(version: &str) -> Runs {
        Runs::Version(Version::new(version).unwrap())
    }

    fn verdict(given: bool, entry: bool, brought_back: bool, before: Vec<Before>) -> String {
        verdict_of("v2", given, entry, brought_back, before)
    }

    fn verdict_of(
        version: &str,
        given: bool,
        entry: bool,
        brought_back: bool,
        before: Vec<Before>,
    ) -> String {
        let candidate = Candidate {
            action: Action::Promote,
            now: Timestamp::UNIX_EPOCH,
            on_request: false,
            holds: Vec::new(),
            unread_holds: Vec::new(),
            app: AppName::new("web").unwrap(),
            environment: EnvironmentName::new("production").unwrap(),
            version: Version::new(version).unwrap(),
            digest: None,
            given,
            chosen: false,
            entry,
            brought_back,
            before,
            travels: Vec::new(),
            held_by: Vec::new(),
        };
        let verdict = judge(&candidate);
        format!("{}: {}", verdict.word(), verdict.why())
    }

    #[test]
    fn a_version_stands_before_it_goes_on() {
        let at = Some(Stood::At(Oid("3f1c2ab99".into())));
        let cut = Some(Stood::Unknown { why: "the clone is shallow".into() });
        let cases = [
            (vec![before("staging", runs("v2"), None)], "pass: staging runs it"),
            (vec![before("staging", runs("v3"), at.clone())], "pass: it stood in staging (3f1c2ab)"),
            (
                vec![before("staging", runs("v3"), Some(Stood::Never))],
                "refused: v2 never ran in staging, which runs v3; promote it there first: `hoist promote web@v2 --to staging`",
            ),
            (
                vec![before("staging", runs("v3"), cut)],
                "held: whether v2 ran in staging isn't known: the clone is shallow",
            ),
            (
                vec![before("staging", runs("2"), Some(Stood::Never))],
                "refused: v2 never ran in staging, which runs 2; did you mean 2?",
            ),
            (vec![before("staging", runs("v3"), None)], "held: whether v2 ran in staging isn't known"),
            (vec![before("staging", Runs::Nothing, None)], "pass: staging holds no version in git"),
            (
                vec![before("staging", Runs::Unclear { why: "a tab".into() }, None)],
                "held: staging can't be read: a tab",
            ),
            (
                vec![before("eu", runs("v2"), None), before("us", runs("v3"), Some(Stood::Never))],
                "refused: v2 never ran in us, which runs v3; promote it there first: `hoist promote web@v2 --to us`",
            ),
            (
                vec![before("eu", runs("v2"), None), before("us", runs("v3"), at)],
                "pass: eu runs it, it stood in us (3f1c2ab)",
            ),
            (vec![], "pass: a version may start in production"),
        ];
        for (before, want) in cases {
            assert_eq!(verdict(true, false, false, before), want);
        }
    }

    #[test]
    fn a_range_admits_what_lies_in_it() {
        let cases = [
            ("6.14.1", ">=1.0.0-alpha", "pass: claimed, not seen: staging runs what is in >=1.0.0-alpha"),
            ("0.9.0", ">=1.0.0", "refused: 0.9.0 never ran in staging, which runs >=1.0.0"),
            (
                "6.14.1",
                "6.13.0",
                "refused: 6.14.1 never ran in staging, which runs 6.13.0; promote it there first: `hoist promote web@6.14.1 --to staging`",
            ),
            ("6.14.1 x", "6.13.0", "refused: 6.14.1 x never ran in staging, which runs 6.13.0"),
        ];
        for (version, now, want) in cases {
            let before = vec![before("staging", runs(now), Some(Stood::Never))];
            assert_eq!(verdict_of(version, true, false, false, before), want);
        }
    }

    #[test]
    fn environments_before_must_agree_unless_a_version_is_given() {
        let both = || vec![before("eu", runs("v2"), None), before("us", runs("v3"), None)];
        assert_eq!(
            verdict(false, false, false, both()),
            "held: the environments before production don't agree: eu runs v2, us runs v3"
        );
    }

    #[test]
    fn an_entry_takes_a_given_version_and_a_hotfix_comes_back() {
        let never = || vec![before("staging", runs("v1"), Some(Stood::Never))];
        assert_eq!(verdict(true, true, false, never()), "pass: a version may start in production");
        assert_eq!(verdict(false, false, true, never()), "pass: not asked of a version that is brought back");
    }
}
