//! Every input, once: flags, variables, the action's inputs, help and documentation come from this table.

use super::name::CommandName::{self, History, Hold, Init, Plan, Promote, Rollback, Status, Unhold};

/// Something that a run can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Input {
    /// As in `--dry-run`, `HOIST_DRY_RUN` and the action's `dry-run`.
    pub name: &'static str,
    pub shape: Shape,
    pub help: &'static str,
    /// The commands that take it.
    pub commands: &'static [CommandName],
    pub standing: Standing,
}

/// What a value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Text,
    /// `true` or `false`; the bare flag means `true`.
    Switch,
    /// By comma or by line, or given several times.
    List,
    /// One of these words; those that come later are known, and refused until then.
    Word {
        now: &'static [&'static str],
        later: &'static [&'static str],
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Works,
    /// Known, and an error when it is set: what can't be honoured is never ignored.
    NotYet,
    /// For the script of the GitHub action, not for the program.
    ActionAlone,
}

const LIFT: &[CommandName] = &[Promote, Plan];
/// Those that write, with `plan`, which says what would be written.
const WRITE: &[CommandName] = &[Promote, Plan, Rollback, Hold, Unhold];
const LOOK: &[CommandName] = &[Promote, Plan, Rollback, Status, History, Hold, Unhold];
const PLACE: &[CommandName] = &[Promote, Plan, Rollback, Status, History, Hold, Unhold, Init];
const NONE: &[CommandName] = &[];

const DELIVERIES: Shape =
    Shape::Word { now: &["worktree", "commit", "push", "branch"], later: &["pull-request"] };
const STRATEGIES: Shape = Shape::Word { now: &["directory", "branch", "tag"], later: &[] };
const FORMATS: Shape = Shape::Word { now: &["text", "json", "markdown", "csv", "matrix"], later: &[] };
const WORKFLOWS: Shape = Shape::Word { now: &["github", "gitlab"], later: &[] };
const COMMANDS: Shape = Shape::Word { now: &CommandName::WORDS, later: &CommandName::LATER };

/// In the order in which action.yml lists them.
pub const INPUTS: &[Input] = &[
    works(
        "to",
        Shape::List,
        LOOK,
        "environments to promote to, or (`--in`) to look or act in: names or globs",
    ),
    works("from", Shape::Text, LIFT, "environment to take the version from (default: what `to` comes after)"),
    works("from-ref", Shape::Text, LIFT, "take the source as of this commit or ref instead of the tip"),
    works("app", Shape::List, LOOK, "apps, as names or globs, each perhaps with its @VERSION; `*` means all"),
    works("version", Shape::Text, LIFT, "version to promote (default: what `from` runs)"),
    works("scope", Shape::Text, LOOK, "only apps below this folder"),
    works("create", Shape::Switch, LIFT, "insert what the target lacks: a pin, an app"),
    works("plan", Shape::Text, &[Promote], "saved plan to apply: its versions are fixed"),
    works("out", Shape::Text, &[Plan], "file to save the plan to"),
    works("format", FORMATS, LOOK, "how to write the result to stdout"),
    works("strategy", STRATEGIES, LOOK, "where environments live in git"),
    works("deliver", DELIVERIES, WRITE, "how it reaches the repository"),
    works(
        "base",
        Shape::Text,
        LOOK,
        "branch that holds the environments (default: the remote's default branch)",
    ),
    works("dry-run", Shape::Switch, &[Promote, Rollback, Hold, Unhold], "plan only, write nothing"),
    works("config", Shape::Text, LOOK, "configuration file to try instead of the hoist.yaml at the base"),
    works("path", Shape::Text, PLACE, "folder of the repository (default: here)"),
    works("at", Shape::Text, LOOK, "judge as of this time (RFC 3339); writes nothing"),
    works("ref", Shape::Text, LIFT, "with tags: what a first tag points at (default: the tip)"),
    works("since", Shape::Text, &[History], "only what happened since this time (RFC 3339, or a date)"),
    works("limit", Shape::Text, &[History], "at most so many"),
    works("to-version", Shape::Text, &[Rollback], "version to go back to (default: the one before)"),
    works("reason", Shape::Text, &[Rollback, Hold, Unhold], "why: it is recorded"),
    works("until", Shape::Text, &[Rollback, Hold], "when the hold ends (RFC 3339, or a date)"),
    works("branch", Shape::Text, WRITE, "name of the branch to push"),
    works("commit-message", Shape::Text, WRITE, "message of the commit, before its record"),
    works("title", Shape::Text, WRITE, "title of the request"),
    works("body", Shape::Text, WRITE, "description of the request"),
    works("author", Shape::Text, WRITE, "author of the commit: `Name <email>`"),
    works("sign-off", Shape::Switch, WRITE, "add a Signed-off-by line"),
    works(
        "token",
        Shape::Text,
        LOOK,
        "token for the remote; prefer the variable, so that no process list shows it",
    ),
    works("workflow", WORKFLOWS, &[Init], "also write a workflow that promotes, for this forge"),
    works("command", COMMANDS, NONE, "what bare `hoist` does (default: promote)"),
    action("binary", Shape::Text, "path of a hoist that is already there"),
    action("download-base", Shape::Text, "where releases are downloaded from"),
    action("build-from-source", Shape::Switch, "build hoist where no release fits"),
    later("repository", Shape::Text, "repository to work in"),
    later("max-wait", Shape::Text, "how long to wait"),
    later("override", Shape::List, "gates to break"),
    later("commit-via", Shape::Text, "git or api"),
    later("branch-token", Shape::Text, "token to push the branch with"),
    later("labels", Shape::List, "labels of the request"),
    later("reviewers", Shape::List, "people to ask for a review"),
    later("team-reviewers", Shape::List, "teams to ask for a review"),
    later("assignees", Shape::List, "people to assign"),
    later("draft", Shape::Switch, "open the request as a draft"),
    later("auto-merge", Shape::Switch, "merge when all is green"),
    later("merge-method", Shape::Text, "how the forge merges"),
];

const fn works(
    name: &'static str,
    shape: Shape,
    commands: &'static [CommandName],
    help: &'static str,
) -> Input {
    Input { name, shape, help, commands, standing: Standing::Works }
}

const fn action(name: &'static str, shape: Shape, help: &'static str) -> Input {
    Input { name, shape, help, commands: NONE, standing: Standing::ActionAlone }
}

const fn later(name: &'static str, shape: Shape, help: &'static str) -> Input {
    Input { name, shape, help, commands: LIFT, standing: Standing::NotYet }
}

impl Input {
    /// Those that a command takes, known ones that aren't built yet included.
    pub fn of(command: CommandName) -> impl Iterator<Item = &'static Self> {
        INPUTS.iter().filter(move |input| input.commands.contains(&command))
    }

    /// The action's variables, the plain spelling first: GitHub leaves the hyphens in.
    pub(super) fn action_variables(&self) -> [String; 2] {
        [format!("INPUT_{}", upper(self.name)), format!("INPUT_{}", self.name.to_uppercase())]
    }

    /// The job's variable.
    pub fn variable(&self) -> String {
        format!("HOIST_{}", upper(self.name))
    }
}

impl Shape {
    /// The words that it accepts; none where any text may stand.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Self::Word { now, .. } => now,
            Self::Text | Self::List | Self::Switch => &[],
        }
    }
}

fn upper(name: &str) -> String {
    name.replace('-', "_").to_uppercase()
}
