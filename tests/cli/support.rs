//! A throwaway GitOps repository with a bare remote, and the binary to run in it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A bare remote and a clone of it.
pub(crate) struct Repo {
    _folder: tempfile::TempDir,
    pub(crate) remote: PathBuf,
    pub(crate) clone: PathBuf,
}

/// What a run of the binary gave.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// One run of the binary, with no environment but what it is given.
pub(crate) struct Run<'a> {
    folder: &'a Path,
    args: Vec<OsString>,
    variables: BTreeMap<OsString, OsString>,
}

/// A kustomization that pins one image.
pub(crate) fn kustomization(image: &str, tag: &str) -> String {
    format!(
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - ../../base # shared\n\
         images:\n  - name: {image}\n    newTag: {tag} # what runs here\n"
    )
}

/// dev, staging and production of one app, each with its own tag.
pub(crate) fn seed() -> Repo {
    let repo = Repo::new();
    for (environment, tag) in [("dev", "dev-latest"), ("staging", "staging-v1.2.3"), ("production", "v1.2.2")]
    {
        repo.write(&overlay("web-app", environment), kustomization("ghcr.io/acme/web-app", tag));
    }
    repo.write("apps/web-app/base/kustomization.yaml", "resources:\n  - deployment.yaml\n");
    repo.write("apps/web-app/base/deployment.yaml", DEPLOYMENT);
    repo.commit_and_push("seed");
    repo
}

pub(crate) fn overlay(app: &str, environment: &str) -> String {
    format!("apps/{app}/overlays/{environment}/kustomization.yaml")
}

const DEPLOYMENT: &str = "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-app
spec:
  selector: { matchLabels: { app: web-app } }
  template:
    metadata: { labels: { app: web-app } }
    spec:
      containers:
        - name: web-app
          image: ghcr.io/acme/web-app
";

impl Repo {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (remote, clone) = (folder.path().join("remote.git"), folder.path().join("clone"));
        let repo = Self { _folder: folder, remote, clone };
        let top = repo.remote.parent().unwrap();
        git(top, &["init", "--quiet", "--bare", "--initial-branch=main", "remote.git"]);
        git(top, &["clone", "--quiet", &url(&repo.remote), "clone"]);
        identify(&repo.clone);
        git(&repo.clone, &["switch", "--quiet", "--orphan", "main"]);
        repo
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.clone.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.clone.join(path)).unwrap()
    }

    pub(crate) fn commit_and_push(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "-m", message]);
        self.git(&["push", "--quiet", "origin", "HEAD:main"]);
    }

    /// Commits and pushes as of an hour of 1 March 2026.
    pub(crate) fn commit_at_hour(&self, hour: u8, message: &str) {
        self.git(&["add", "--all"]);
        let date = format!("2026-03-01T{hour:02}:00:00Z");
        let mut command = Command::new("git");
        command.env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date).current_dir(&self.clone);
        let made = command.args(["commit", "--quiet", "--allow-empty", "-m", message]).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        self.git(&["push", "--quiet", "origin", "HEAD:main"]);
    }

    /// Git in the clone.
    pub(crate) fn git(&self, args: &[&str]) -> String {
        git(&self.clone, args)
    }

    /// Git in the remote.
    pub(crate) fn there(&self, args: &[&str]) -> String {
        git(&self.remote, args)
    }

    pub(crate) fn branches(&self) -> Vec<String> {
        self.there(&["for-each-ref", "--format=%(refname:short)", "refs/heads"])
            .lines()
            .map(str::to_owned)
            .collect()
    }

    /// Another clone of the remote, as a CI job has it.
    pub(crate) fn clone_again(&self, name: &str, options: &[&str]) -> PathBuf {
        let top = self.remote.parent().unwrap();
        let url = url(&self.remote);
        git(top, &[&["clone", "--quiet"], options, &[&url, name]].concat());
        let clone = top.join(name);
        identify(&clone);
        clone
    }

    pub(crate) fn hoist(&self, args: &[&str]) -> Run<'_> {
        hoist(&self.clone, args)
    }

    /// Nothing is broken in the remote.
    pub(crate) fn fsck(&self) {
        let found = self.there(&["fsck", "--strict", "--no-dangling"]);
        assert_eq!(found, "", "fsck");
    }
}

pub(crate) fn hoist<'a>(folder: &'a Path, args: &[&str]) -> Run<'a> {
    Run { folder, args: args.iter().map(Into::into).collect(), variables: BTreeMap::new() }
}

impl Run<'_> {
    pub(crate) fn env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.variables.insert(name.into(), value.into());
        self
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hoist"));
        command.current_dir(self.folder).args(&self.args).env_clear().envs(&self.variables);
        for kept in ["PATH", "TMPDIR", "SystemRoot"] {
            if let Some(value) =
                std::env::var_os(kept).filter(|_| !self.variables.contains_key(&OsString::from(kept)))
            {
                command.env(kept, value);
            }
        }
        command.env("HOME", self.folder.parent().unwrap()).stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self) -> Ran {
        let Output { status, stdout, stderr } = self.command().output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Ran { code: status.code().unwrap_or(-1), stdout: text(stdout), stderr: text(stderr) }
    }

    /// Runs, and the exit code is this one.
    pub(crate) fn exits(&self, code: i32) -> Ran {
        let ran = self.run();
        assert_eq!(ran.code, code, "{:?}\nstdout:\n{}\nstderr:\n{}", self.args, ran.stdout, ran.stderr);
        ran
    }
}

impl Ran {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.stdout, self.stderr))
    }

    /// What a person reads, with the parts that change from run to run taken out.
    pub(crate) fn shown(&self, repo: &Repo) -> String {
        let folder = repo.remote.parent().unwrap().display().to_string();
        let text = self.stderr.replace(&folder, "[folder]");
        let id =
            |word: &str| word.len() >= 7 && word.len() <= 40 && word.chars().all(|c| c.is_ascii_hexdigit());
        let mut shown = String::new();
        for piece in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
            let word = piece.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            let digits = word.chars().any(|c| c.is_ascii_digit());
            shown.push_str(&if id(word) && digits {
                piece.replace(word, "[commit]")
            } else {
                piece.to_owned()
            });
        }
        shown
    }
}

fn url(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn identify(clone: &Path) {
    git(clone, &["config", "user.name", "Dev"]);
    git(clone, &["config", "user.email", "dev@example.com"]);
}

/// Runs git, which succeeds; gives what it prints.
pub(crate) fn git(folder: &Path, args: &[&str]) -> String {
    let output = git_output(folder, args);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    assert!(output.status.success(), "git {args:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

pub(crate) fn git_output(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new("git");
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(variable);
    }
    let nowhere = if cfg!(windows) { "NUL" } else { "/dev/null" };
    command.env("GIT_CONFIG_GLOBAL", nowhere).env("GIT_CONFIG_SYSTEM", nowhere);
    command.current_dir(folder).args(args).stdin(Stdio::null()).output().unwrap()
}
