//! The arrows between the modules, and the doors to the world, as two tables that fail the build.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on fails")]

#[path = "architecture/source.rs"]
mod source;

use source::{Source, paths, without_tests};
use std::collections::BTreeSet;
use std::path::Path;

/// A module, and those that it may name. A row names only rows below it; who isn't named isn't known.
const ARROWS: &[(&str, &[&str])] = &[
    ("main", &["command", "report"]),
    ("command", &["lib", "report", "error", "config", "git", "model"]),
    ("lib", &["apply", "decide", "observe", "error", "config", "message", "git", "model"]),
    ("apply", &["error", "message", "git", "model"]),
    ("decide", &["error", "config", "gate", "strategy", "manifest", "message", "model"]),
    ("observe", &["error", "config", "strategy", "manifest", "message", "git", "model"]),
    ("report", &["model"]),
    ("error", &["config", "manifest", "message", "git", "model"]),
    ("config", &["gate", "strategy", "manifest", "yaml", "model"]),
    ("gate", &["model"]),
    ("strategy", &["model"]),
    ("manifest", &["yaml", "model"]),
    ("message", &["model"]),
    ("git", &["model"]),
    ("yaml", &["model"]),
    ("model", &[]),
];

/// What only these modules may name. Clippy bans the clocks by their full names; here stands where they are read.
const DOORS: &[(&str, &[&str])] = &[
    ("std::env", &["command"]),
    ("std::fs", &["command", "git"]),
    ("std::net", &[]),
    ("std::process", &["main", "git"]),
    ("git2", &["git"]),
    ("Timestamp::now", &["main"]),
    ("Zoned::now", &[]),
    ("SystemTime::now", &[]),
    ("Instant::now", &["lib"]),
];

/// Files beside lib.rs that are a part of it.
const OF_LIB: &[&str] = &["lib", "ground", "patience", "world"];

#[test]
fn every_arrow_of_the_source_is_in_the_table() {
    let found = strays(&read_source());
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn the_table_has_no_arrow_that_goes_back() {
    for (at, (module, named)) in ARROWS.iter().enumerate() {
        let below: Vec<_> = ARROWS[at + 1..].iter().map(|(name, _)| *name).collect();
        for name in *named {
            assert!(below.contains(name), "`{module}` may not name `{name}`: it isn't below");
        }
    }
}

#[test]
fn the_table_has_a_row_for_each_module_and_no_other() {
    let there: BTreeSet<_> = read_source().iter().map(|file| file.module(OF_LIB)).collect();
    let rows: BTreeSet<_> = ARROWS.iter().map(|(module, _)| (*module).to_owned()).collect();
    assert_eq!(there, rows);
}

#[test]
fn a_planted_arrow_is_found() {
    let cases = [
        ("gate/soak.rs", "use crate::config::Config;", "src/gate/soak.rs:1: `gate` may not name `config`"),
        (
            "report/text.rs",
            "fn f() {\n    crate::git::open()\n}",
            "src/report/text.rs:2: `report` may not name `git`",
        ),
        (
            "gate/mod.rs",
            "use crate::{model, strategy::Strategy};",
            "src/gate/mod.rs:1: `gate` may not name `strategy`",
        ),
        ("gate/order.rs", "use super::super::git::Repo;", "src/gate/order.rs:1: `gate` may not name `git`"),
        ("apply.rs", "use super::config;", "src/apply.rs:1: `apply` may not name `config`"),
        ("decide/mod.rs", "use crate::World;", "src/decide/mod.rs:1: `decide` may not name `lib`"),
        (
            "config/mod.rs",
            "use crate as all;",
            "src/config/mod.rs:1: `config` may not name `the whole crate`",
        ),
        ("config/mod.rs", "use crate::*;", "src/config/mod.rs:1: `config` may not name `the whole crate`"),
        ("main.rs", "use hoist::git::Repo;", "src/main.rs:1: `main` may not name `git`"),
        ("lib.rs", "use report::text;", "src/lib.rs:1: `lib` may not name `report`"),
        ("stray.rs", "", "src/stray.rs:1: `stray` has no row in the table"),
    ];
    for (path, text, told) in cases {
        assert_eq!(strays(&[Source::new(path, text)]), [told], "{text}");
    }
}

#[test]
fn a_planted_door_is_found() {
    let cases = [
        ("decide/mod.rs", "use std::fs;", "src/decide/mod.rs:1: `decide` may not open `std::fs`"),
        (
            "config/mod.rs",
            "use std::{collections::BTreeMap, env::{self, Args}};",
            "src/config/mod.rs:1: `config` may not open `std::env`",
        ),
        (
            "model/path.rs",
            "fn f() { std::process::abort() }",
            "src/model/path.rs:1: `model` may not open `std::process`",
        ),
        ("git/mod.rs", "use std::net::TcpStream;", "src/git/mod.rs:1: `git` may not open `std::net`"),
        (
            "observe/mod.rs",
            "fn f(repo: &git2::Repository) {}",
            "src/observe/mod.rs:1: `observe` may not open `git2`",
        ),
        ("apply.rs", "use git2 as objects;", "src/apply.rs:1: `apply` may not open `git2`"),
        (
            "gate/soak.rs",
            "let now = jiff::Timestamp::now();",
            "src/gate/soak.rs:1: `gate` may not open `Timestamp::now`",
        ),
    ];
    for (path, text, told) in cases {
        assert_eq!(strays(&[Source::new(path, text)]), [told], "{text}");
    }
}

#[test]
fn words_in_texts_comments_and_tests_are_no_arrows() {
    let text = r##"//! crate::git is named here only.
        const A: &str = "use crate::git; \" std::fs";
        const B: &str = r#"" git2::x "#;
        fn quote<'a>(c: &'a char) -> bool { *c == '"' || *c == '\'' }
        use crate::model::{path::RepoPath, version};
        pub(crate) fn now(now: i64) -> i64 { order::judge(now) }
        #[cfg(test)]
        mod tests {
            use crate::git;
            fn f() { std::fs::read("}") }
        }
        #[cfg(test)]
        use crate::command;
        #[cfg(test)]
        mod planted;
    "##;
    let planted = Source::new("gate/planted.rs", "use crate::git;");
    assert_eq!(strays(&[Source::new("gate/mod.rs", text), planted]), Vec::<String>::new());
}

