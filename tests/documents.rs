//! Every example in README.md, CONTRIBUTING.md and docs/ runs or is checked; an example of an unknown kind fails.
//!
//! - `console`: run in the seed repository of tests/cli, one repository for each page, and compared with what is shown.
//!   A command that shows nothing only has to end well; `exit=4` behind `console` is the exit code of its last command.
//!   Commit ids may differ, and the folder is shown as /tmp/deployments. `UPDATE_DOCUMENTS=1 cargo test --test documents` writes what came;
//!   put a line `?` below a command to have it filled in.
//! - `sh`: commands for a checkout of hoist itself; parsed, and their steps, recipes and subcommands exist.
//! - `yaml hoist.yaml`: read as a configuration; with `later` behind it, refused with "not yet".
//! - `yaml workflow`, `yaml gitlab`: inputs, outputs, variables and versions are those that there are.
//! - `yaml`, `yaml before`, `json`: parsed. `text`: shown only.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on fails")]

#[path = "documents/checkout.rs"]
mod checkout;
#[path = "documents/console.rs"]
mod console;
#[path = "documents/fence.rs"]
mod fence;
#[path = "cli/support.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the other tests of the binary")]
mod support;
#[path = "documents/written.rs"]
mod written;

use fence::Fence;
use std::collections::BTreeSet;
use std::path::PathBuf;

#[test]
fn every_example_runs_or_is_checked() {
    let mut wrong = Vec::new();
    for page in pages() {
        let fences = fence::fences(&page, &read(&page));
        let checked = fences
            .iter()
            .filter_map(|fence| check(fence).err().map(|why| format!("{}: {why}", fence.place())));
        wrong.extend(checked);
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n\n"));
}

#[test]
fn every_console_example_shows_what_is_printed() {
    let update = std::env::var_os("UPDATE_DOCUMENTS").is_some();
    let mut wrong = Vec::new();
    for page in pages() {
        let text = read(&page);
        let fences: Vec<_> =
            fence::fences(&page, &text).into_iter().filter(|fence| fence.word(0) == "console").collect();
        match console::run(&fences) {
            Err(why) => wrong.push(why),
            Ok(shown) if update => {
                std::fs::write(path(&page), fence::replaced(&text, &fences, &shown)).unwrap();
            }
            Ok(shown) => wrong.extend(console::differences(&fences, &shown)),
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n\n"));
}

#[test]
fn every_link_inside_the_repository_leads_somewhere() {
    let mut wrong = Vec::new();
    for page in pages() {
        for link in fence::links(&read(&page)) {
            let target = link.split('#').next().unwrap_or_default();
            let there = path(&page).parent().unwrap().join(target);
            if !link.contains("://") && !target.is_empty() && !there.exists() {
                wrong.push(format!("{page}: `{link}` leads nowhere"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_direct_dependency_has_its_line() {
    let page = read("docs/dependencies.md");
    let rows: BTreeSet<_> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(name, _)| name)
        .collect();
    let manifest = read("Cargo.toml");
    let mut section = "";
    let mut direct = BTreeSet::new();
    for line in manifest.lines() {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']');
        } else if section.ends_with("dependencies") && line.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            direct.extend(line.split_once([' ', '.', '=']).map(|(name, _)| name));
        }
    }
    assert_eq!(rows, direct, "docs/dependencies.md has one row for each");
}

/// What can be said of an example without running it.
fn check(fence: &Fence) -> Result<(), String> {
    match fence.info.as_str() {
        "sh" => checkout::check(fence),
        "yaml hoist.yaml" => written::configuration(fence, false),
        "yaml hoist.yaml later" => written::configuration(fence, true),
        "yaml workflow" => written::workflow(fence),
        "yaml gitlab" => written::gitlab(fence),
        "yaml" | "yaml before" => written::yaml(&fence.text).map(drop),
        "json" => serde_json::from_str::<serde_json::Value>(&fence.text)
            .map(drop)
            .map_err(|error| error.to_string()),
        "text" if fence.text.contains("$ hoist") => {
            Err("a command is shown as `console`, so that it runs".to_owned())
        }
        "text" => Ok(()),
        _ if fence.word(0) == "console" => Ok(()),
        kind => Err(format!("`{kind}` is no kind of example that tests/documents.rs knows")),
    }
}

/// The pages, from the root of the repository.
fn pages() -> Vec<String> {
    let docs = std::fs::read_dir(path("docs")).unwrap();
    let names = docs.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut pages: Vec<_> =
        names.filter(|name| name.ends_with(".md")).map(|name| format!("docs/{name}")).collect();
    pages.extend(["README.md".to_owned(), "CONTRIBUTING.md".to_owned()]);
    pages.sort();
    pages
}

fn path(inside: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(inside)
}

fn read(inside: &str) -> String {
    std::fs::read_to_string(path(inside))
        .unwrap_or_else(|error| panic!("{inside}: {error}"))
        .replace("\r\n", "\n")
}
