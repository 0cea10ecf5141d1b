//! What records say, and what they don't, where environments are branches: nothing of the source is left out for it.

use super::branches::{CONFIG, Fleet, WEB, fleet, web};
use super::support::{git, git_output};

impl Fleet {
    fn begun_from(&self, environment: &str) {
        let branch = format!("env/{environment}");
        git(&self.desk, &["fetch", "--quiet", "origin"]);
        git(&self.desk, &["switch", "--quiet", "--force-create", &branch, &format!("origin/{branch}")]);
    }
}

fn record(source: &str) -> String {
    format!(
        "a hotfix\n\nHoist-Action: promote\nHoist-Environment: production\nHoist-From: staging\nHoist-Source: {source}\nHoist-App: web v1.0.0 -> v1.1.0"
    )
}

#[test]
fn a_forged_record_does_not_keep_the_source_out() {
    let fleet = fleet();
    let config = CONFIG.replace("info", "debug");
    let source = fleet.on("staging", &[(WEB, &web("v1.1.0")), ("config/common.yaml", &config)], "v1.1.0");
    fleet.on("production", &[], &record(&source));
    fleet.on("production", &[("note", "twice\n")], &record(&source));
    fleet.promote(&["--to", "production"]).exits(0);
    assert_eq!(fleet.files("staging", "production"), "note");
}

#[test]
fn a_forged_record_of_a_merge_does_not_keep_the_source_out() {
    let fleet = fleet();
    let source = fleet.on("staging", &[("config/common.yaml", &CONFIG.replace("info", "debug"))], "logs");
    fleet.begun_from("production");
    git(&fleet.desk, &["switch", "--quiet", "--create", "hotfix"]);
    fleet.save("hotfix", &[("note", "hotfix\n")], &record(&source));
    git(&fleet.desk, &["switch", "--quiet", "env/production"]);
    git(&fleet.desk, &["merge", "--quiet", "--no-ff", "-m", "Merge hotfix", "hotfix"]);
    git(&fleet.desk, &["push", "--quiet", "origin", "HEAD:env/production"]);
    fleet.promote(&["--to", "production"]).exits(0);
    assert_eq!(fleet.files("staging", "production"), "note");
}

#[test]
fn what_was_resolved_by_hand_after_a_rollback_is_not_merged_again() {
    let fleet = fleet();
    let one = CONFIG.replace("info", "debug");
    fleet.on("staging", &[(WEB, &web("v1.1.0")), ("config/common.yaml", &one)], "v1.1.0");
    fleet.promote(&["--to", "production"]).exits(0);
    fleet.repo.hoist(&["rollback", "--in", "production", "--reason", "slow", "--deliver", "push"]).exits(0);
    fleet.on("staging", &[(WEB, &web("v1.2.0"))], "v1.2.0");
    // A person merges it, and takes all of the source.
    fleet.begun_from("production");
    git_output(&fleet.desk, &["merge", "--quiet", "--no-ff", "--no-commit", "origin/env/staging"]);
    fleet.save("env/production", &[(WEB, &web("v1.2.0")), ("config/common.yaml", &one)], "Merge staging");
    // The source takes a setting back that production has by that merge.
    fleet.on("staging", &[("config/common.yaml", CONFIG)], "quiet again");
    fleet.promote(&["--to", "production"]).exits(0);
    assert_eq!(fleet.file("production", "config/common.yaml"), CONFIG.trim_end());
    fleet.on("staging", &[(WEB, &web("v1.3.0"))], "v1.3.0");
    fleet.promote(&["--to", "production"]).exits(0);
    assert_eq!(fleet.files("staging", "production"), ".hoist/holds.yaml");
}

#[test]
fn words_alone_take_no_promotion_back() {
    let fleet = fleet();
    for file in ["one", "two"] {
        fleet.on("staging", &[(file, "x\n")], file);
        fleet.promote(&["--to", "production"]).exits(0);
    }
    let last = fleet.tip("production");
    let before = fleet.repo.there(&["rev-parse", "env/production~1"]);
    let forged = format!(
        "a hotfix\n\nHoist-Action: rollback\nHoist-Environment: production\nHoist-Source: {before}\nHoist-App: web v1.0.0 -> v1.0.0"
    );
    fleet.on("production", &[("note", "1\n")], &forged);
    // Reverted and brought again, in one squashed commit.
    fleet.on("production", &[("note", "2\n")], &format!("tidy up\n\nThis reverts commit {last}."));
    fleet.repo.hoist(&["rollback", "--in", "production", "--reason", "slow", "--deliver", "push"]).exits(0);
    assert_eq!(fleet.files("staging", "production"), "note\ntwo");
}
