//! One `scenario.json` with its tree.

use super::files::Change;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A part of a public repository, and a promotion in it.
pub(crate) struct Scenario {
    pub(crate) name: String,
    pub(crate) tree: PathBuf,
    json: Value,
}

/// What is asked of hoist.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ask {
    pub(crate) app: Option<String>,
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) scope: Option<String>,
    pub(crate) create: bool,
}

impl Scenario {
    pub(crate) fn all(folder: &Path) -> Vec<Self> {
        let folders = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut all: Vec<_> = folders.filter(|path| path.is_dir()).map(|path| Self::read(&path)).collect();
        all.sort_by(|one, other| one.name.cmp(&other.name));
        all
    }

    fn read(folder: &Path) -> Self {
        let json = std::fs::read(folder.join("scenario.json")).unwrap();
        Self {
            name: folder.file_name().unwrap().to_str().unwrap().to_owned(),
            tree: folder.join("tree"),
            json: serde_json::from_slice(&json).unwrap(),
        }
    }

    /// The text at a JSON pointer.
    pub(crate) fn text(&self, pointer: &str) -> &str {
        self.json.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("no text at {pointer}"))
    }

    pub(crate) fn ask(&self) -> Ask {
        ask(&self.json["promotion"])
    }

    pub(crate) fn changes(&self) -> Vec<Change> {
        changes(&self.json["expected_changes"])
    }

    pub(crate) fn follow_up(&self) -> Option<(Ask, Vec<Change>)> {
        let next = self.json.get("follow_up")?;
        Some((ask(&next["promotion"]), changes(&next["expected_changes"])))
    }

    pub(crate) fn refused(&self) -> Vec<Ask> {
        self.json["refused"].as_array().into_iter().flatten().map(|one| ask(&one["promotion"])).collect()
    }

    /// Each value that stays, with its file.
    pub(crate) fn unchanged(&self) -> Vec<(&str, &str)> {
        let all = self.json["unchanged"].as_array().into_iter().flatten();
        all.map(|one| (one["file"].as_str().unwrap(), one["value"].as_str().unwrap())).collect()
    }

    /// The project made just this change.
    pub(crate) fn has_oracle(&self) -> bool {
        self.json["oracle"]["commit"].is_string()
    }

    /// A trap of the form `app from->to`, or `from->to` of the scenario's own app.
    pub(crate) fn trap(&self, starts: &str) -> Ask {
        let cases =
            self.json["traps"].as_array().into_iter().flatten().filter_map(|one| one["case"].as_str());
        let case = cases.into_iter().find(|case| case.starts_with(starts));
        let case = case.unwrap_or_else(|| panic!("{}: no trap {starts}", self.name));
        let (before, to) = case.split_once("->").unwrap();
        let (app, from) =
            before.trim().split_once(' ').unwrap_or((self.text("/promotion/app"), before.trim()));
        Ask {
            app: Some(app.to_owned()),
            from: Some(from.to_owned()),
            to: Some(to.trim().to_owned()),
            ..Ask::default()
        }
    }

    /// The file of the first expected change, with names in the place of the app and the environment.
    pub(crate) fn pattern(&self) -> String {
        let file = self.text("/expected_changes/0/file").replace(self.text("/promotion/to"), "{env}");
        file.replace(self.text("/promotion/app"), "{app}")
    }

    /// The value of a plain `key: value` line of a file of the tree.
    pub(crate) fn value(&self, file: &str, key: &str) -> String {
        let text = self.read_file(file);
        let mut values = text.lines().filter_map(|line| line.trim().strip_prefix(key)?.strip_prefix(": "));
        values.next().unwrap_or_else(|| panic!("{file} has no {key}")).to_owned()
    }

    pub(crate) fn read_file(&self, file: &str) -> String {
        std::fs::read_to_string(self.tree.join(file)).unwrap()
    }
}

fn ask(promotion: &Value) -> Ask {
    let text = |key: &str| promotion[key].as_str().map(str::to_owned);
    Ask {
        app: text("app"),
        from: text("from"),
        to: text("to"),
        version: text("version"),
        scope: text("scope"),
        create: false,
    }
}

fn changes(list: &Value) -> Vec<Change> {
    let text = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
    let line = |one: &Value| usize::try_from(one["line"].as_u64().unwrap()).unwrap();
    let change = |one| Change::Line {
        file: text(one, "file"),
        line: Some(line(one)),
        from: text(one, "from"),
        to: text(one, "to"),
    };
    list.as_array().unwrap().iter().map(change).collect()
}
