//! What a promotion costs, as a ratio against the scripted way in the same run: `cargo bench`.
//! Each figure is the least of several runs of the whole process: its time, and that of the processors.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench prints, and ends where it can't go on"
)]

#[path = "promotion/timeline.rs"]
mod timeline;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const MANY: usize = 20_000;
const FEW: usize = 200;
const RUNS: usize = 3;

/// A fleet: a bare remote and a clone of it, each app in three environments.
struct Fleet {
    _folder: tempfile::TempDir,
    clone: PathBuf,
}

impl Fleet {
    fn new(apps: usize) -> Self {
        Self::of(&stream(apps))
    }

    fn of(stream: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (remote, clone) = (folder.path().join("remote.git"), folder.path().join("clone"));
        sh(folder.path(), "git init --quiet --bare --initial-branch=main remote.git");
        let mut import = Command::new("git")
            .current_dir(&remote)
            .args(["fast-import", "--quiet"])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        import.stdin.take().unwrap().write_all(stream.as_bytes()).unwrap();
        assert!(import.wait().unwrap().success());
        sh(&remote, "git repack --quiet -a -d");
        sh(folder.path(), &format!("git clone --quiet file://{} clone", remote.display()));
        sh(&clone, "git config user.name Dev; git config user.email dev@example.com");
        Self { _folder: folder, clone }
    }

    /// The least of several runs, each after what prepares it.
    fn cost(&self, prepare: &str, line: &str) -> Cost {
        let run = |_| {
            sh(&self.clone, prepare);
            Cost::of(&self.clone, line)
        };
        (0..RUNS).map(run).min_by(|one, other| one.cpu.total_cmp(&other.cpu)).unwrap()
    }

    /// The peak memory of one process, in MiB; none where nobody measures it.
    fn memory(&self, line: &str) -> Option<f64> {
        let line = format!("/usr/bin/time -f %M {line} 2>&1 >/dev/null | tail -1");
        sh(&self.clone, &line).trim().parse::<f64>().ok().map(|kib| kib / 1024.0)
    }
}

/// Seconds that passed, and that the processors worked.
struct Cost {
    time: f64,
    cpu: f64,
}

impl Cost {
    /// The shell itself counts what it ran.
    fn of(folder: &Path, line: &str) -> Self {
        let told =
            sh(folder, &format!("TIMEFORMAT='%R %U %S'; {{ time {{ {line}; }} >/dev/null 2>&1; }} 2>&1"));
        let seconds: Vec<f64> = told.split_whitespace().map(|word| word.parse().unwrap()).collect();
        let [time, user, system] = seconds[..] else { panic!("{told}") };
        Self { time, cpu: user + system }
    }

    /// As much for so many times the work.
    fn times(&self, many: f64) -> Self {
        Self { time: self.time * many, cpu: self.cpu * many }
    }
}

fn stream(apps: usize) -> String {
    let mut stream =
        "commit refs/heads/main\ncommitter Dev <dev@example.com> 1700000000 +0000\ndata 4\nseed\n".to_owned();
    for app in 0..apps {
        for (environment, tag) in [("dev", "v1.2.4"), ("staging", "v1.2.3"), ("production", "v1.2.2")] {
            let text = format!(
                "resources:\n  - ../../base\nimages:\n  - name: ghcr.io/acme/app-{app}\n    newTag: {tag}\n"
            );
            let path = format!("apps/app-{app}/overlays/{environment}/kustomization.yaml");
            stream.push_str(&format!("M 100644 inline {path}\ndata {}\n{text}\n", text.len()));
        }
    }
    stream + "\n"
}

