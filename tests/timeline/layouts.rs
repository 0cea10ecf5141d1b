//! Versions that stand in more than one place, and places that come and go.

use crate::fleet::git;
use crate::look::{CONFIG, Other, facts_by};
use hoist::model::inputs::Inputs;
use hoist::model::timeline::{Cut, How, Timeline};
use hoist::observe::observe_history;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A repository with a work tree; its commits are a day apart.
struct Seed {
    folder: TempDir,
    days: usize,
}

impl Seed {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        git(folder.path(), &["init", "-q", "-b", "main"]);
        Self { folder, days: 0 }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes files (those without a text are removed) and commits them.
    fn commit(&mut self, message: &str, files: &[(&str, &str)]) -> String {
        for (name, text) in files {
            let path = self.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            if text.is_empty() {
                std::fs::remove_file(path).unwrap();
            } else {
                std::fs::write(path, text).unwrap();
            }
        }
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
        self.tip()
    }

    fn tip(&self) -> String {
        git(self.path(), &["rev-parse", "HEAD"]).trim().to_owned()
    }

    fn git(&mut self, arguments: &[&str]) {
        self.days += 1;
        let date = format!("{} +0000", 1_700_000_000 + self.days * 86_400);
        let mut command = Command::new("git");
        command.current_dir(self.path()).env("GIT_CONFIG_GLOBAL", "/dev/null");
        command.args(["-c", "user.name=Ann", "-c", "user.email=ann@example.com"]).args(arguments);
        let status = command.env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date).status();
        assert!(status.unwrap().success(), "{arguments:?}");
    }

    /// The timeline of `web`, one line each.
    fn web(&self, config: &str) -> (Timeline, Vec<String>) {
        let found = facts_by(config, self.path(), &Inputs::default(), Other::Absent, observe_history);
        let key = found
            .timelines
            .keys()
            .find(|(app, environment)| (app.as_str(), environment.as_str()) == ("web", "production"));
        let timeline = found.timelines[key.unwrap()].clone();
        let line = |stay: &hoist::model::timeline::Stay| {
            let unclear = stay.unclear.as_ref().map(|why| format!("({why})"));
            let version = stay.version.as_ref().map(ToString::to_string);
            version.or(unclear).unwrap_or_else(|| "-".to_owned())
        };
        let lines = timeline.stays.iter().map(line).collect();
        (timeline, lines)
    }
}

fn images(tag: &str) -> String {
    format!("images:\n  - name: acme/web\n    newTag: {tag}\n")
}

const OVERLAY: &str = "apps/web/overlays/production/kustomization.yaml";

#[test]
fn a_rollout_piece_by_piece_is_no_version_until_all_have_it() {
    let config = "environments: [production]\napps: apps/{app}/{env}/{cluster}\n";
    let mut seed = Seed::new();
    let [eu, us] = ["eu", "us"].map(|cluster| format!("apps/web/production/{cluster}/kustomization.yaml"));
    seed.commit("seed", &[(&eu, &images("v1")), (&us, &images("v1"))]);
    seed.commit("one", &[(&eu, &images("v2"))]);
    let both = seed.commit("other", &[(&us, &images("v2"))]);
    let (timeline, lines) = seed.web(config);
    assert_eq!(lines, ["v2", "(v1, v2)", "v1"]);
    assert_eq!(timeline.now().unwrap().commit.0, both);
    seed.commit("one", &[(&eu, &images("v3"))]);
    let (timeline, lines) = seed.web(config);
    assert_eq!((lines.len(), timeline.now()), (0, None));
    let Some(Cut::Lead(why)) = &timeline.cut else { panic!("{:?}", timeline.cut) };
    assert!(why.contains("several versions at once"), "{why}");
}

#[test]
fn what_a_kustomization_sets_counts_and_not_the_workload_beside_it() {
    let workload = |tag: &str| {
        format!(
            "kind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - image: acme/web:{tag}\n"
        )
    };
    let mut seed = Seed::new();
    let beside = "apps/web/overlays/production/deployment.yaml";
    seed.commit("seed", &[(beside, &workload("v1")), (OVERLAY, "resources: [deployment.yaml]\n")]);
    seed.commit("set", &[(OVERLAY, &format!("resources: [deployment.yaml]\n{}", images("v2")))]);
    seed.commit("nothing that runs", &[(beside, &workload("v9"))]);
    let (_, lines) = seed.web(CONFIG);
    assert_eq!(lines, ["v2", "v1"]);
}

#[test]
fn what_comes_from_a_base_counts_where_an_environment_has_nothing_of_its_own() {
    let mut seed = Seed::new();
    let (base, plain) = ("apps/web/base/kustomization.yaml", "resources: [../../base]\n");
    seed.commit("seed", &[(base, &images("v1")), (OVERLAY, plain)]);
    seed.commit("of its own", &[(OVERLAY, &format!("{plain}{}", images("v2")))]);
    seed.commit("not its concern", &[(base, &images("v3"))]);
    seed.commit("again from the base", &[(OVERLAY, plain)]);
    seed.commit("the base moves", &[(base, &images("v4"))]);
    let (_, lines) = seed.web(CONFIG);
    assert_eq!(lines, ["v4", "v3", "v2", "v1"]);
}

#[test]
fn an_app_that_goes_and_comes_back_leaves_a_gap() {
    let mut seed = Seed::new();
    seed.commit("empty", &[]);
    seed.commit("seed", &[(OVERLAY, &images("v1"))]);
    seed.commit("gone", &[(OVERLAY, "")]);
    let back = seed.commit("back", &[(OVERLAY, &images("v1"))]);
    let (timeline, lines) = seed.web(CONFIG);
    assert_eq!(lines, ["v1", "-", "v1"]);
    assert_eq!(timeline.now().unwrap().commit.0, back);
}

#[test]
fn a_reverted_merge_is_a_way_back_and_to_revert_that_is_none() {
    let mut seed = Seed::new();
    seed.commit("seed", &[(OVERLAY, &images("v1"))]);
    seed.git(&["checkout", "-q", "-b", "side"]);
    seed.commit("promote", &[(OVERLAY, &images("v2"))]);
    seed.git(&["checkout", "-q", "main"]);
    seed.git(&["merge", "-q", "--no-ff", "-m", "Merge pull request #3 from acme/side", "side"]);
    let merge = seed.tip();
    seed.git(&["revert", "-m", "1", "--no-edit", "HEAD"]);
    seed.git(&["revert", "--no-edit", "HEAD"]);
    let (timeline, lines) = seed.web(CONFIG);
    assert_eq!(lines, ["v2", "v1", "v2", "v1"]);
    let how: Vec<_> = timeline.stays.iter().map(|stay| stay.brought.how.clone()).collect();
    let back = How::Reverted(hoist::model::plan::Oid(merge));
    assert_eq!(how, [How::Unrecorded, back, How::Unrecorded, How::Unrecorded]);
    assert_eq!(timeline.stays[2].brought.request.as_deref(), Some("#3"));
}

#[test]
fn a_revert_of_something_else_is_no_way_back() {
    let mut seed = Seed::new();
    seed.commit("seed", &[(OVERLAY, &images("v1"))]);
    let other = seed.commit("other", &[("other", "x")]);
    seed.commit(&format!("v2\n\nThis reverts commit {other}."), &[(OVERLAY, &images("v2"))]);
    let (timeline, _) = seed.web(CONFIG);
    assert_eq!(timeline.stays[0].brought.how, How::Unrecorded);
}
