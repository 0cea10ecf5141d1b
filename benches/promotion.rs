//! What a promotion costs, as a ratio against the scripted way in the same run: `cargo bench`.
//! Each figure is the shortest of several runs of the whole process.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench prints, and ends where it can't go on"
)]
#![allow(clippy::disallowed_methods, reason = "time is what is measured")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const MANY: usize = 20_000;
const FEW: usize = 200;
const RUNS: usize = 5;

/// A fleet: a bare remote and a clone of it, each app in three environments.
struct Fleet {
    _folder: tempfile::TempDir,
    clone: PathBuf,
}

impl Fleet {
    fn new(apps: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (remote, clone) = (folder.path().join("remote.git"), folder.path().join("clone"));
        sh(folder.path(), "git init --quiet --bare --initial-branch=main remote.git");
        let mut import = Command::new("git")
            .current_dir(&remote)
            .args(["fast-import", "--quiet"])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        import.stdin.take().unwrap().write_all(stream(apps).as_bytes()).unwrap();
        assert!(import.wait().unwrap().success());
        sh(&remote, "git repack --quiet -a -d");
        sh(folder.path(), &format!("git clone --quiet file://{} clone", remote.display()));
        sh(&clone, "git config user.name Dev; git config user.email dev@example.com");
        Self { _folder: folder, clone }
    }

    /// The shortest of several runs, each after what prepares it.
    fn time(&self, prepare: &str, line: &str) -> Duration {
        let run = |_| {
            sh(&self.clone, prepare);
            let start = Instant::now();
            sh(&self.clone, line);
            start.elapsed()
        };
        (0..RUNS).map(run).min().unwrap()
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

/// Runs a line of shell, which succeeds.
fn sh(folder: &Path, line: &str) {
    let output =
        Command::new("bash").current_dir(folder).args(["-ec", line]).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
}

fn row(what: &str, ours: Duration, baseline: &str, theirs: Duration) {
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    println!("{what:44} {:8.1} ms   {baseline:40} {:8.1} ms   ratio {ratio:.3}", ms(ours), ms(theirs));
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn main() {
    let hoist = env!("CARGO_BIN_EXE_hoist");
    let (many, few) = (Fleet::new(MANY), Fleet::new(FEW));
    // Each run promotes from where the last one left off: the pin goes back first, outside the clock.
    let back = "git fetch -q; git reset -q --hard origin/main; \
                sed -i 's/newTag: .*/newTag: v1.2.2/' apps/app-7/overlays/production/kustomization.yaml; \
                git commit -qam back || true; git push -q origin main";
    let plan = format!("{hoist} plan app-7 --to production --deliver push");
    row("plan of one app, of 20,000", many.time("true", &plan), "the same, of 200", few.time("true", &plan));

    let push = format!("{hoist} promote app-7 --to production --deliver push");
    let script = "git checkout -q -b promote; \
                  sed -i 's/newTag: .*/newTag: v1.2.3/' apps/app-7/overlays/production/kustomization.yaml; \
                  git commit -qam promote; git push -q origin promote:main; git checkout -q main; git branch -qD promote";
    row(
        "promote one app of 20,000, with push",
        many.time(back, &push),
        "checkout, sed, commit, push",
        many.time(back, script),
    );

    let status = format!("{hoist} status");
    let grep = "git grep -h newTag: HEAD -- 'apps/*/overlays/*/kustomization.yaml'";
    row("status of 20,000 apps x 3", many.time("true", &status), "git grep newTag:", many.time("true", grep));

    let home = "git fetch -q; git reset -q --hard origin/main";
    let all = format!("{hoist} promote '*' --to production --deliver commit");
    let sed = "sed -i 's/newTag: .*/newTag: v1.2.3/' apps/*/overlays/production/kustomization.yaml; git commit -qam all";
    row("promote 20,000 apps, one local commit", many.time(home, &all), "sed, commit", many.time(home, sed));
}
