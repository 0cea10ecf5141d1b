//! Real repositories in a temporary folder.

use hoist::git::{Credentials, NewCommit, Remote, Repo};
use hoist::model::delivery::Signature;
use hoist::model::path::RepoPath;
use hoist::model::plan::Oid;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A temporary folder with repositories in it.
pub(crate) struct Place {
    dir: TempDir,
}

pub(crate) const KEY: &str = "apps/web/production/kustomization.yaml";

impl Place {
    pub(crate) fn new() -> Self {
        Self { dir: TempDir::new().unwrap() }
    }

    /// A repository `seed` with these files, a bare `remote.git` that holds it, and a `clone` of that.
    pub(crate) fn cloned(files: &[(&str, &str)]) -> Self {
        let place = Self::with(files);
        place.git(".", &["clone", "-q", "--bare", "seed", "remote.git"]);
        place.clone_as("clone", &[]);
        place
    }

    /// A repository `seed` with one commit on main.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let place = Self::new();
        place.git(".", &["init", "-q", "-b", "main", "seed"]);
        place.add("seed", files);
        place
    }

    pub(crate) fn clone_as(&self, name: &str, options: &[&str]) {
        let url = format!("file://{}", self.path("remote.git").display());
        self.git(".", &[&["clone", "-q"], options, &[&url, name]].concat());
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes files and commits them.
    pub(crate) fn add(&self, at: &str, files: &[(&str, &str)]) -> Oid {
        for (name, text) in files {
            self.write(&format!("{at}/{name}"), text);
        }
        self.git(at, &["add", "-A"]);
        self.git(at, &["commit", "-q", "--allow-empty", "-m", "change"]);
        self.rev(at, "HEAD")
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn rev(&self, at: &str, name: &str) -> Oid {
        Oid(self.git(at, &["rev-parse", name]))
    }

    pub(crate) fn git(&self, at: &str, arguments: &[&str]) -> String {
        let output = self.try_git(at, arguments);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {stderr}");
        String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
    }

    pub(crate) fn try_git(&self, at: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new("git");
        for setting in ["protocol.file.allow=always", "user.name=Ann", "user.email=ann@example.com"] {
            command.args(["-c", setting]);
        }
        command.args(arguments).current_dir(self.path(at));
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        command.env("GIT_AUTHOR_DATE", "1700000000 +0000").env("GIT_COMMITTER_DATE", "1700000000 +0000");
        command.output().unwrap()
    }

    pub(crate) fn open(&self, name: &str) -> Repo {
        Repo::open(&self.path(name), false).unwrap()
    }

    /// What `fsck` and `status` have to say: nothing.
    pub(crate) fn is_sound(&self, at: &str) {
        let fsck = self.try_git(at, &["fsck", "--strict", "--no-dangling"]);
        assert!(fsck.status.success(), "{}", String::from_utf8_lossy(&fsck.stderr));
        if Path::new(&self.path(at)).join(".git").exists() {
            assert_eq!(self.git(at, &["status", "--porcelain"]), "");
        }
    }
}

pub(crate) fn remote(repo: &Repo) -> Remote {
    repo.remote(&Credentials::default()).unwrap().unwrap()
}

pub(crate) fn path(text: &str) -> RepoPath {
    RepoPath::new(text).unwrap()
}

pub(crate) fn hoist() -> Signature {
    Signature { name: "hoist".into(), email: "hoist@example.com".into() }
}

/// A commit of some files on a parent.
pub(crate) fn new_commit(parent: &Oid, files: &[(&str, &str)]) -> NewCommit {
    NewCommit {
        parent: parent.clone(),
        files: files.iter().map(|(name, text)| (path(name), text.as_bytes().to_vec())).collect(),
        message: "promote\n\nHoist-Action: promote\n".into(),
        author: hoist(),
        committer: hoist(),
        seconds: 1_800_000_000,
    }
}
