//! The keys of an environment.

use super::gates::{GATE_NAMES, GATES};
use super::{BOOL, ENVIRONMENT, ENVIRONMENTS, Key, Leaf, Shape, Word};

pub(super) const ENVIRONMENT_OR_NAME: Shape = Shape::Either(&[ENVIRONMENT, Shape::Keys(&KEYS)]);

const KEYS: [Key; 14] = [
    Key::new("name", ENVIRONMENT, "", "what it is called").required(),
    Key::new(
        "after",
        Shape::Either(&[ENVIRONMENT, ENVIRONMENTS]),
        "the one above",
        "what its versions have stood in before; [] starts a chain",
    ),
    Key::new("entry", BOOL, "true where after is empty", "a version may start here"),
    Key::new(
        "format",
        Shape::Leaf(Leaf::Format),
        "told by what stands there, else {version}",
        "how it writes versions",
    ),
    Key::new(
        "vars",
        Shape::Names(Leaf::Var, &Shape::Leaf(Leaf::VarValue)),
        "{}",
        "more names for patterns; a value may hold {app}",
    ),
    Key::new("take", Shape::Words(&TAKES), "current", "which version of the environment before it takes"),
    Key::new("keep", Shape::List(&Shape::Leaf(Leaf::Glob)), "[]", "with branches: paths that stay its own"),
    Key::new(
        "deliver",
        Shape::Words(&DELIVERIES),
        "branch in CI, else worktree",
        "how a plan reaches the repository",
    ),
    Key::new("gates", Shape::Keys(&GATES), "{}", "what must pass before a version goes in"),
    Key::new(
        "overridable",
        Shape::List(&Shape::Words(&GATE_NAMES)),
        "[]",
        "gates that may be broken with a reason",
    )
    .later(),
    Key::new(
        "rollback",
        Shape::Keys(&ROLLBACK),
        "as a promotion, gates: [approvals]",
        "how versions go back",
    ),
    REQUESTS,
    ON_HELD,
    OPEN,
];

const ROLLBACK: [Key; 3] = [
    Key::new(
        "deliver",
        Shape::Words(&DELIVERIES),
        "the environment's",
        "how a rollback reaches the repository",
    ),
    Key::new(
        "token",
        Shape::Leaf(Leaf::Variable),
        "the usual one",
        "the variable that holds the token to use",
    )
    .later(),
    Key::new("gates", Shape::List(&Shape::Words(&GATE_NAMES)), "[approvals]", "the gates that are asked")
        .later(),
];

pub(super) const REQUESTS: Key = Key::new(
    "requests",
    Shape::Words(&[Word::now("one"), Word::now("each")]),
    "one",
    "one request for all that was asked for, or one for each app",
);
pub(super) const ON_HELD: Key = Key::new(
    "onHeld",
    Shape::Words(&[Word::now("fail"), Word::now("pass")]),
    "fail",
    "whether a run that holds something fails",
);
pub(super) const OPEN: Key = Key::new(
    "open",
    Shape::Words(&[Word::now("early"), Word::later("ready")]),
    "early",
    "whether a request opens at once, or when its gates pass",
);

const TAKES: [Word; 2] = [Word::now("current"), Word::now("soaked")];

const DELIVERIES: [Word; 5] = [
    Word::later("pull-request"),
    Word::now("branch"),
    Word::now("push"),
    Word::now("commit"),
    Word::now("worktree"),
];
