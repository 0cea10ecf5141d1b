//! What keeps a merge out where environments are branches: holds, also of what has no version, and gates, also of what
//! can't be merged.

use super::branches::{CONFIG, Fleet, WEB, fleet, fleet_of, web};
use super::support::git;

impl Fleet {
    fn held(&self, holds: &str) {
        git(&self.desk, &["fetch", "--quiet", "origin"]);
        git(&self.desk, &["switch", "--quiet", "--force-create", "main", "origin/main"]);
        self.save("main", &[(".hoist/holds.yaml", holds)], "hold");
    }
}

const FREEZE: &str = "- { app: '*', environments: [production], reason: year's end }\n";

#[test]
fn a_freeze_holds_what_changes_no_version() {
    let fleet = fleet();
    fleet.held(FREEZE);
    fleet.on("staging", &[("config/common.yaml", "log: debug\n")], "more logs");
    let before = fleet.tip("production");
    let ran = fleet.promote(&["--to", "production"]).exits(3);
    insta::assert_snapshot!(fleet.shown(&ran), @r"
    web  staging → production   v1.0.0  (held)
      holds  held  year's end (.hoist/holds.yaml:1:3)

    env/staging ([commit]) → env/production
      1 file changes: config/common.yaml

    held · nothing was written
    ");
    fleet.held("holds: what\n");
    let ran = fleet.promote(&["--to", "production"]).exits(3);
    assert!(ran.stderr.contains("what is held isn't known"), "{}", ran.stderr);
    assert_eq!(fleet.tip("production"), before);
}

#[test]
fn a_freeze_holds_a_branch_without_apps() {
    let fleet = fleet_of("branches: \"env/{env}\"\nenvironments: [dev, staging, production]\n");
    for environment in ["staging", "production"] {
        git(&fleet.desk, &["rm", "-r", "--quiet", "--ignore-unmatch", "apps"]);
        fleet.save("env/dev", &[], "no apps");
        git(&fleet.desk, &["push", "--quiet", "--force", "origin", &format!("HEAD:env/{environment}")]);
    }
    fleet.held(FREEZE);
    fleet.on("staging", &[("config/common.yaml", "log: debug\n")], "more logs");
    let ran = fleet.promote(&["--to", "production"]).exits(3);
    assert!(ran.stderr.contains("year's end"), "{}", ran.stderr);
}

#[test]
fn a_freeze_holds_an_app_that_the_source_deleted() {
    let fleet = fleet();
    fleet.on("staging", &[("apps/api/kustomization.yaml", &web("v3"))], "another app");
    fleet.promote(&["--to", "production"]).exits(0);
    fleet.held("- { app: web, environments: [production], reason: frozen }\n");
    git(&fleet.desk, &["switch", "--quiet", "--force-create", "env/staging", "origin/env/staging"]);
    git(&fleet.desk, &["rm", "--quiet", WEB]);
    fleet.save("env/staging", &[], "web is gone");
    let ran = fleet.promote(&["--to", "production"]).exits(3);
    assert!(ran.stderr.contains("frozen"), "{}", ran.stderr);
}

#[test]
fn a_conflict_does_not_bring_a_version_past_the_gates() {
    let fleet = fleet();
    fleet.held("- { app: web, version: v1.1.0, environments: [production], reason: it leaks }\n");
    fleet.on("production", &[(WEB, &web("v1.0.1"))], "hotfix");
    fleet.on("staging", &[(WEB, &web("v1.1.0"))], "v1.1.0");
    let run = ["promote", "--to", "production", "--deliver", "branch"];
    let ran = fleet.repo.hoist(&run).exits(3);
    insta::assert_snapshot!(fleet.shown(&ran), @r"
    web  staging → production   v1.0.1 → v1.1.0  (held)
      apps/web/kustomization.yaml:7:13   newTag: v1.0.1 → v1.1.0

      order  pass   staging runs it
      holds  held   it leaks (.hoist/holds.yaml:1:3)
      merge  later  staging and production changed the same: apps/web/kustomization.yaml: resolved in the request

    env/staging ([commit]) → env/production
      no file changes

      apps/web/kustomization.yaml: both changed it
        production  [commit] hotfix (Dev)
        staging     [commit] v1.1.0 (Dev)
          <<<<<<< production
              newTag: v1.0.1 # what runs here
          =======
              newTag: v1.1.0 # what runs here
          >>>>>>> staging

    note: .hoist/holds.yaml:1:3: this hold is lifted where it stands: take its entry out there

    held · nothing was written
    ");
    fleet.on("staging", &[(WEB, &web("latest"))], "latest");
    let ran = fleet.repo.hoist(&run).exits(4);
    assert!(ran.stderr.contains("immutable"), "{}", ran.stderr);
    assert_eq!(fleet.repo.there(&["branch", "--list", "hoist/*"]), "");
    fleet.on("staging", &[(WEB, &web("v1.2.0"))], "v1.2.0");
    let ran = fleet.repo.hoist(&run).exits(0);
    assert!(ran.stderr.contains("order  pass"), "{}", ran.stderr);
}

#[test]
fn a_hold_that_is_spelt_otherwise_holds_all_the_same() {
    let fleet = fleet();
    fleet.held("- { app: web, version: 1.1.0, environments: [production], reason: it leaks }\n");
    fleet.on("staging", &[(WEB, &web("v1.1.0")), ("config/common.yaml", CONFIG)], "v1.1.0");
    let ran = fleet.repo.hoist(&["plan", "--to", "production", "--deliver", "push"]).exits(3);
    assert!(ran.stdout.contains("holds  held  it leaks"), "{}", ran.stdout);
}

#[test]
fn a_rename_against_a_change_is_a_conflict() {
    let fleet = fleet();
    fleet.on("production", &[("config/common.yaml", "log: production\n")], "a change");
    git(&fleet.desk, &["switch", "--quiet", "--force-create", "env/staging", "origin/env/staging"]);
    git(&fleet.desk, &["mv", "config/common.yaml", "config/shared.yaml"]);
    fleet.save("env/staging", &[], "a rename");
    let before = fleet.tip("production");
    let ran = fleet.promote(&["--to", "production"]).exits(4);
    let told = fleet.shown(&ran);
    assert!(told.contains("config/common.yaml") && told.contains("a rename"), "{told}");
    assert_eq!(fleet.tip("production"), before);
}

#[test]
fn a_branch_can_not_take_what_soaked() {
    let fleet = fleet_of(
        "branches: \"env/{env}\"\nenvironments: [staging, { name: production, take: soaked, gates: { soak: 1h } }]\n",
    );
    let ran = fleet.promote(&["--to", "production"]).exits(2);
    insta::assert_snapshot!(fleet.shown(&ran), @r"
    error: hoist.yaml:2:51: `take: soaked` chooses among versions, and a branch moves as a whole: leave it out, `soak` in `gates` holds the merge until all of it has stood long enough
    hint: docs/configuration.md has every key; `hoist schema` prints them for an editor
    ");
}

#[test]
fn what_an_environment_keeps_is_not_brought_back() {
    let fleet = fleet();
    let own = [(WEB, web("v1.0.1")), ("config/env/host.yaml", "host: prod\n".to_owned())];
    fleet.on("production", &own.each_ref().map(|(path, text)| (*path, text.as_str())), "hotfix");
    fleet.promote(&["--from", "production", "--to", "dev"]).exits(0);
    assert_eq!(fleet.file("dev", "config/env/host.yaml"), "host: x");
    assert!(fleet.file("dev", WEB).contains("v1.0.1"));
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_the_folder_of_holds_does_not_travel() {
    let fleet = fleet();
    git(&fleet.desk, &["switch", "--quiet", "--force-create", "env/staging", "origin/env/staging"]);
    std::os::unix::fs::symlink("/tmp", fleet.desk.join(".hoist")).unwrap();
    fleet.save("env/staging", &[("note", "x\n")], "a link");
    fleet.promote(&["--to", "production"]).exits(0);
    assert_eq!(fleet.files("staging", "production"), ".hoist");
}
