//! The gates of an environment.

use super::{BOOL, Key, Leaf, NUMBER, Shape, TEXT, TEXT_OR_TEXTS, TEXTS, Word};

pub(super) const GATES: [Key; 6] = [
    Key::new(
        "semver",
        Shape::Either(&[RULE, Shape::List(&RULE)]),
        "none",
        "release, no-downgrade, patch, minor or a range; all must pass",
    )
    .later(),
    Key::new(
        "soak",
        Shape::Leaf(Leaf::Duration),
        "none",
        "how long a version stood in the environment before, such as 90m, 24h or 7d",
    ),
    Key::new(
        "windows",
        Shape::Keys(&WINDOWS),
        "none",
        "when Argo CD would sync; {} finds the project by itself",
    )
    .later(),
    Key::new("approvals", Shape::Either(&[NUMBER, Shape::Keys(&APPROVALS)]), "none", "how many people agree")
        .later(),
    Key::new("checks", Shape::Either(&[TEXTS, Shape::Keys(&CHECKS)]), "none", "statuses that must be green")
        .later(),
    Key::new(
        "run",
        Shape::Either(&[TEXT, TEXTS, Shape::Keys(&RUN)]),
        "none",
        "a command that must end well; a text is split at blanks",
    )
    .later(),
];

pub(super) const GATE_NAMES: [Word; 10] = [
    Word::now("order"),
    Word::now("immutable"),
    Word::now("semver"),
    Word::now("soak"),
    Word::now("windows"),
    Word::now("approvals"),
    Word::now("checks"),
    Word::now("run"),
    Word::now("holds"),
    Word::now("heldBy"),
];

const RULE: Shape = Shape::Leaf(Leaf::Rule);
const PATH: Shape = Shape::Leaf(Leaf::Pattern);
const PATHS: Shape = Shape::Either(&[PATH, Shape::List(&PATH)]);

const WINDOWS: [Key; 4] = [
    Key::new("project", PATHS, "through spec.project", "files of AppProjects, from the root"),
    Key::new("application", TEXT_OR_TEXTS, "those that deploy the path", "names of Applications"),
    Key::new("manual", BOOL, "false", "judge as a sync by hand"),
    Key::new(
        "windows",
        Shape::List(&Shape::Keys(&WINDOW)),
        "[]",
        "windows of our own, as Argo CD writes them",
    ),
];

const WINDOW: [Key; 10] = [
    Key::new("kind", Shape::Words(&[Word::now("allow"), Word::now("deny")]), "", "whether it lets or stops"),
    Key::new("schedule", TEXT, "", "when it opens, as cron"),
    Key::new("duration", TEXT, "", "how long it is open"),
    Key::new("timeZone", TEXT, "UTC", "the zone of the schedule"),
    Key::new("applications", TEXTS, "all", "the Applications it speaks of"),
    Key::new("namespaces", TEXTS, "all", "the namespaces it speaks of"),
    Key::new("clusters", TEXTS, "all", "the clusters it speaks of"),
    Key::new("manualSync", BOOL, "false", "a sync by hand is free of it"),
    Key::new("andOperator", BOOL, "false", "all of its selectors must fit"),
    Key::new("description", TEXT, "", "what it is for"),
];

const APPROVALS: [Key; 4] = [
    Key::new("count", NUMBER, "1", "how many"),
    Key::new("users", TEXTS, "anybody", "whose word counts"),
    Key::new("teams", TEXTS, "anybody", "whose members' word counts"),
    Key::new(
        "from",
        Shape::Words(&[Word::now("request"), Word::now("environment")]),
        "request",
        "where they agree",
    ),
];

const CHECKS: [Key; 2] = [
    Key::new(
        "of",
        Shape::Words(&[Word::now("request"), Word::now("source")]),
        "request",
        "what the statuses are of",
    ),
    Key::new("names", TEXTS, "", "the statuses").required(),
];

const RUN: [Key; 2] = [
    Key::new("command", TEXT_OR_TEXTS, "", "the command").required(),
    Key::new("timeout", Shape::Leaf(Leaf::Duration), "10m", "when it is stopped"),
];
