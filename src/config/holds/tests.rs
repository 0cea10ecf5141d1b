//! Files as teams write them, read and changed.

use super::*;
use crate::model::name::EnvironmentName;
use crate::model::text::Position;
use crate::model::version::Version;

fn environment(name: &str) -> EnvironmentName {
    EnvironmentName::new(name).unwrap()
}

fn hold(app: &str, version: Option<&str>, environments: &[&str], reason: &str) -> Hold {
    Hold {
        app: app.to_owned(),
        version: version.map(|version| Version::new(version).unwrap()),
        environments: environments.iter().map(|name| environment(name)).collect(),
        from: None,
        until: None,
        reason: reason.to_owned(),
        at: Position { file: FILE.to_owned(), line: 1, column: 1 },
    }
}

fn which(app: &str, version: Option<&str>, name: &str) -> Which {
    let version = version.map(|version| Version::new(version).unwrap());
    Which { app: app.to_owned(), version, environment: environment(name) }
}

fn problems(text: &str) -> Vec<String> {
    let known = [environment("staging"), environment("production")];
    let problems = parse("h", text, &known).map_or_else(|problems| problems.0, |_| Vec::new());
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_file_says_who_stays_out_of_what() {
    let text = "# freezes\n- app: '*'\n  environments: [staging, production]\n  from: 2026-12-20\n  until: 2027-01-02T06:00:00+01:00\n  \
                reason: year end\n- { app: web, version: 1.10, environments: production, reason: \"a: b\" }\n";
    let holds = parse("h", text, &[]).unwrap();
    let shown = |hold: &Hold| {
        let when = |time: Option<jiff::Timestamp>| time.map(|time| time.to_string()).unwrap_or_default();
        let version = hold.version.as_ref().map(ToString::to_string).unwrap_or_default();
        format!(
            "{} {} {version} {} {} {} {}",
            hold.at,
            hold.app,
            hold.environments.len(),
            when(hold.from),
            when(hold.until),
            hold.reason
        )
    };
    assert_eq!(
        holds.iter().map(shown).collect::<Vec<_>>(),
        ["h:2:3 *  2 2026-12-20T00:00:00Z 2027-01-02T05:00:00Z year end", "h:7:3 web 1.10 1   a: b"]
    );
    for empty in ["", "# nothing\n", "---\n", "[]\n", "~\n"] {
        assert_eq!(parse("h", empty, &[]), Ok(Vec::new()), "{empty:?}");
    }
}

#[test]
fn every_problem_of_a_file_is_told_at_once() {
    let text = "- app: web@v1\n  enviroments: [production]\n  reason: x\n- app: web\n  environments: [prodution, []]\n  until: soon\n- {app: 'a[', environments: [], reason: ''}\n- web\n- {app: a, environments: staging, from: 2026-02-01, until: 2026-01-01, reason: x, version: 'v 1'}\n";
    assert_eq!(
        problems(text),
        [
            "h:1:3: `environments` is missing here: where it is kept out of",
            "h:1:8: an app can't be named \"web@v1\": blanks, control characters and any of @ , * ? [ ] { } ! \\ have another meaning",
            "h:2:3: unknown key `enviroments`: did you mean `environments`?",
            "h:4:3: `reason` is missing here: why: it is told wherever the hold holds something",
            "h:5:18: no environment is named `prodution`: did you mean `production`?",
            "h:5:29: found a list, expected the name of an environment",
            "h:6:10: found `soon`, expected a time such as `2027-01-02T00:00:00Z`, or a date",
            "h:7:3: found no environment, expected at least one",
            "h:7:9: `a[` is no glob: a `[` isn't closed",
            "h:7:41: found an empty text, expected a reason",
            "h:8:3: found a text, expected a map",
            "h:9:3: `until` (2026-01-01T00:00:00Z) isn't after `from` (2026-02-01T00:00:00Z)",
            "h:9:92: \"v 1\" is no version: letters, digits and . _ - + : @ / only",
        ]
    );
    assert_eq!(problems("app: web\n"), ["h:1:1: found a map, expected a list"]);
}

#[test]
fn a_new_entry_is_written_as_the_one_before() {
    let new = hold("web-app", Some("v1.3.0"), &["production"], "leaks: memory");
    let cases = [
        (
            "- app: a\n  environments: [staging]\n  reason: x # why\n",
            "- app: a\n  environments: [staging]\n  reason: x # why\n- app: web-app\n  version: v1.3.0\n  environments: [production]\n  reason: \"leaks: memory\"\n",
        ),
        (
            "  -   app: a\r\n      environments:\r\n        - staging\r\n      reason: x\r\n      # about a\r\n# tail\r\n",
            "  -   app: a\r\n      environments:\r\n        - staging\r\n      reason: x\r\n      # about a\r\n  -   app: web-app\r\n      version: v1.3.0\r\n      environments:\r\n        - production\r\n      reason: \"leaks: memory\"\r\n# tail\r\n",
        ),
        (
            "- {app: a, environments: [staging], reason: x}",
            "- {app: a, environments: [staging], reason: x}\n- {app: web-app, version: v1.3.0, environments: [production], reason: \"leaks: memory\"}",
        ),
        (
            "- app: a\n  environments: [staging]\n  reason: x\n\n- app: b\n  environments: [staging]\n  reason: x\n",
            "- app: a\n  environments: [staging]\n  reason: x\n\n- app: b\n  environments: [staging]\n  reason: x\n\n- app: web-app\n  version: v1.3.0\n  environments: [production]\n  reason: \"leaks: memory\"\n",
        ),
        (
            "[\n  { app: a, environments: [staging], reason: x }, # a\n]\n",
            "[\n  { app: a, environments: [staging], reason: x },\n  { app: web-app, version: v1.3.0, environments: [production], reason: \"leaks: memory\" }, # a\n]\n",
        ),
        (
            "[]\n",
            "[{ app: web-app, version: v1.3.0, environments: [production], reason: \"leaks: memory\" }]\n",
        ),
        (
            "# ours",
            "# ours\n- app: web-app\n  version: v1.3.0\n  environments: [production]\n  reason: \"leaks: memory\"\n",
        ),
    ];
    for (before, after) in cases {
        assert_eq!(added(Some(before), &new).as_deref(), Ok(after), "{before}");
    }
    let fresh = added(None, &hold("*", None, &["production"], "year end")).unwrap();
    let (head, entry) = fresh.split_once('\n').unwrap();
    assert!(head.starts_with("# ") && head.len() < 120, "{head}");
    assert_eq!(entry, "- app: \"*\"\n  environments: [production]\n  reason: year end\n");
}

#[test]
fn the_same_hold_again_changes_nothing_or_its_reason_and_end() {
    let text = "# c\n- app: a # d\n  environments: [x, y]\n  until: 2026-01-01 # e\n  reason: old # f\n- {app: b, environments: [x], reason: 'old'}\n";
    let timed = |hold: Hold, until: Option<&str>| Hold {
        until: until.map(|until| format!("{until}T00:00:00Z").parse().unwrap()),
        ..hold
    };
    let same = timed(hold("a", None, &["y", "x"], "old"), Some("2026-01-01"));
    assert_eq!(added(Some(text), &same).as_deref(), Ok(text));
    let part = timed(hold("a", None, &["x"], "old"), Some("2026-01-01"));
    assert_eq!(added(Some(text), &part).as_deref(), Ok(text));
    let cases = [
        (
            timed(hold("a", None, &["x", "y"], "new: #1"), Some("2026-02-01")),
            "until: 2026-01-01 # e\n  reason: old",
            "until: 2026-02-01T00:00:00Z # e\n  reason: \"new: #1\"",
        ),
        (
            timed(hold("a", None, &["x", "y"], "old"), None),
            "until: 2026-01-01 # e\n  reason: old",
            "reason: old",
        ),
        (
            timed(hold("b", None, &["x"], "a, b"), Some("2026-02-01")),
            "reason: 'old'",
            "until: 2026-02-01T00:00:00Z, reason: \"a, b\"",
        ),
        (
            timed(hold("b", None, &["x"], "old"), Some("2026-02-01")),
            "reason: 'old'",
            "until: 2026-02-01T00:00:00Z, reason: 'old'",
        ),
    ];
    for (hold, old, new) in cases {
        assert_eq!(added(Some(text), &hold), Ok(text.replace(old, new)), "{hold:?}");
        let twice = added(Some(&text.replace(old, new)), &hold);
        assert_eq!(twice, Ok(text.replace(old, new)), "{hold:?}");
    }
}

#[test]
fn hostile_words_stay_values() {
    for reason in
        ["a: b # c", "- x", "'", "\"\\", "\n- app: '*'", "{{x}}", "no", "1e3", "é", "\u{2028}x", "@a", "!t"]
    {
        let hold = hold("a*", Some("1.10"), &["no"], reason);
        let text = added(None, &hold).unwrap();
        assert!(same(&parse(FILE, &text, &[]).unwrap(), std::slice::from_ref(&hold)), "{text}");
        let text = added(Some("[]"), &hold).unwrap();
        assert!(same(&parse(FILE, &text, &[]).unwrap(), &[hold]), "{text}");
    }
}

#[test]
fn what_is_taken_away_leaves_all_else() {
    let text = "# head\n- app: a # a\n  environments: [x]\n  reason: r\n# about b\n- app: b\n  version: v1\n  environments: [x, y, z]\n  reason: r\n- app: b\n  environments:\n    - x\n    - y # why\n  reason: r";
    let cases = [
        (which("a", None, "x"), "- app: a # a\n  environments: [x]\n  reason: r\n", ""),
        (which("b", Some("v1"), "x"), "[x, y, z]", "[y, z]"),
        (which("b", Some("v1"), "z"), "[x, y, z]", "[x, y]"),
        (which("b", None, "y"), "    - y # why\n", ""),
    ];
    for (which, old, new) in cases {
        assert_eq!(removed(Some(text), &which), Ok(text.replace(old, new)), "{which:?}");
    }
    let last = "# head\n- {app: a, environments: x, reason: r}";
    assert_eq!(removed(Some(last), &which("a", None, "x")).as_deref(), Ok("# head"));
    let flow = "[{app: a, environments: [x], reason: r}, {app: b, environments: [x], reason: r}]\n";
    let left = removed(Some(flow), &which("a", None, "x")).unwrap();
    assert_eq!(left, "[{app: b, environments: [x], reason: r}]\n");
    assert_eq!(removed(Some(&left), &which("b", None, "x")).as_deref(), Ok("[]\n"));
}

#[test]
fn what_is_added_can_be_taken_away_again() {
    let texts = [
        "# a\n- app: a\n  environments: [x]\n  reason: r\n",
        "- app: a\n  environments:\n  - x\n  reason: >\n    r\n    s\n\n# tail\n",
        "- {app: a, environments: x, reason: r} # c\n",
        "[ {app: a, environments: x, reason: r} ]",
        "[]\n",
        "# c\n",
    ];
    for text in texts {
        let more = added(Some(text), &hold("web", Some("v1"), &["x"], "why")).unwrap();
        assert_ne!(more, text);
        assert_eq!(removed(Some(&more), &which("web", Some("v1"), "x")).as_deref(), Ok(text));
    }
}

#[test]
fn what_is_not_there_is_told_with_what_is() {
    let text = "- app: a\n  version: v1\n  environments: [x, y]\n  reason: r\n";
    let error = removed(Some(text), &which("a", None, "x")).unwrap_err();
    assert_eq!(error.to_string(), "no hold of a in x is there");
    assert_eq!(error.hint().as_deref(), Some("there are a@v1 in x, y"));
    let wide = removed(Some("- {app: '*', environments: [x], reason: r}\n"), &which("a", Some("v1"), "x"));
    let lift =
        "there are * in x\nit is held all the same, and this lifts it:\nhoist unhold '*' --in x --reason …";
    assert_eq!(wide.unwrap_err().hint().as_deref(), Some(lift));
    let error = removed(None, &which("a", None, "x")).unwrap_err();
    assert_eq!(error.hint().as_deref(), Some("there is none at all"));
    let broken = removed(Some("- x\n"), &which("a", None, "x")).unwrap_err();
    assert_eq!(broken.to_string(), ".hoist/holds.yaml:1:3: found a text, expected a map");
    let odd = "- &a {app: a, environments: [x], reason: r}\n- *a\n";
    assert!(added(Some(odd), &hold("b", None, &["x"], "r")).is_ok());
    let aliased = "- &a {app: a, environments: [x], reason: r}\n- app: b\n  environments: [x]\n  reason: &r s\n- {app: c, environments: [x], reason: *r}\n";
    assert!(matches!(removed(Some(aliased), &which("b", None, "x")), Err(Error::Layout { .. })));
}

#[test]
fn a_glob_speaks_of_whole_names() {
    use crate::model::name::AppName;
    let cases = [("*", true), ("team/*", true), ("web", false), ("team/web", true), ("*web", true)];
    for (app, expected) in cases {
        let app_name = AppName::new("team/web").unwrap();
        assert_eq!(speaks_of(&hold(app, None, &["x"], "r"), &app_name, &environment("x")), expected, "{app}");
    }
}
