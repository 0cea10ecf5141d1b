//! Merges two environment branches of 200,000 files, in memory and as the `git` program does: `cargo bench --bench merge`.
//!
//! Each is a process of its own; the shell counts the seconds that it took and that the processors worked.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints, and ends where it can't go on")]

use hoist::git::{Keep, NewMerge, Repo};
use hoist::model::delivery::Signature;
use hoist::model::plan::Oid;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

const FILES: [&str; 10] = [
    "base/deployment.yaml",
    "base/service.yaml",
    "base/kustomization.yaml",
    "overlays/dev/kustomization.yaml",
    "overlays/dev/patch.yaml",
    "overlays/staging/kustomization.yaml",
    "overlays/staging/patch.yaml",
    "overlays/production/kustomization.yaml",
    "overlays/production/patch.yaml",
    "README.md",
];
const APPS: usize = 20_000;
const CHANGED: usize = 50;
const RUNS: usize = 5;

fn main() {
    let arguments: Vec<_> = std::env::args().collect();
    if let [_, word, folder] = &arguments[..]
        && word == "once"
    {
        return merge(Path::new(folder));
    }
    for apps in [APPS / 100, APPS] {
        compare(apps);
    }
}

/// What is measured: from two branches to a commit that no ref names.
fn merge(folder: &Path) {
    let repo = Repo::open(folder, false).unwrap();
    let tip = |name: &str| repo.resolve(name).unwrap().unwrap();
    let (ours, theirs) = (tip("production"), tip("staging"));
    let bases = repo.merge_bases(&ours, &theirs).unwrap().unwrap();
    let merged = repo.merge(&bases, &ours, &theirs, &|_, _| Keep::Nothing).unwrap();
    assert!(merged.conflicts.is_empty() && merged.changes.len() >= CHANGED);
    let tree: Oid = repo.merged_tree(&ours, &merged).unwrap();
    let who = Signature { name: "hoist".into(), email: "hoist@example.com".into() };
    let new = NewMerge {
        parents: vec![ours, theirs],
        tree: tree.clone(),
        message: "promote\n".into(),
        author: who.clone(),
        committer: who,
        seconds: 1_800_000_000,
    };
    repo.merge_commit(&new).unwrap();
    println!("{tree}");
}

fn compare(apps: usize) {
    let folder = tempfile::tempdir().unwrap();
    let (bare, clone) = (folder.path().join("bare"), folder.path().join("clone"));
    sh(folder.path(), "git init -q --bare -b production bare");
    let mut import = Command::new("git");
    let mut import =
        import.current_dir(&bare).args(["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn().unwrap();
    import.stdin.take().unwrap().write_all(stream(apps).as_bytes()).unwrap();
    assert!(import.wait().unwrap().success());
    sh(&bare, "git repack -q -a -d");
    sh(folder.path(), "git clone -q bare clone");
    sh(
        &clone,
        "git config user.name Dev; git config user.email dev@example.com; git branch -q staging origin/staging",
    );

    let exe = std::env::current_exe().unwrap();
    let once = format!("{} once .", exe.display());
    let merge_tree = "git merge-tree --write-tree production staging";
    assert_eq!(sh(&bare, &once).trim(), sh(&bare, merge_tree).trim());
    let ours = cost(&bare, "true", &once);
    let files = apps * FILES.len();
    row(&format!("merge in {files} files"), &ours, "git merge-tree", &cost(&bare, "true", merge_tree));
    let merge = "git merge -q --no-edit staging";
    let theirs = cost(&clone, "git reset -q --hard origin/production", merge);
    row(&format!("merge in {files} files"), &ours, "git merge in a checkout", &theirs);
    let memory = format!("/usr/bin/time -f %M {once} 2>&1 >/dev/null | tail -1");
    match sh(&bare, &memory).trim().parse::<f64>() {
        Ok(kib) => println!("merge in {files} files: {:.1} MiB at the peak", kib / 1024.0),
        Err(_) => println!("no /usr/bin/time: memory isn't measured"),
    }
}

/// Two branches that each changed some apps, and the same file of some.
fn stream(apps: usize) -> String {
    let mut out = head("production", 1, None);
    for app in 0..apps {
        for file in FILES {
            put(&mut out, app, file, &text(app, "v1", "2"));
        }
    }
    out += &head("staging", 2, Some("production"));
    for app in (0..CHANGED).map(|at| at * apps / CHANGED) {
        put(&mut out, app, FILES[7], &text(app, "v2", "2"));
    }
    out += &head("production", 3, None);
    for app in (0..CHANGED).map(|at| at * apps / CHANGED + at % 2) {
        put(&mut out, app, FILES[7], &text(app, "v1", "5"));
    }
    out
}

fn head(branch: &str, at: usize, from: Option<&str>) -> String {
    let from = from.map_or(String::new(), |from| format!("from refs/heads/{from}\n"));
    format!(
        "commit refs/heads/{branch}\ncommitter Dev <dev@example.com> {} +0000\ndata 1\nm\n{from}",
        1_700_000_000 + at
    )
}

fn put(out: &mut String, app: usize, file: &str, text: &str) {
    writeln!(out, "M 100644 inline apps/app-{app}/{file}\ndata {}\n{text}", text.len()).unwrap();
}

fn text(app: usize, tag: &str, replicas: &str) -> String {
    format!(
        "images:\n- name: app-{app}\n  newTag: {tag}\nnamespace: app\nresources:\n- ../../base\nreplicas: {replicas}\n"
    )
}

struct Cost {
    time: f64,
    cpu: f64,
}

/// The least of several runs, each after what prepares it.
fn cost(folder: &Path, prepare: &str, line: &str) -> Cost {
    let run = |_| {
        sh(folder, prepare);
        let told =
            sh(folder, &format!("TIMEFORMAT='%R %U %S'; {{ time {{ {line}; }} >/dev/null 2>&1; }} 2>&1"));
        let seconds: Vec<f64> = told.split_whitespace().map(|word| word.parse().unwrap()).collect();
        let [time, user, system] = seconds[..] else { panic!("{told}") };
        Cost { time, cpu: user + system }
    };
    (0..RUNS).map(run).min_by(|one, other| one.cpu.total_cmp(&other.cpu)).unwrap()
}

fn row(what: &str, ours: &Cost, baseline: &str, theirs: &Cost) {
    let (time, cpu) = (ours.time / theirs.time, ours.cpu / theirs.cpu);
    println!(
        "{what:28} {:7.3} s {:7.3} cpu   {baseline:24} {:8.3} s {:8.3} cpu   ratio {time:.3} time, {cpu:.3} cpu",
        ours.time, ours.cpu, theirs.time, theirs.cpu
    );
}

/// Runs a line of shell, which succeeds; gives what it prints.
fn sh(folder: &Path, line: &str) -> String {
    let output =
        Command::new("bash").current_dir(folder).args(["-ec", line]).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