/// Runs a line of shell, which succeeds; gives what it prints.
fn sh(folder: &Path, line: &str) -> String {
    let output =
        Command::new("bash").current_dir(folder).args(["-ec", line]).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn row(what: &str, ours: &Cost, baseline: &str, theirs: &Cost) {
    let (time, cpu) = (ours.time / theirs.time, ours.cpu / theirs.cpu);
    println!(
        "{what:40} {:7.3} s {:7.3} cpu   {baseline:44} {:8.3} s {:8.3} cpu   ratio {time:.3} time, {cpu:.3} cpu",
        ours.time, ours.cpu, theirs.time, theirs.cpu
    );
}

fn memory_row(what: &str, memory: Option<f64>) {
    match memory {
        Some(mib) => println!("{what:40} {mib:7.1} MiB at the peak"),
        None => println!("{what:40} no /usr/bin/time: memory isn't measured"),
    }
}

fn main() {
    let words: Vec<_> = std::env::args().collect();
    if let [_, word, folder] = words.as_slice()
        && word == timeline::WORD
    {
        return timeline::read(folder);
    }
    timeline::rows();
    let hoist = env!("CARGO_BIN_EXE_hoist");
    let (many, few) = (Fleet::new(MANY), Fleet::new(FEW));
    // Each run promotes from where the last one left off: the pin goes back first, outside the clock.
    let back = "git fetch -q; git reset -q --hard origin/main; \
                sed -i 's/newTag: .*/newTag: v1.2.2/' apps/app-7/overlays/production/kustomization.yaml; \
                git commit -qam back || true; git push -q origin main";
    let plan = format!("{hoist} plan app-7 --to production --deliver push");
    row(
        "plan of one app, of 20,000",
        &many.cost("true", &plan),
        "the same, of 200",
        &few.cost("true", &plan),
    );
    memory_row("plan of one app, of 20,000", many.memory(&plan));

    let push = format!("{hoist} promote app-7 --to production --deliver push");
    let script = "git checkout -q -b promote; \
                  sed -i 's/newTag: .*/newTag: v1.2.3/' apps/app-7/overlays/production/kustomization.yaml; \
                  git commit -qam promote; git push -q origin promote:main; git checkout -q main; git branch -qD promote";
    row(
        "promote one app of 20,000, with push",
        &many.cost(back, &push),
        "checkout, sed, commit, push",
        &many.cost(back, script),
    );

    let status = format!("{hoist} status");
    let ours = many.cost("true", &status);
    let grep = "git grep -h newTag: HEAD -- 'apps/*/overlays/*/kustomization.yaml'";
    row("status of 20,000 apps x 3", &ours, "git grep newTag:", &many.cost("true", grep));
    row(
        "status of 200 apps x 3, a hundred times",
        &few.cost("true", &status).times(100.0),
        "of 20,000",
        &ours,
    );
    yq(&many, &ours);
    memory_row("status of 20,000 apps x 3", many.memory(&status));

    let home = "git fetch -q; git reset -q --hard origin/main";
    let all = format!("{hoist} promote '*' --to production --deliver commit");
    let sed = "sed -i 's/newTag: .*/newTag: v1.2.3/' apps/*/overlays/production/kustomization.yaml; git commit -qam all";
    row(
        "promote 20,000 apps, one local commit",
        &many.cost(home, &all),
        "sed, commit",
        &many.cost(home, sed),
    );
    memory_row(
        "plan of 20,000 apps",
        many.memory(&format!("{hoist} plan '*' --to production --deliver commit")),
    );
}

/// A loop of `yq` over the files of a sample, as much as for all.
fn yq(many: &Fleet, ours: &Cost) {
    const SAMPLE: usize = 50;
    if Command::new("yq").arg("--version").output().is_err() {
        println!("no yq: its loop isn't measured");
        return;
    }
    let line = format!(
        "for app in {{0..{}}}; do for file in apps/app-$app/overlays/*/kustomization.yaml; do yq '.images[0].newTag' $file; done; done",
        SAMPLE - 1
    );
    let theirs = Cost::of(&many.clone, &line).times(MANY as f64 / SAMPLE as f64);
    row("status of 20,000 apps x 3", ours, "yq, a file each: 150 files, times 400", &theirs);
}
