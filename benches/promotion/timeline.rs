//! The timelines of a fleet against what git tells of its history.

use crate::{Cost, Fleet, MANY, memory_row, row};
use hoist::config::Config;
use hoist::git::Repo;
use hoist::model::delivery::Signature;
use hoist::model::inputs::Inputs;
use hoist::model::plan::Base;
use hoist::observe::{Home, Homes, Sight, observe_history};
use jiff::Timestamp;
use std::path::Path;

const PROMOTIONS: usize = 2000;
const ENVIRONMENTS: [&str; 3] = ["dev", "staging", "production"];
const CONFIG: &str = "environments: [dev, staging, production]\napps: apps/{app}/overlays/{env}\n";

/// The word by which the bench runs itself, to be measured as a process of its own.
pub(crate) const WORD: &str = "timelines-of";

pub(crate) fn rows() {
    let fleet = Fleet::of(&history());
    let this = std::env::current_exe().unwrap();
    let ours = format!("{} {WORD} .", this.display());
    let all = fleet.cost("true", &ours);
    row(
        "timelines of 20,000 apps x 3",
        &all,
        "git log --name-only",
        &fleet.cost("true", "git log --name-only"),
    );
    memory_row("timelines of 20,000 apps x 3", fleet.memory(&ours));
    memory_row("git log --name-only", fleet.memory("git log --name-only"));
    sampled(&fleet, &all);
}

/// `git log` for each path of a sample, as much as for all.
fn sampled(fleet: &Fleet, all: &Cost) {
    const SAMPLE: usize = 5;
    let paths = (0..SAMPLE).map(|at| file(promoted(at * 401).0, ENVIRONMENTS[at % 3]));
    let line: Vec<_> = paths.map(|path| format!("git log --first-parent -- {path}")).collect();
    let many = (MANY * ENVIRONMENTS.len()) as f64 / SAMPLE as f64;
    let theirs = fleet.cost("true", &line.join("; ")).times(many);
    row("timelines of 20,000 apps x 3", all, "git log -- path: 5 of them, times 12,000", &theirs);
}

/// Which app a promotion is of, and which environment.
fn promoted(at: usize) -> (usize, &'static str) {
    ((at * 7919) % MANY, ENVIRONMENTS[at % 3])
}

fn file(app: usize, environment: &str) -> String {
    format!("apps/app-{app}/overlays/{environment}/kustomization.yaml")
}

/// The fleet, and its promotions one commit each, as git's fast-import takes them.
fn history() -> String {
    let mut stream = crate::stream(MANY);
    for at in 0..PROMOTIONS {
        let (app, environment) = promoted(at);
        let message = format!("promote({environment}): app-{app}");
        let seconds = 1_700_000_600 + at * 600;
        let text = format!("images:\n  - name: ghcr.io/acme/app-{app}\n    newTag: v1.3.{at}\n");
        stream.push_str(&format!(
            "commit refs/heads/main\ncommitter Dev <dev@example.com> {seconds} +0000\ndata {}\n{message}\n",
            message.len()
        ));
        let path = file(app, environment);
        stream.push_str(&format!("M 100644 inline {path}\ndata {}\n{text}\n", text.len()));
    }
    stream + "\n"
}

/// What the bench does as a process of its own.
pub(crate) fn read(folder: &str) {
    let repo = Repo::open(Path::new(folder), false).unwrap();
    let commit = repo.head().unwrap().commit.unwrap();
    let main = Home {
        tree: repo.tree(&commit).unwrap(),
        base: Base { branch: "main".to_owned(), commit },
        begins: false,
    };
    let homes = Homes::on(main);
    let (config, committer) = (Config::parse("hoist.yaml", CONFIG).unwrap(), Signature::hoist());
    let sight = Sight {
        config: &config,
        repo: &repo,
        remote: None,
        homes: &homes,
        now: Timestamp::UNIX_EPOCH,
        committer: &committer,
        say: &|_| {},
    };
    let facts = observe_history(&Inputs::default(), &sight).unwrap();
    let stays: usize = facts.timelines.values().map(|timeline| timeline.stays.len()).sum();
    assert_eq!(stays, MANY * ENVIRONMENTS.len() + PROMOTIONS);
}
