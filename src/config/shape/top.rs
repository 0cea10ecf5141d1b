//! The keys at the top of hoist.yaml.

use super::apps::APPS;
use super::environments::{ENVIRONMENT_OR_NAME, ON_HELD, OPEN, REQUESTS};
use super::{ENVIRONMENTS, Key, Leaf, Shape, TEXT, TEXT_OR_TEXTS, Word};

pub(super) static HOIST: Shape = Shape::Keys(&[
    Key::new(
        "strategy",
        Shape::Words(&STRATEGIES),
        "told by branches and tags, else directory",
        "where environments live in git",
    ),
    Key::new("branches", Shape::Leaf(Leaf::Branches), "{env}", "environments are branches of this name"),
    Key::new("tags", Shape::Leaf(Leaf::Tags), "{version}-{env}", "environments are tags of this name"),
    Key::new(
        "base",
        Shape::Leaf(Leaf::Branch),
        "the remote's default branch",
        "the branch that holds the environments",
    ),
    Key::new("forge", Shape::Keys(&FORGE), "found by itself", "which forge has the requests").later(),
    Key::new(
        "environments",
        Shape::List(&ENVIRONMENT_OR_NAME),
        "told by the layout",
        "the stops on the way to users, each after the one above",
    ),
    Key::new("apps", APPS, "told by the layout", "a pattern that finds apps, or a list of patterns and apps"),
    Key::new(
        "groups",
        Shape::Names(Leaf::Text, &APP_NAMES),
        "{}",
        "apps that are promoted together or not at all",
    ),
    Key::new(
        "templates",
        Shape::Keys(&TEMPLATES),
        "built in",
        "the words that are left in git and on the forge",
    ),
    REQUESTS,
    ON_HELD,
    OPEN,
    Key::new("notify", Shape::List(&Shape::Keys(&NOTIFY)), "[]", "who is told of what was done").later(),
    Key::new("repositories", Shape::Reserved, "none", "reserved: pins in another repository").later(),
]);

const STRATEGIES: [Word; 3] = [Word::now("directory"), Word::now("branch"), Word::now("tag")];

const APP_NAMES: Shape = Shape::List(&Shape::Leaf(Leaf::App));

const FORGES: [Word; 4] =
    [Word::now("github"), Word::now("gitlab"), Word::now("gitea"), Word::now("forgejo")];

const FORGE: [Key; 2] = [
    Key::new("type", Shape::Words(&FORGES), "told by the URL", "the kind of forge"),
    Key::new("url", TEXT, "told by the remote", "where its API is"),
];

const TEMPLATE: Shape = Shape::Either(&[TEXT, Shape::Keys(&FILE)]);

const FILE: [Key; 1] =
    [Key::new("file", Shape::Leaf(Leaf::Path), "", "the template is in this file of the repository")
        .required()];

const TEMPLATES: [Key; 4] = [
    Key::new("branch", TEMPLATE, "built in", "the name of a request's branch"),
    Key::new("commit", TEMPLATE, "built in", "the message of a commit"),
    Key::new("title", TEMPLATE, "built in", "the title of a request"),
    Key::new("body", TEMPLATE, "built in", "the description of a request"),
];

const VARIABLE: Shape = Shape::Leaf(Leaf::Variable);

const NOTIFY: [Key; 5] = [
    Key::new("slack", VARIABLE, "", "the variable that holds the address of a Slack webhook"),
    Key::new("webhook", VARIABLE, "", "the variable that holds the address of any webhook"),
    Key::new("secret", VARIABLE, "", "the variable that holds the key to sign with"),
    Key::new("on", TEXT_OR_TEXTS, "all results", "the results that are told"),
    Key::new("environments", ENVIRONMENTS, "all", "the environments that are told of"),
];
