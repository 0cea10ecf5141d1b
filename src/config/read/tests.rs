//! Whole files, and what is told of them.

use crate::config::{Config, PinRule, TemplateSource, Word};
use crate::model::delivery::Deliver;

/// The problems of a text, each after its line and column.
fn problems(text: &str) -> Vec<String> {
    let problems = Config::parse("hoist.yaml", text).map_or_else(|problems| problems.0, |_| Vec::new());
    let shown = |problem: &crate::config::Problem| problem.to_string().replace("hoist.yaml:", "");
    problems.iter().map(shown).collect()
}

/// The one problem of a text.
fn problem(text: &str) -> String {
    let problems = problems(text);
    assert_eq!(problems.len(), 1, "{text}\n{problems:?}");
    problems[0].clone()
}

/// The environments in their order: `name<after+after`, a `*` before entries.
fn order(text: &str) -> String {
    let config = Config::parse("hoist.yaml", text).unwrap();
    let shown = config.environments.iter().map(|one| {
        let after: Vec<_> = one.after.iter().map(ToString::to_string).collect();
        format!("{}{}<{}", if one.entry { "*" } else { "" }, one.name, after.join("+"))
    });
    shown.collect::<Vec<_>>().join(" ")
}

#[test]
fn all_problems_are_told_at_once() {
    let text = "enviroments: [dev]\nenvironments:\n  - dev\n  - { name: staging, after: dve, entry: yes }\n  - name: production\n    \
                deliver: pull-request\n    gates: { soak: 2 days }\napps:\n  - pins: [image]\n  - path: apps/{app/{env}\n  - path: [a]\n";
    assert_eq!(
        problems(text),
        [
            "1:1: unknown key `enviroments`: did you mean `environments`?",
            "4:29: no environment is named `dve`: did you mean `dev`?",
            "4:41: found `yes`, expected `true` or `false`",
            "6:14: `pull-request` is not yet built: take it out, nothing is ignored",
            "7:20: found `2 days`, expected a duration such as `90m`, `24h` or `7d`",
            "9:5: found an app without name and path, expected one of both at least",
            "9:12: unknown word `image`: did you mean `images`?",
            "10:11: `apps/{app/{env}` is no pattern: a name in braces has letters, digits, `-` and `_`, a letter first",
            "11:11: found a list, expected a path, perhaps with `{app}` and `{env}`",
        ]
    );
}

#[test]
fn a_file_that_says_nothing_leaves_everything_open() {
    for text in ["", "# nothing\n", "---\n", "~\n", "{}\n"] {
        assert_eq!(Config::parse("hoist.yaml", text), Ok(Config::default()), "{text:?}");
    }
}

#[test]
fn what_is_not_one_map_of_yaml_is_refused() {
    let cases = [
        ("a: [\n", "1:4: this is no YAML: "),
        (
            "apps: [a/{app}]\n",
            "1:10: this is no YAML: while parsing a flow sequence, expected ',' or ']'; quotes belong around what has `{…}` in it",
        ),
        (
            "apps: {app}/{env}\n",
            "1:12: this is no YAML: while parsing a block mapping, did not find expected key; quotes belong around what has `{…}` in it",
        ),
        ("- a\n", "1:1: found a list, expected a map"),
        ("base: a\n---\nbase: b\n", "3:1: a second document starts here, and only one is read"),
        ("base: a\nbase: b\n", "2:1: `base` stands here a second time"),
        ("base: &a !x y\n", "1:13: a tag means nothing here"),
        ("base:\n", "1:6: found nothing, expected the name of a branch"),
        ("? [a]\n: b\n", "1:3: found a key that is no text, expected a name"),
        ("environments: &e [dev, *e]\n", "1:24: this alias leads nowhere"),
        (
            "environments:\n  - &d { name: dev }\n  - { <<: *d, name: qa }\n",
            "3:7: `<<` isn't followed here: write the keys out",
        ),
    ];
    for (text, expected) in cases {
        let problem = problem(text);
        assert!(problem.starts_with(expected), "{text:?}: {problem}");
    }
}

#[test]
fn an_alias_stands_for_what_it_names() {
    let text = "environments:\n  - { name: dev, vars: &v { short: x } }\n  - { name: qa, vars: *v }\n";
    assert_eq!(Config::parse("f", text).unwrap().environments[1].vars["short"], "x");
    let mut bomb = "x0: &x0 [a]\n".to_owned();
    for at in 1..40 {
        bomb.push_str(&format!("x{at}: &x{at} [*x{0}, *x{0}]\n", at - 1));
    }
    assert!(problems(&bomb).iter().any(|problem| problem.contains("too much")));
}