/// Every arrow and door that the tables do not have, as `file:line: …`.
fn strays(files: &[Source]) -> Vec<String> {
    let (mut found, files) = (Vec::new(), without_tests(files));
    for file in &files {
        let module = file.module(OF_LIB);
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == module) else {
            found.push(format!("{}:1: `{module}` has no row in the table", file.shown()));
            continue;
        };
        let named = names(file, &module).into_iter().filter(|(_, name)| *name != module);
        let named = named.filter(|(_, name)| !allowed.contains(&name.as_str()));
        let mut told: BTreeSet<_> =
            named.map(|(line, name)| (line, format!("`{module}` may not name `{name}`"))).collect();
        told.extend(
            opened(file, &module).map(|(line, door)| (line, format!("`{module}` may not open `{door}`"))),
        );
        found.extend(told.into_iter().map(|(line, what)| format!("{}:{line}: {what}", file.shown())));
    }
    found
}

/// The modules that a file names, each with its line.
fn names(file: &Source, module: &str) -> Vec<(usize, String)> {
    let mut named = file.paths_of_the_crate();
    if module == "main" {
        named.extend(paths(&file.text, "hoist"));
    }
    if module == "lib" {
        let rows = ARROWS.iter().flat_map(|(name, _)| {
            paths(&file.text, name).into_iter().map(|(line, _)| (line, vec![(*name).to_owned()]))
        });
        named.extend(rows);
    }
    let owner = |first: Option<&String>| match first.map(String::as_str) {
        None | Some("*" | "self") => "the whole crate".to_owned(),
        Some(name) if ARROWS.iter().any(|(row, _)| *row == name) => name.to_owned(),
        // What stands in lib.rs itself: World, promote.
        Some(_) => "lib".to_owned(),
    };
    named.iter().map(|(line, path)| (*line, owner(path.first()))).collect()
}

/// The doors that a file opens without being allowed to, each with its line.
fn opened(file: &Source, module: &str) -> impl Iterator<Item = (usize, &'static str)> {
    let closed = DOORS.iter().filter(|(_, allowed)| !allowed.contains(&module));
    let lines = closed.flat_map(|(door, _)| {
        let lines: Vec<_> = match door.split_once("::") {
            Some((_, "now")) => file.called(door),
            Some((root, name)) => {
                let inside =
                    |path: &[String]| path.first().is_some_and(|first| first == name || first == "*");
                paths(&file.text, root)
                    .into_iter()
                    .filter(|(_, path)| inside(path))
                    .map(|(line, _)| line)
                    .collect()
            }
            None => paths(&file.text, door).into_iter().map(|(line, _)| line).collect(),
        };
        lines.into_iter().map(|line| (line, *door))
    });
    lines.collect::<Vec<_>>().into_iter()
}

fn read_source() -> Vec<Source> {
    fn walk(folder: &Path, top: &Path, files: &mut Vec<Source>) {
        let mut entries: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, top, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let inside = path.strip_prefix(top).unwrap().to_str().unwrap().replace('\\', "/");
                files.push(Source::new(&inside, &std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let (top, mut files) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), Vec::new());
    walk(&top, &top, &mut files);
    files
}
