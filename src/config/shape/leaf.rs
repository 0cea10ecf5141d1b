//! Single values: what each kind takes, in words, in code and in the schema.

use crate::config::pattern::{Pattern, is_name};
use crate::manifest::KeyPath;
use crate::model::format::Format;
use crate::model::glob::Glob;
use crate::model::hold::{is_glob, time};
use crate::model::name::{AppName, EnvironmentName, branch};
use crate::model::path::RepoPath;
use crate::model::version::Version;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::config) enum Leaf {
    Text,
    /// Any single value, whatever its type.
    Scalar,
    Bool,
    Number,
    Duration,
    Environment,
    App,
    Branch,
    Path,
    Pattern,
    /// A pattern of branches.
    Branches,
    /// A pattern of tags.
    Tags,
    /// A text around one `{version}`.
    TextPattern,
    Format,
    Glob,
    KeyPath,
    Var,
    VarValue,
    /// The name of an environment variable.
    Variable,
    /// What the gate semver asks for.
    Rule,
    /// A name or a glob.
    Apps,
    Version,
    Time,
}

impl Leaf {
    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::Text | Self::VarValue => "a text",
            Self::Scalar => "a single value",
            Self::Bool => "`true` or `false`",
            Self::Number => "a number",
            Self::Duration => "a duration such as `90m`, `24h` or `7d`",
            Self::Environment => "the name of an environment",
            Self::App => "the name of an app",
            Self::Branch => "the name of a branch",
            Self::Path => "a path of the repository",
            Self::Pattern => "a path, perhaps with `{app}` and `{env}`",
            Self::Branches => "a pattern of branches with `{env}`",
            Self::Tags => "a pattern of tags with `{version}` once",
            Self::TextPattern => "a text on one line with one `{version}`",
            Self::Format => "a text with one `{version}`",
            Self::Glob => "a glob",
            Self::KeyPath => "a path of keys such as `a.b` or `a[name=x].b`",
            Self::Var => "a name for patterns",
            Self::Variable => "the name of a variable",
            Self::Rule => "`release`, `no-downgrade`, `patch`, `minor` or a range",
            Self::Apps => "the name of an app, or a glob",
            Self::Version => "a version",
            Self::Time => "a time such as `2027-01-02T00:00:00Z`, or a date",
        }
    }

    /// Why a text isn't one of these; none where it is. A quoted `true` is a text.
    pub(super) fn refusal(self, text: &str, is_plain: bool) -> Option<String> {
        let found = || format!("found `{text}`, expected {}", self.expected());
        let unless = |fits: bool| (!fits).then(found);
        match self {
            Self::Text | Self::Scalar => None,
            Self::Bool => unless(is_plain && matches!(text, "true" | "false")),
            Self::Number => unless(is_plain && text.parse::<u32>().is_ok()),
            Self::Duration => unless(is_duration(text)),
            Self::Environment => EnvironmentName::new(text).err().map(|error| error.to_string()),
            Self::App => AppName::new(text).err().map(|error| error.to_string()),
            Self::Branch => branch(text).err().map(|error| error.to_string()),
            Self::Path => RepoPath::new(text).err().map(|error| error.to_string()),
            Self::Pattern => {
                Pattern::parse(text).err().map(|error| format!("`{text}` is no pattern: {error}"))
            }
            Self::Branches => unless(text.contains("{env}")),
            Self::Tags => unless(text.matches("{version}").count() == 1),
            Self::TextPattern => unless(
                text.matches("{version}").count() == 1 && !text.chars().any(|c| c.is_control() && c != '\t'),
            ),
            Self::Format => Format::new(text).err().map(|error| error.to_string()),
            Self::Glob => Glob::new(text).err().map(|error| format!("`{text}` is no glob: {error}")),
            Self::KeyPath => KeyPath::parse(text).err().map(|error| error.to_string()),
            Self::Var => var(text),
            Self::VarValue => var_value(text),
            Self::Variable => unless(is_variable(text)),
            Self::Rule => unless(is_rule(text)),
            Self::Apps if is_glob(text) => Self::Glob.refusal(text, is_plain),
            Self::Apps => Self::App.refusal(text, is_plain),
            Self::Version => Version::given(text).err().map(|error| error.to_string()),
            Self::Time => unless(time(text).is_some()),
        }
    }
}

fn var(name: &str) -> Option<String> {
    if ["app", "env", "version"].contains(&name) {
        return Some(format!("`{{{name}}}` has a meaning of its own: give the var another name"));
    }
    (!is_name(name))
        .then(|| format!("`{name}` is no name for patterns: letters, digits, `-` and `_`, a letter first"))
}

/// A value may name the app, and nothing else.
fn var_value(value: &str) -> Option<String> {
    let rest = value.replace("{app}", "");
    if rest.contains(['{', '}']) {
        return Some(format!("found `{value}`, expected a text with no braces but `{{app}}`"));
    }
    rest.chars().any(char::is_control).then(|| format!("found `{value}`, expected a text on one line"))
}

fn is_duration(text: &str) -> bool {
    let number =
        text.strip_suffix(['m', 'h', 'd']).filter(|number| number.chars().all(|c| c.is_ascii_digit()));
    number.and_then(|number| number.parse::<u32>().ok()).is_some_and(|number| number > 0)
}

fn is_variable(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn is_rule(text: &str) -> bool {
    ["release", "no-downgrade", "patch", "minor"].contains(&text) || semver::VersionReq::parse(text).is_ok()
}