#[test]
fn an_environment_comes_after_the_one_above() {
    let cases = [
        ("environments: [dev, staging, production]", "*dev< staging<dev production<staging"),
        ("environments: [dev, {name: qa, entry: true}]", "*dev< *qa<dev"),
        ("environments: [{name: dev, entry: false}, {name: x, after: []}, y]", "dev< *x< y<x"),
        (
            "environments: [{name: prod, after: [eu, us]}, {name: eu, after: dev}, {name: us, after: dev}, {name: dev, after: []}]",
            "*dev< eu<dev us<dev prod<eu+us",
        ),
        ("environments: [1.10, yes]", "*1.10< yes<1.10"),
    ];
    for (text, expected) in cases {
        assert_eq!(order(text), expected, "{text}");
    }
}

#[test]
fn environments_that_have_no_order_are_named() {
    let cases = [
        (
            "environments: [{name: a, after: c}, {name: b, after: a}, {name: c, after: b}]",
            "1:23: these come after each other: `a` after `c` after `b` after `a`",
        ),
        ("environments: [{name: a, after: a}]", "1:33: `a` can't come after itself"),
        ("environments: [a, a]", "1:19: `a` stands here a second time"),
        ("environments: [a, {name: b, after: [a, a]}]", "1:40: `a` stands here a second time"),
        ("environments: []", "1:15: found no environment, expected at least one"),
        ("environments: [{after: []}]", "1:16: `name` is missing here: what it is called"),
        (
            "environments: [a/b]",
            "1:16: an environment can't be named \"a/b\": letters, digits and . _ - only, a letter or digit first",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(problem(text), expected, "{text}");
    }
}

#[test]
fn names_in_patterns_stand_for_something() {
    let environments =
        "environments: [{name: dev, vars: {short: d}}, {name: prod, vars: {short: p, only: x}}]\n";
    let cases = [
        ("apps: a/{app}/{only}", "2:7: `{only}` is a var, and not one of dev: give it to every environment"),
        (
            "apps: [{path: 'a/{team}/{env}', pins: [{yaml: 'x-{shrt}.yaml', keys: [a]}]}]",
            "2:47: nothing says what `shrt` stands for: did you mean `short`?",
        ),
        (
            "apps: [{path: 'a/{team}/{env}', pins: [{yaml: '{team}-{app}.yaml', keys: [a]}]}]",
            "2:47: `{app}` needs the `name` of the app, or `{app}` in its `path`",
        ),
        (
            "apps: [{name: a, pins: [{yaml: ., keys: [a]}]}]",
            "2:32: `.` is the app's own path, and the app has none: name the file",
        ),
        (
            "apps: [{name: a, pins: [images]}]",
            "2:24: an app without `path` has no folder to look in: name its files in `pins`",
        ),
        (
            "apps: [{name: a}]",
            "2:8: an app without `path` has no folder to look in: name its files in `pins`",
        ),
        ("apps: ['a/{app}/{env}', 'a/{app}/{env}']", "2:25: `a/{app}/{env}` stands here a second time"),
        ("apps: [{name: a, path: x}, {name: a, path: y}]", "2:28: `a` stands here a second time"),
        (
            "apps: .",
            "2:7: found `.`, expected a folder or file: leave `path` out and name the files in `pins`",
        ),
        ("apps: []", "2:7: found no app, expected at least one"),
        ("apps: [{path: a, pins: []}]", "2:24: found no pin, expected at least one"),
        (
            "apps: [{path: a, pins: [{yaml: x, keys: ['{envi}.tag']}]}]",
            "2:42: nothing says what `envi` stands for: did you mean `env`?",
        ),
    ];
    for (apps, expected) in cases {
        assert_eq!(problem(&format!("{environments}{apps}\n")), expected, "{apps}");
    }
    let fine = "apps: [{name: a, path: 'x/{short}', pins: [{yaml: '/{app}-{env}-{short}.yaml', keys: [a]}]}]";
    assert_eq!(problems(&format!("{environments}{fine}\n")), [""; 0]);
}

#[test]
fn a_pin_has_one_selector_and_its_own_keys() {
    let cases = [
        (
            "{kustomize: ., yaml: x, keys: [a]}",
            "1:43: `yaml` beside `kustomize`: each entry has one selector",
        ),
        ("{kustomise: .}", "1:29: unknown key `kustomise`: did you mean `kustomize`?"),
        (
            "{kustomize: ., parameters: [a]}",
            "1:43: unknown key `parameters`: expected `kustomize`, `images`, `refs`, `charts`, `format` or `document`",
        ),
        ("{yaml: x}", "1:28: `keys` is missing here: where in the file: a.b, a[0], a[name=x] or \"a.b/c\".d"),
        ("{yaml: x, keys: ['a[']}", "1:45: \"a[\" is no key path: a key is missing"),
        (
            "{yaml: x, keys: [a], document: {index: 1, kind: x}}",
            "1:59: found `index` and the object, expected one of both",
        ),
        ("{chart: x, document: {index: 0}}", "1:49: a Chart.yaml is one document: leave `document` out"),
        (
            "{application: x, keys: [targetRevison]}",
            "1:52: unknown field `targetRevison` of an Application: did you mean `targetRevision`?",
        ),
        (
            "{yaml: x, keys: [a], format: '{env}-{version}'}",
            "1:57: the format \"{env}-{version}\" needs `{version}` exactly once, and no other braces, blanks or control characters",
        ),
    ];
    for (pin, expected) in cases {
        assert_eq!(problem(&format!("apps: [{{path: 'x', pins: [ {pin}]}}]\n")), expected, "{pin}");
    }
}

#[test]
fn vars_keep_to_their_names() {
    let cases = [
        ("{app: x}", "1:35: `{app}` has a meaning of its own: give the var another name"),
        ("{a b: x}", "1:35: `a b` is no name for patterns: letters, digits, `-` and `_`, a letter first"),
        ("{a: '{env}'}", "1:38: found `{env}`, expected a text with no braces but `{app}`"),
        ("{a: [x]}", "1:38: found a list, expected a text"),
    ];
    for (vars, expected) in cases {
        assert_eq!(problem(&format!("environments: [{{name: dev, vars: {vars}}}]\n")), expected, "{vars}");
    }
}

#[test]
fn a_file_of_everything_that_works_is_read() {
    let text = "strategy: directory\nbase: main\nopen: early\nonHeld: pass\nrequests: each\ntemplates: { title: 'T {{ app }}', body: { file: .hoist/body.md } }\n\
                environments:\n  - dev\n  - { name: prod, take: current, format: 'prod-{version}', deliver: push, onHeld: fail, requests: one, gates: {} }\n\
                apps:\n  - path: apps/{app}/{env}/\n    pins: [images]\n  - name: pay\n    lead: pay\n    pins:\n      - { kustomize: '/pay/{env}', images: [pay] }\n      \
                - { yaml: 'values-{env}.yaml', keys: [a.b], document: { index: 1 }, format: '{version}' }\n";
    let config = Config::parse("hoist.yaml", text).unwrap();
    let [dev, prod] = config.environments.as_slice() else { panic!("{config:?}") };
    assert!(dev.held_passes && !prod.held_passes && config.held_passes);
    assert_eq!((dev.requests == prod.requests, prod.deliver), (false, Some(Deliver::Push)));
    assert_eq!(config.templates.title, Some(TemplateSource::Text("T {{ app }}".to_owned())));
    assert!(
        matches!(&config.templates.body, Some(TemplateSource::File(path)) if path.as_str() == ".hoist/body.md")
    );
    assert_eq!(config.apps[0].pins, [PinRule::Word(Word::Images)]);
    assert_eq!((config.apps[1].pins.len(), config.base.as_deref()), (2, Some("main")));
}

/// Every key that there is, in every form.
const EVERYTHING: &str = include_str!("everything.yaml");

#[test]
fn what_is_known_and_not_built_is_refused_and_never_ignored() {
    let problems = problems(EVERYTHING);
    let told = |words: &str| problems.iter().filter(|problem| problem.contains(words)).count();
    assert_eq!((told("not yet built"), told("don't agree"), problems.len()), (18, 1, 20), "{problems:#?}");
}

#[test]
fn no_text_makes_the_reader_panic() {
    for at in (0..EVERYTHING.len()).step_by(5).filter(|at| EVERYTHING.is_char_boundary(*at)) {
        let (before, after) = EVERYTHING.split_at(at);
        for text in [
            before.to_owned(),
            format!("{before}[{after}"),
            format!("{before}: {after}"),
            format!("{before}\n{after}"),
        ] {
            let told = Config::parse("f", &text).map_or_else(|problems| problems.0.len(), |_| 1);
            assert!(told > 0, "{text}");
        }
    }
}
