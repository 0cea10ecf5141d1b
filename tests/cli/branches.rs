//! Environments that are branches: promotions are merges, judged by git.

use super::support::{Ran, Repo, Run, git, git_output, hoist, kustomization};
use std::path::PathBuf;

const HOIST: &str = "branches: \"env/{env}\"
environments: [dev, staging, { name: production, keep: [\"config/env/**\"] }]
apps: apps/{app}
";

pub(super) const WEB: &str = "apps/web/kustomization.yaml";

/// Three branches that begin as one, and somebody's own clone to work in.
pub(super) struct Fleet {
    pub(super) repo: Repo,
    pub(super) desk: PathBuf,
}

pub(super) fn web(tag: &str) -> String {
    kustomization("ghcr.io/acme/web", tag)
}

pub(super) fn fleet() -> Fleet {
    fleet_of(HOIST)
}

pub(super) fn fleet_of(hoist: &str) -> Fleet {
    let repo = Repo::new();
    repo.write("README.md", "the environments are branches\n");
    if !hoist.is_empty() {
        repo.write("hoist.yaml", hoist);
    }
    repo.commit_and_push("configuration");
    let desk = repo.clone_again("desk", &[]);
    let fleet = Fleet { repo, desk };
    git(&fleet.desk, &["switch", "--quiet", "--create", "env/dev"]);
    fleet.save(
        "env/dev",
        &[(WEB, &web("v1.0.0")), ("config/common.yaml", CONFIG), ("config/env/host.yaml", "host: x\n")],
        "first",
    );
    for environment in ["staging", "production"] {
        git(&fleet.desk, &["push", "--quiet", "origin", &format!("env/dev:refs/heads/env/{environment}")]);
    }
    fleet
}

pub(super) const CONFIG: &str = "log: info\n# one\n# two\n# three\n# four\nreplicas: 1\n";

impl Fleet {
    /// Files as they are on a branch from now on, pushed.
    pub(super) fn on(&self, environment: &str, files: &[(&str, &str)], message: &str) -> String {
        let branch = format!("env/{environment}");
        git(&self.desk, &["fetch", "--quiet", "origin"]);
        git(&self.desk, &["switch", "--quiet", "--force-create", &branch, &format!("origin/{branch}")]);
        self.save(&branch, files, message)
    }

    pub(super) fn save(&self, branch: &str, files: &[(&str, &str)], message: &str) -> String {
        for (path, text) in files {
            let path = self.desk.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        git(&self.desk, &["add", "--all"]);
        git(&self.desk, &["commit", "--quiet", "--allow-empty", "-m", message]);
        git(&self.desk, &["push", "--quiet", "origin", &format!("HEAD:{branch}")]);
        git(&self.desk, &["rev-parse", "HEAD"])
    }

    pub(super) fn promote(&self, args: &[&str]) -> Run<'_> {
        self.repo.hoist(&[&["promote"], args, &["--deliver", "push"]].concat())
    }

    pub(super) fn tip(&self, environment: &str) -> String {
        self.repo.there(&["rev-parse", &format!("env/{environment}")])
    }

    fn parents(&self, environment: &str) -> Vec<String> {
        let line = self.repo.there(&["log", "-1", "--format=%P", &format!("env/{environment}")]);
        line.split(' ').map(str::to_owned).collect()
    }

    pub(super) fn file(&self, environment: &str, path: &str) -> String {
        self.repo.there(&["show", &format!("env/{environment}:{path}")])
    }

    pub(super) fn files(&self, from: &str, to: &str) -> String {
        self.repo.there(&["diff", "--name-only", &format!("env/{from}"), &format!("env/{to}")])
    }

    pub(super) fn shown(&self, ran: &Ran) -> String {
        ran.shown(&self.repo)
    }
}

#[test]
fn a_promotion_is_a_merge_of_the_branch_before() {
    let fleet = fleet();
    let source =
        fleet.on("staging", &[(WEB, &web("v1.1.0")), ("config/common.yaml", "log: debug\n")], "v1.1.0");
    let target = fleet.tip("production");
    let head = fleet.repo.git(&["rev-parse", "HEAD"]);
    let ran = fleet.promote(&["--to", "production"]).exits(0);
    insta::assert_snapshot!(fleet.shown(&ran), @r"
    web  staging → production   v1.0.0 → v1.1.0  (minor)
      apps/web/kustomization.yaml:7:13   newTag: v1.0.0 → v1.1.0

      order  pass  staging runs it

    env/staging ([commit]) → env/production
      2 files change: apps/web/kustomization.yaml, config/common.yaml

    pushed [commit] to env/production
    ");
    assert_eq!(fleet.parents("production"), [target, source.clone()]);
    assert_eq!(fleet.files("staging", "production"), "");
    assert_eq!(fleet.tip("staging"), source);
    let message = fleet.repo.there(&["log", "-1", "--format=%B", "env/production"]);
    insta::assert_snapshot!(message.replace(&source, "[source]"), @r"
    promote(production): web v1.0.0 -> v1.1.0

    apps/web/kustomization.yaml: newTag v1.0.0 -> v1.1.0

    Hoist-Action: promote
    Hoist-Environment: production
    Hoist-From: staging
    Hoist-Source: [source]
    Hoist-App: web v1.0.0 -> v1.1.0
    Hoist-Gate: order pass staging runs it
    Hoist-Gate: immutable pass nothing moves by itself
    ");
    assert_eq!(fleet.repo.git(&["status", "--porcelain"]), "");
    assert_eq!(fleet.repo.git(&["rev-parse", "HEAD"]), head);
    fleet.repo.fsck();
    let again = fleet.promote(&["--to", "production"]).exits(0);
    assert!(again.stderr.contains("nothing to do"), "{}", again.stderr);
}

#[test]
fn what_the_target_keeps_and_what_was_fixed_there_stays() {
    let fleet = fleet();
    fleet.on(
        "production",
        &[
            ("config/env/host.yaml", "host: prod\n"),
            ("config/common.yaml", &CONFIG.replace("replicas: 1", "replicas: 3")),
        ],
        "a hotfix",
    );
    fleet.on(
        "staging",
        &[
            (WEB, &web("v1.1.0")),
            ("config/env/host.yaml", "host: staging\n"),
            ("config/common.yaml", &CONFIG.replace("info", "debug")),
        ],
        "v1.1.0",
    );
    let ran = fleet.promote(&["--to", "production"]).exits(0);
    insta::assert_snapshot!(fleet.shown(&ran), @r"
    web  staging → production   v1.0.0 → v1.1.0  (minor)
      apps/web/kustomization.yaml:7:13   newTag: v1.0.0 → v1.1.0

      order  pass  staging runs it

    env/staging ([commit]) → env/production
      2 files change: apps/web/kustomization.yaml, config/common.yaml
      stays production's own (drift): config/common.yaml

    pushed [commit] to env/production
    ");
    assert_eq!(fleet.file("production", "config/env/host.yaml"), "host: prod");
    let config = fleet.file("production", "config/common.yaml");
    assert!(config.contains("log: debug") && config.contains("replicas: 3"), "{config}");
    fleet.repo.fsck();
}

#[test]
fn a_conflict_names_both_sides_and_their_commits() {
    let fleet = fleet();
    fleet.on("production", &[("config/common.yaml", &CONFIG.replace("info", "warn"))], "quiet the logs");
    fleet.on(
        "staging",
        &[(WEB, &web("v1.1.0")), ("config/common.yaml", &CONFIG.replace("info", "debug"))],
        "more logs",
    );
    let before = fleet.tip("production");
    let ran = fleet.promote(&["--to", "production"]).exits(4);
    insta::assert_snapshot!(fleet.shown(&ran), @r"
    web  staging → production   v1.0.0 → v1.1.0  (refused)
      apps/web/kustomization.yaml:7:13   newTag: v1.0.0 → v1.1.0

      order  pass     staging runs it
      merge  refused  staging and production changed the same: config/common.yaml

    env/staging ([commit]) → env/production
      1 file changes: apps/web/kustomization.yaml

      config/common.yaml: both changed it
        production  [commit] quiet the logs (Dev)
        staging     [commit] more logs (Dev)
          <<<<<<< production
          log: warn
          =======
          log: debug
          >>>>>>> staging

    note: resolve it in a request: `hoist promote --from staging --to production --deliver branch`; or in staging first: `hoist promote --from production --to staging --deliver branch`

    refused · nothing was written
    ");
    assert_eq!(fleet.tip("production"), before);
}

/// Ten times: something new in staging, in a line that was changed by each promotion before.
fn ten_promotions(fleet: &Fleet, land: impl Fn(&Fleet)) {
    fleet.on(
        "production",
        &[("config/common.yaml", &CONFIG.replace("replicas: 1", "replicas: 3"))],
        "a hotfix",
    );
    for round in 1..=10 {
        let config = CONFIG.replace("info", &format!("level-{round}"));
        fleet.on(
            "staging",
            &[(WEB, &web(&format!("v1.{round}.0"))), ("config/common.yaml", &config)],
            "next",
        );
        land(fleet);
        let config = fleet.file("production", "config/common.yaml");
        assert!(
            config.contains(&format!("log: level-{round}\n")) && config.contains("replicas: 3"),
            "{config}"
        );
        assert!(fleet.file("production", WEB).contains(&format!("newTag: v1.{round}.0")));
    }
    assert_eq!(fleet.files("staging", "production"), "config/common.yaml");
    fleet.repo.fsck();
}

#[test]
fn a_hotfix_survives_ten_promotions() {
    let fleet = fleet();
    ten_promotions(&fleet, |fleet| drop(fleet.promote(&["--to", "production"]).exits(0)));
    assert_eq!(
        fleet.repo.there(&["rev-list", "--count", "--first-parent", "--merges", "env/production"]),
        "10"
    );
}

#[test]
fn a_hotfix_survives_ten_promotions_whose_requests_are_squashed() {
    let fleet = fleet();
    ten_promotions(&fleet, |fleet| {
        let ran = fleet.repo.hoist(&["promote", "--to", "production", "--format", "json"]).exits(0);
        assert_eq!(ran.json()["result"], "requested");
        squash(fleet, "production", "hoist/production/web");
    });
    assert_eq!(fleet.repo.there(&["rev-list", "--count", "--merges", "env/production"]), "0");
}

/// What a forge does that squashes: one commit with the request's message, and the branch is deleted.
fn squash(fleet: &Fleet, environment: &str, branch: &str) {
    let into = format!("env/{environment}");
    git(&fleet.desk, &["fetch", "--quiet", "--prune", "origin"]);
    git(&fleet.desk, &["switch", "--quiet", "--force-create", &into, &format!("origin/{into}")]);
    let message = git(&fleet.desk, &["log", "-1", "--format=%B", &format!("origin/{branch}")]);
    git(&fleet.desk, &["merge", "--quiet", "--squash", &format!("origin/{branch}")]);
    git(&fleet.desk, &["commit", "--quiet", "-m", &format!("a request (#1)\n\n* {message}")]);
    git(&fleet.desk, &["push", "--quiet", "origin", &into, &format!(":{branch}")]);
}

#[test]
fn a_conflict_is_resolved_in_the_request() {
    let fleet = fleet();
    fleet.on("production", &[("config/common.yaml", &CONFIG.replace("info", "warn"))], "quiet the logs");
    let source = fleet.on(
        "staging",
        &[(WEB, &web("v1.1.0")), ("config/common.yaml", &CONFIG.replace("info", "debug"))],
        "more logs",
    );
    let run = ["promote", "--to", "production", "--deliver", "branch", "--format", "json"];
    let ran = fleet.repo.hoist(&run).exits(0);
    let json = ran.json();
    assert_eq!(
        (json["result"].as_str(), json["receipts"][0]["fresh"].as_bool()),
        (Some("requested"), Some(true))
    );
    assert_eq!(fleet.repo.there(&["rev-parse", "hoist/production/web"]), source);
    let body = json["plan"]["promotions"][0]["delivery"]["request"]["body"].as_str().unwrap().to_owned();
    insta::assert_snapshot!(without_ids(&body), @r"
    Promotes from `staging` to `production`.

    | app | runs now | will run | step |
    | --- | --- | --- | --- |
    | `web` | `v1.0.0` | `v1.1.0` | minor |

    **What changes**

    - `apps/web/kustomization.yaml:7` `newTag`: `v1.0.0` → `v1.1.0`

    **What is merged**

    `env/staging` at `[commit]`: 1 file changes.

    **Conflicts**: this branch holds `staging` as it is. Resolve them here, and keep what is `production`'s own: `config/env/**`.

    - `config/common.yaml`: both changed it
      - production: [commit] quiet the logs \(Dev\)
      - staging: [commit] more logs \(Dev\)
      - `<<<<<<< production`
      - `log: warn`
      - `=======`
      - `log: debug`
      - `>>>>>>> staging`

    **Why it may move**

    - `web` order pass: staging runs it
    - `web` immutable pass: nothing moves by itself
    - `web` merge later: staging and production changed the same: config/common.yaml: resolved in the request

    **To undo it**: revert the commit that this lands as.

    A version is a name, not proof of content: no digest is pinned here.
    ");
    assert_eq!(fleet.repo.hoist(&run).exits(0).json()["changed"], false, "the same again pushes nothing");
    let next = fleet.on("staging", &[(WEB, &web("v1.2.0"))], "v1.2.0");
    fleet.repo.hoist(&run).exits(0);
    assert_eq!(
        fleet.repo.there(&["rev-parse", "hoist/production/web"]),
        next,
        "the branch follows the source"
    );
    // A person resolves it.
    git(&fleet.desk, &["fetch", "--quiet", "origin"]);
    git(&fleet.desk, &["switch", "--quiet", "--force-create", "env/production", "origin/env/production"]);
    git_output(&fleet.desk, &["merge", "origin/hoist/production/web"]);
    fleet.save("env/production", &[("config/common.yaml", &CONFIG.replace("info", "notice"))], "resolved");
    let ran = fleet.promote(&["--to", "production"]).exits(0);
    assert!(ran.stderr.contains("nothing to do"), "{}", ran.stderr);
    fleet.on("staging", &[(WEB, &web("v1.3.0"))], "v1.3.0");
    fleet.promote(&["--to", "production"]).exits(0);
    assert!(fleet.file("production", "config/common.yaml").contains("log: notice"));
    fleet.repo.fsck();
}

fn without_ids(text: &str) -> String {
    let is_id = |word: &str| word.len() == 7 && word.chars().all(|c| c.is_ascii_hexdigit());
    let words = text.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
    let shown = |word: &str| {
        let bare = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        if is_id(bare) { word.replace(bare, "[commit]") } else { word.to_owned() }
    };
    words.map(shown).collect()
}

#[test]
fn the_first_promotion_makes_the_branch() {
    let fleet = fleet();
    fleet.repo.there(&["branch", "-D", "env/production"]);
    let ran = fleet.promote(&["--to", "production"]).exits(2);
    insta::assert_snapshot!(fleet.shown(&ran), @r"
    error: production has no branch: there is no `env/production` on the remote
    hint: mend `branches:` of hoist.yaml; --create makes the branch
    ");
    let ran = fleet.promote(&["--to", "production", "--create"]).exits(0);
    insta::assert_snapshot!(fleet.shown(&ran), @r"
    web  staging → production   → v1.0.0  (first)
      apps/web/kustomization.yaml:7:13   newTag: v1.0.0 (new)

      order  pass  staging runs it

    env/staging ([commit]) → env/production
      the branch begins with all that is there

    pushed [commit] to env/production
    ");
    assert_eq!(fleet.parents("production"), [fleet.tip("staging")]);
    assert_eq!(fleet.files("staging", "production"), "");
    let message = fleet.repo.there(&["log", "-1", "--format=%B", "env/production"]);
    assert!(message.contains("Hoist-App: web -> v1.0.0"), "{message}");
    fleet.on("staging", &[(WEB, &web("v1.1.0"))], "v1.1.0");
    fleet.promote(&["--to", "production", "--create"]).exits(0);
    assert_eq!(fleet.parents("production").len(), 2);
    fleet.repo.fsck();
}

#[test]
fn a_hotfix_is_brought_back() {
    let fleet = fleet();
    fleet.on(
        "dev",
        &[("apps/api/kustomization.yaml", &kustomization("ghcr.io/acme/api", "v0.1.0"))],
        "an api",
    );
    let fix = fleet.on("production", &[(WEB, &web("v1.0.1"))], "v1.0.1");
    fleet.repo.hoist(&["promote", "--from", "production", "--to", "dev", "--deliver", "push"]).exits(0);
    assert_eq!(fleet.parents("dev")[1], fix);
    assert!(
        fleet.file("dev", WEB).contains("v1.0.1")
            && fleet.file("dev", "apps/api/kustomization.yaml").contains("v0.1.0")
    );
    // And forth again: the histories cross.
    fleet.promote(&["--to", "staging"]).exits(0);
    fleet.promote(&["--to", "production"]).exits(0);
    assert!(fleet.file("production", "apps/api/kustomization.yaml").contains("v0.1.0"));
    fleet.repo.fsck();
}

#[test]
fn what_the_source_keeps_does_not_travel_with_a_hotfix() {
    let fleet = fleet();
    fleet.on("production", &[("config/env/host.yaml", "host: production\n")], "its own host");
    let fix = [(WEB, web("v1.0.1")), ("config/env/secret.yaml", "of: production\n".to_owned())];
    let fix: Vec<_> = fix.iter().map(|(path, text)| (*path, text.as_str())).collect();
    fleet.on("production", &fix, "v1.0.1");
    for environment in ["dev", "staging"] {
        fleet.promote(&["--from", "production", "--to", environment]).exits(0);
        assert!(fleet.file(environment, WEB).contains("v1.0.1"));
        assert_eq!(fleet.file(environment, "config/env/host.yaml"), "host: x");
        let files = fleet.repo.there(&["ls-tree", "-r", "--name-only", &format!("env/{environment}")]);
        assert!(!files.contains("secret.yaml"), "{files}");
    }
    fleet.on("dev", &[(WEB, &web("v1.1.0"))], "v1.1.0");
    fleet.promote(&["--to", "staging"]).exits(0);
    fleet.promote(&["--to", "production"]).exits(0);
    assert_eq!(fleet.file("production", "config/env/host.yaml"), "host: production");
    assert_eq!(fleet.file("production", "config/env/secret.yaml"), "of: production");
    fleet.repo.fsck();
}

#[test]
fn a_status_tells_the_command_that_moves_the_whole_branch() {
    const API: &str = "apps/api/kustomization.yaml";
    let api = |tag| kustomization("ghcr.io/acme/api", tag);
    let fleet = fleet();
    fleet.on("dev", &[(API, &api("v0.1.0"))], "an api");
    fleet.promote(&["--to", "staging"]).exits(0);
    fleet.promote(&["--to", "production"]).exits(0);
    fleet.on("dev", &[(API, &api("v0.2.0")), (WEB, &web("v1.1.0"))], "both");
    let ran = fleet.repo.hoist(&["status"]).exits(0);
    let told: Vec<_> = ran.stdout.lines().filter(|line| line.contains("hoist promote")).collect();
    assert_eq!(told, ["  hoist promote --to staging   api v0.1.0 → v0.2.0, web v1.0.0 → v1.1.0"]);
    fleet.promote(&["--to", "staging"]).exits(0);
    // What conflicts, or brings nothing, isn't told.
    fleet.on("production", &[(WEB, &web("v1.0.1"))], "v1.0.1");
    let ran = fleet.repo.hoist(&["status"]).exits(0);
    assert!(!ran.stdout.contains("hoist promote"), "{}", ran.stdout);
    assert!(ran.stdout.contains("staging can't be merged into production"), "{}", ran.stdout);
}

#[test]
fn a_status_without_a_configuration_tells_the_strategy_too() {
    let fleet = fleet_of("");
    fleet.on("dev", &[(WEB, &web("v1.1.0"))], "v1.1.0");
    let ran = fleet.repo.hoist(&["status", "--strategy", "branch"]).exits(0);
    assert!(ran.stdout.contains("hoist promote --to staging --strategy branch"), "{}", ran.stdout);
}

#[test]
fn a_branch_that_began_from_another_has_a_history_of_its_own() {
    let fleet = fleet();
    git(&fleet.desk, &["push", "--quiet", "origin", ":env/staging"]);
    fleet.on("dev", &[(WEB, &web("v1.1.0"))], "v1.1.0");
    fleet.promote(&["--to", "staging", "--create"]).exits(0);
    let ran = fleet.repo.hoist(&["history", "--verify"]).exits(0);
    assert!(!ran.stdout.contains("wrong"), "{}", ran.stdout);
    let own = fleet.repo.hoist(&["history", "--in", "staging", "--format", "csv"]).exits(0);
    let rows: Vec<_> = own.stdout.lines().skip(1).collect();
    assert!(rows.len() == 1 && rows[0].contains("promotion"), "{}", own.stdout);
    let status = fleet.repo.hoist(&["status"]).exits(0);
    assert!(!status.stdout.contains('*'), "{}", status.stdout);
    // What follows stands above it.
    fleet.on("dev", &[(WEB, &web("v1.2.0"))], "v1.2.0");
    fleet.promote(&["--to", "staging"]).exits(0);
    fleet.repo.hoist(&["history", "--verify"]).exits(0);
    let ran = fleet.repo.hoist(&["rollback", "--in", "staging", "--to-version", "v1.0.0"]).run();
    assert!(ran.code == 4 && ran.stderr.contains("v1.0.0 never ran in staging"), "{}", ran.stderr);
}

#[test]
fn a_conflict_says_how_it_is_resolved() {
    let fleet = fleet();
    fleet.on("staging", &[(WEB, &web("v1.1.0"))], "v1.1.0");
    fleet.on("production", &[(WEB, &web("v1.0.1"))], "v1.0.1");
    let ran = fleet.promote(&["--to", "production"]).exits(4);
    for next in ["--from staging --to production --deliver branch", "--from production --to staging"] {
        assert!(ran.stderr.contains(&format!("hoist promote {next}")), "{}", ran.stderr);
    }
    let args = ["promote", "--from", "production", "--to", "staging", "--deliver", "branch"];
    let ran = fleet.repo.hoist(&args).exits(0);
    assert!(!ran.stderr.contains("note: resolve it"), "{}", ran.stderr);
}

#[test]
fn a_branch_moves_as_a_whole() {
    let fleet = fleet();
    fleet.on(
        "staging",
        &[
            (WEB, &web("v1.1.0")),
            ("apps/api/kustomization.yaml", &kustomization("ghcr.io/acme/api", "v0.1.0")),
        ],
        "two apps",
    );
    let ran = fleet.promote(&["web", "--to", "production"]).exits(2);
    insta::assert_snapshot!(fleet.shown(&ran), @r"
    error: web can't move alone: api stand on the same branch
    hint: leave the app out, or say `*`: a branch moves as a whole
    ");
    let ran = fleet.promote(&["web@v1.1.0", "--to", "production"]).exits(2);
    insta::assert_snapshot!(fleet.shown(&ran), @r"
    error: v1.1.0 can't be given: a merge brings what the source's branch holds
    hint: leave it out, or name an older commit of the source with --from-ref
    ");
    let ran = fleet.repo.hoist(&["promote", "--to", "production", "--deliver", "worktree"]).exits(2);
    insta::assert_snapshot!(fleet.shown(&ran), @r"
    error: `worktree` needs the directory strategy: here environments are branches
    hint: use --deliver commit for the local branch, or branch or push
    ");
    let ran = fleet.promote(&["--to", "dev"]).exits(2);
    insta::assert_snapshot!(fleet.shown(&ran), @r"
    error: versions start in dev: nothing comes before it that could be merged
    hint: commit to its branch, or name another environment with --from
    ");
    let ran = fleet.promote(&["*", "--to", "production"]).exits(0);
    insta::assert_snapshot!(fleet.shown(&ran), @r"
    api  staging → production   → v0.1.0         (first)
      apps/api/kustomization.yaml:7:13   newTag: v0.1.0 (new)

      order  pass  staging runs it

    web  staging → production   v1.0.0 → v1.1.0  (minor)
      apps/web/kustomization.yaml:7:13   newTag: v1.0.0 → v1.1.0

      order  pass  staging runs it

    env/staging ([commit]) → env/production
      2 files change: apps/api/kustomization.yaml, apps/web/kustomization.yaml

    pushed [commit] to env/production
    ");
    assert_eq!(
        fleet.repo.there(&["log", "-1", "--format=%s", "env/production"]),
        "promote(production): api and web"
    );
}

#[test]
fn an_older_commit_of_the_source_is_promoted_by_name() {
    let fleet = fleet();
    let older = fleet.on("staging", &[(WEB, &web("v1.1.0"))], "v1.1.0");
    fleet.on("staging", &[(WEB, &web("v1.2.0"))], "v1.2.0");
    let ran = fleet.promote(&["--to", "production", "--from-ref", &older]).exits(0);
    assert!(ran.stderr.contains("v1.0.0 → v1.1.0") && ran.stderr.contains("order  pass"), "{}", ran.stderr);
    assert_eq!(fleet.parents("production")[1], older);
    let elsewhere = fleet.on("dev", &[(WEB, &web("v9.0.0"))], "v9.0.0");
    let ran = fleet.promote(&["--to", "production", "--from-ref", &elsewhere]).exits(2);
    assert!(ran.stderr.contains("isn't known to stand on env/staging"), "{}", ran.stderr);
    fleet.promote(&["--to", "production"]).exits(0);
    assert!(fleet.file("production", WEB).contains("v1.2.0"));
}

#[test]
fn a_saved_plan_fixes_the_commit_and_is_refused_where_the_target_moved() {
    let fleet = fleet();
    let approved = fleet.on("staging", &[(WEB, &web("v1.1.0"))], "v1.1.0");
    fleet.repo.hoist(&["plan", "--to", "production", "--deliver", "push", "--out", "plan.json"]).exits(0);
    fleet.on("staging", &[(WEB, &web("v1.2.0"))], "v1.2.0");
    fleet.repo.hoist(&["promote", "--plan", "plan.json"]).exits(0);
    assert_eq!(fleet.parents("production")[1], approved);
    assert!(fleet.file("production", WEB).contains("v1.1.0"));
    fleet.repo.hoist(&["plan", "--to", "production", "--deliver", "push", "--out", "plan.json"]).exits(0);
    fleet.on("production", &[("config/other.yaml", "a: 1\n")], "by hand");
    let before = fleet.tip("production");
    let ran = fleet.repo.hoist(&["promote", "--plan", "plan.json"]).exits(4);
    assert!(ran.stderr.contains("the target moved since the plan was made"), "{}", ran.stderr);
    assert_eq!(fleet.tip("production"), before);
}

#[test]
fn a_saved_plan_is_applied_in_a_shallow_clone() {
    let fleet = fleet();
    let approved = fleet.on("staging", &[(WEB, &web("v1.1.0"))], "v1.1.0");
    fleet.repo.hoist(&["plan", "--to", "production", "--deliver", "push", "--out", "plan.json"]).exits(0);
    fleet.on("staging", &[(WEB, &web("v1.2.0"))], "v1.2.0");
    let plan = fleet.repo.clone.join("plan.json");
    let clone = fleet.repo.clone_again("shallow", &["--depth=1"]);
    hoist(&clone, &["promote", "--plan", plan.to_str().unwrap()]).exits(0);
    assert_eq!(fleet.parents("production")[1], approved);
}

#[test]
fn commit_moves_the_local_branch_and_the_files_that_change() {
    let fleet = fleet();
    fleet.repo.git(&["fetch", "--quiet", "origin"]);
    fleet.repo.git(&["switch", "--quiet", "--create", "env/production", "origin/env/production"]);
    fleet.repo.write("untracked.txt", "mine");
    fleet.on(
        "staging",
        &[("apps/new/kustomization.yaml", &web("v1.1.0")), (WEB, &web("v1.1.0"))],
        "a new app",
    );
    git(&fleet.desk, &["rm", "--quiet", "-r", "config"]);
    let source = fleet.save("env/staging", &[], "no configuration");
    fleet.repo.hoist(&["promote", "--to", "production", "--deliver", "commit"]).exits(0);
    assert_eq!(fleet.repo.git(&["rev-parse", "HEAD^2"]), source);
    assert_eq!(fleet.repo.git(&["status", "--porcelain"]), "?? untracked.txt");
    assert!(
        fleet.repo.read(WEB).contains("v1.1.0")
            && fleet.repo.clone.join("apps/new/kustomization.yaml").exists()
    );
    assert!(!fleet.repo.clone.join("config/common.yaml").exists(), "what was deleted goes");
    assert!(fleet.repo.clone.join("config/env/host.yaml").exists(), "what is kept stays");
}

#[test]
fn many_promote_at_once_and_one_merges() {
    let fleet = fleet();
    let clones: Vec<_> =
        (0..6).map(|number| fleet.repo.clone_again(&format!("clone-{number}"), &[])).collect();
    for round in 1..=5 {
        fleet.on("staging", &[(WEB, &web(&format!("v1.{round}.0")))], "next");
        std::thread::scope(|scope| {
            for clone in &clones {
                scope
                    .spawn(|| hoist(clone, &["promote", "--to", "production", "--deliver", "push"]).exits(0));
            }
        });
        assert_eq!(
            fleet.repo.there(&["rev-list", "--count", "--merges", "env/production"]),
            round.to_string()
        );
    }
    assert_eq!(fleet.files("staging", "production"), "");
    fleet.repo.fsck();
}

#[test]
fn without_a_configuration_branches_tell_the_environments() {
    let fleet = fleet_of("");
    fleet.on("staging", &[(WEB, &web("v1.1.0"))], "v1.1.0");
    let ran = fleet.repo.hoist(&["plan", "--to", "production", "--strategy", "branch"]).exits(0);
    insta::assert_snapshot!(fleet.shown(&ran), @"");
    fleet.promote(&["--to", "production", "--strategy", "branch"]).exits(0);
    assert!(fleet.file("production", WEB).contains("v1.1.0"));
}

#[test]
fn a_shallow_clone_is_deepened() {
    let fleet = fleet();
    ten_promotions(&fleet, |fleet| {
        let number = fleet.repo.there(&["rev-list", "--count", "env/production"]);
        let clone = fleet.repo.clone_again(&format!("shallow-{number}"), &["--depth=1"]);
        hoist(&clone, &["promote", "--to", "production", "--deliver", "push"]).exits(0);
    });
}

#[test]
fn no_conflict_does_not_mean_right() {
    let fleet = fleet();
    let with = |tag: &str, digest: char| {
        let digest = digest.to_string().repeat(64);
        format!(
            "images:\n  - name: web\n    newTag: {tag}\n    # one\n    # two\n    # three\n    digest: sha256:{digest}\n"
        )
    };
    fleet.on("staging", &[(WEB, &with("v1", 'a'))], "pinned");
    fleet.promote(&["--to", "production"]).exits(0);
    fleet.on("staging", &[(WEB, &with("v2", 'a'))], "a tag");
    fleet.on("production", &[(WEB, &with("v1", 'b'))], "a digest");
    let ran = fleet.promote(&["--to", "production"]).exits(4);
    insta::assert_snapshot!(fleet.shown(&ran).replace(&"a".repeat(64), "aaaa").replace(&"b".repeat(64), "bbbb"), @r"
    web  staging → production   v1 → v2  (refused)
      manifest  refused  apps/web/kustomization.yaml:3:13: web would be v2@sha256:bbbb, which neither staging holds (v2@sha256:aaaa) nor production (v1@sha256:bbbb)

    env/staging ([commit]) → env/production
      1 file changes: apps/web/kustomization.yaml
      stays production's own (drift): apps/web/kustomization.yaml

    refused · nothing was written
    ");
}

#[test]
fn what_moves_by_itself_is_not_merged() {
    let fleet = fleet();
    fleet.on("dev", &[(WEB, &web("dev-latest"))], "the newest");
    let ran = fleet.promote(&["--to", "staging"]).exits(4);
    assert!(ran.stderr.contains("dev-latest of ghcr.io/acme/web is a moving tag"), "{}", ran.stderr);
}

#[test]
fn branches_without_a_common_history_are_told() {
    let fleet = fleet();
    git(&fleet.desk, &["switch", "--quiet", "--orphan", "apart"]);
    git(&fleet.desk, &["push", "--quiet", "origin", ":env/production"]);
    fleet.save("env/production", &[(WEB, &web("v0.9.0"))], "made apart");
    let ran = fleet.promote(&["--to", "production"]).exits(4);
    insta::assert_snapshot!(fleet.shown(&ran), @r"
    web  staging → production   v0.9.0 → v1.0.0  (refused)
      apps/web/kustomization.yaml:7:13   newTag: v0.9.0 → v1.0.0

      order  pass     staging runs it
      merge  refused  staging and production changed the same: apps/web/kustomization.yaml

    env/staging ([commit]) → env/production
      2 files change: README.md, config/common.yaml

      apps/web/kustomization.yaml: both added it
        production  [commit] made apart (Dev)
        staging     [commit] first (Dev)
          <<<<<<< production
              newTag: v0.9.0 # what runs here
          =======
              newTag: v1.0.0 # what runs here
          >>>>>>> staging

    warning: staging and production have no common history: what both have and isn't equal is a conflict; begin production anew from staging (delete its branch, then --create), or merge them once by hand with `git merge --allow-unrelated-histories`

    refused · nothing was written
    ");
}

#[test]
fn a_branch_without_apps_is_promoted_whole() {
    let fleet = fleet_of("branches: \"env/{env}\"\nenvironments: [dev, staging, production]\n");
    for environment in ["dev", "staging", "production"] {
        git(&fleet.desk, &["fetch", "--quiet", "origin"]);
        let branch = format!("env/{environment}");
        git(&fleet.desk, &["switch", "--quiet", "--force-create", &branch, &format!("origin/{branch}")]);
        git(&fleet.desk, &["rm", "--quiet", "-r", "apps"]);
        fleet.save(&branch, &[], "no apps");
    }
    fleet.on("staging", &[("config/common.yaml", "log: debug\n")], "more logs");
    let ran = fleet.promote(&["--to", "production"]).exits(0);
    assert!(ran.stderr.contains("all  staging → production"), "{}", ran.stderr);
    assert_eq!(fleet.file("production", "config/common.yaml"), "log: debug");
}

/// Three versions in staging and, one after the other, in production; each changes the same line of the configuration.
fn three_promotions() -> Fleet {
    let fleet = fleet();
    for round in 1..=3 {
        let config = CONFIG.replace("info", &format!("level-{round}"));
        fleet.on(
            "staging",
            &[(WEB, &web(&format!("v1.{round}.0"))), ("config/common.yaml", &config)],
            "next",
        );
        fleet.promote(&["--to", "production"]).exits(0);
    }
    fleet
}

impl Fleet {
    fn back(&self, args: &[&str]) -> Run<'_> {
        self.repo.hoist(&[&["rollback", "--in", "production"], args, &["--deliver", "push"]].concat())
    }

    /// The version and the configuration that production has.
    fn level(&self) -> String {
        let web = self.file("production", WEB);
        let tag = web.lines().find_map(|line| line.trim().strip_prefix("newTag: ")).unwrap().to_owned();
        let config = self.file("production", "config/common.yaml");
        format!("{} {}", tag.split(' ').next().unwrap(), config.lines().next().unwrap())
    }

    fn without_holds(&self) {
        git(&self.desk, &["fetch", "--quiet", "origin"]);
        git(&self.desk, &["switch", "--quiet", "--force-create", "env/production", "origin/env/production"]);
        git(&self.desk, &["rm", "--quiet", "-r", ".hoist"]);
        self.save("env/production", &[], "take the holds away");
    }
}

#[test]
fn a_rollback_takes_back_what_the_last_promotion_brought() {
    let fleet = three_promotions();
    fleet.on("production", &[("config/own.yaml", "a: 1\n")], "later work");
    let before = fleet.tip("production");
    let ran = fleet.back(&[]).exits(0);
    insta::assert_snapshot!(fleet.shown(&ran), @r"
    web  back in production   v1.3.0 → v1.2.0  (rollback)
      apps/web/kustomization.yaml:7:13   newTag: v1.3.0 → v1.2.0

    env/production without [commit]
      2 files change: apps/web/kustomization.yaml, config/common.yaml

    web v1.3.0  production  (held)
      rolled back from v1.3.0 to v1.2.0

    pushed [commit] to env/production
    ");
    assert_eq!(fleet.parents("production"), [before], "a plain commit");
    assert_eq!(fleet.level(), "v1.2.0 log: level-2");
    assert_eq!(fleet.file("production", "config/own.yaml"), "a: 1");
    assert!(fleet.file("production", ".hoist/holds.yaml").contains("v1.3.0"));
    let changed = fleet.repo.there(&["show", "--format=", "--name-only", "env/production"]);
    assert_eq!(changed, format!(".hoist/holds.yaml\n{WEB}\nconfig/common.yaml"));
    let message = fleet.repo.there(&["log", "-1", "--format=%B", "env/production"]);
    let before_that = fleet.repo.there(&["rev-parse", "env/production~2^1"]);
    assert!(
        message.contains("Hoist-Action: rollback")
            && message.contains(&format!("Hoist-Source: {before_that}")),
        "{message}"
    );
    fleet.repo.fsck();
}

#[test]
fn a_later_promotion_brings_again_what_was_rolled_back() {
    let fleet = three_promotions();
    fleet.back(&[]).exits(0);
    let config = CONFIG.replace("info", "level-3").replace("replicas: 1", "replicas: 2");
    fleet.on("staging", &[(WEB, &web("v1.4.0")), ("config/common.yaml", &config)], "v1.4.0");
    fleet.promote(&["--to", "production"]).exits(0);
    assert_eq!(fleet.level(), "v1.4.0 log: level-3", "nothing is skipped");
    assert_eq!(fleet.files("staging", "production"), ".hoist/holds.yaml");
    fleet.repo.fsck();
}

#[test]
fn the_same_source_is_promoted_again_once_nothing_holds_it() {
    let fleet = three_promotions();
    fleet.back(&[]).exits(0);
    fleet.without_holds();
    fleet.promote(&["--to", "production"]).exits(0);
    assert_eq!(fleet.level(), "v1.3.0 log: level-3");
    assert_eq!(fleet.files("staging", "production"), "");
    let ran = fleet.promote(&["--to", "production"]).exits(0);
    assert!(ran.stderr.contains("nothing to do"), "{}", ran.stderr);
}

#[test]
fn two_rollbacks_in_a_row_go_back_twice() {
    let fleet = three_promotions();
    fleet.back(&[]).exits(0);
    fleet.back(&[]).exits(0);
    assert_eq!(fleet.level(), "v1.1.0 log: level-1");
    fleet.without_holds();
    fleet.promote(&["--to", "production"]).exits(0);
    assert_eq!(fleet.level(), "v1.3.0 log: level-3");
}

#[test]
fn a_rollback_goes_to_any_version_that_stood_there() {
    let fleet = three_promotions();
    fleet.on("production", &[("config/own.yaml", "a: 1\n")], "own work");
    fleet.back(&["--to-version", "v1.1.0"]).exits(0);
    assert_eq!(fleet.level(), "v1.1.0 log: level-1");
    assert_eq!(fleet.file("production", "config/own.yaml"), "a: 1");
    let ran = fleet.back(&["--to-version", "v9.9.9"]).exits(4);
    assert!(ran.stderr.contains("v9.9.9 never ran in production"), "{}", ran.stderr);
    let ran = fleet.back(&["--to-version", "v1.3.0"]).exits(4);
    assert!(ran.stderr.contains("was taken back since"), "{}", ran.stderr);
}

/// What a forge does that merges: a commit with words of its own.
fn land(fleet: &Fleet, branch: &str) {
    git(&fleet.desk, &["fetch", "--quiet", "--prune", "origin"]);
    git(&fleet.desk, &["switch", "--quiet", "--force-create", "env/production", "origin/env/production"]);
    git(&fleet.desk, &["merge", "--quiet", "--no-ff", "-m", "a request (#1)", &format!("origin/{branch}")]);
    git(&fleet.desk, &["push", "--quiet", "origin", "env/production", &format!(":{branch}")]);
}

#[test]
fn a_request_that_a_forge_merged_is_rolled_back_and_brought_again() {
    let fleet = three_promotions();
    fleet.on(
        "staging",
        &[("config/common.yaml", &CONFIG.replace("info", "level-4"))],
        "the configuration alone",
    );
    fleet.repo.hoist(&["promote", "--to", "production"]).exits(0);
    land(&fleet, "hoist/production/web");
    assert_eq!(fleet.level(), "v1.3.0 log: level-4");
    fleet.repo.hoist(&["rollback", "--in", "production"]).exits(0);
    land(&fleet, "hoist-rollback/production/web");
    assert_eq!(fleet.level(), "v1.3.0 log: level-3");
    fleet.on("staging", &[(WEB, &web("v1.4.0"))], "v1.4.0");
    fleet.promote(&["--to", "production"]).exits(0);
    assert_eq!(fleet.level(), "v1.4.0 log: level-4");
}

#[test]
fn a_squashed_promotion_is_rolled_back_and_brought_again() {
    let fleet = fleet();
    for round in 1..=3 {
        let config = CONFIG.replace("info", &format!("level-{round}"));
        let files = [(WEB, &*web(&format!("v1.{round}.0"))), ("config/common.yaml", &*config)];
        fleet.on("staging", &files, "next");
        fleet.repo.hoist(&["promote", "--to", "production"]).exits(0);
        squash(&fleet, "production", "hoist/production/web");
    }
    fleet.repo.hoist(&["rollback", "--in", "production"]).exits(0);
    squash(&fleet, "production", "hoist-rollback/production/web");
    assert_eq!(fleet.level(), "v1.2.0 log: level-2");
    fleet.on("staging", &[(WEB, &web("v1.4.0"))], "v1.4.0");
    fleet.promote(&["--to", "production"]).exits(0);
    assert_eq!(fleet.level(), "v1.4.0 log: level-3");
}

#[test]
fn what_was_changed_since_stands_in_the_way_of_a_rollback() {
    let fleet = three_promotions();
    fleet.on("production", &[("config/common.yaml", &CONFIG.replace("info", "warn"))], "quiet the logs");
    let before = fleet.tip("production");
    let ran = fleet.back(&[]).exits(4);
    insta::assert_snapshot!(fleet.shown(&ran), @r"
    web  back in production   v1.3.0 → v1.2.0  (refused)
      apps/web/kustomization.yaml:7:13   newTag: v1.3.0 → v1.2.0

      merge  refused  production changed since what would be taken back: config/common.yaml

    env/production without [commit]
      1 file changes: apps/web/kustomization.yaml

      config/common.yaml: production changed it since
        production  [commit] quiet the logs (Dev)
        taken back  [commit] promote(production): web v1.2.0 -> v1.3.0 (Dev)
          <<<<<<< production
          log: warn
          =======
          log: level-2
          >>>>>>> before

    refused · nothing was written
    ");
    assert_eq!(fleet.tip("production"), before);
}

#[test]
fn a_plain_revert_is_a_rollback_too() {
    let fleet = three_promotions();
    git(&fleet.desk, &["fetch", "--quiet", "origin"]);
    git(&fleet.desk, &["switch", "--quiet", "--force-create", "env/production", "origin/env/production"]);
    git(&fleet.desk, &["revert", "--mainline", "1", "--no-edit", "HEAD"]);
    git(&fleet.desk, &["push", "--quiet", "origin", "env/production"]);
    assert_eq!(fleet.level(), "v1.2.0 log: level-2");
    fleet.on("staging", &[(WEB, &web("v1.4.0"))], "v1.4.0");
    fleet.promote(&["--to", "production"]).exits(0);
    assert_eq!(fleet.level(), "v1.4.0 log: level-3");
}

#[test]
fn a_status_reads_each_environment_from_its_branch() {
    let fleet = fleet();
    fleet.on("staging", &[(WEB, &web("v1.1.0"))], "v1.1.0");
    fleet.on("dev", &[(WEB, &web("v1.2.0"))], "v1.2.0");
    let other = CONFIG.replace("replicas: 1", "replicas: 3");
    fleet.on(
        "production",
        &[("config/common.yaml", &other), ("config/env/host.yaml", "host: prod\n")],
        "by hand",
    );
    let ran = fleet.repo.hoist(&["status"]).exits(0);
    let told = format!("{}{}", ran.stdout, ran.stderr);
    assert!(
        told.contains("drift: production has its own config/common.yaml") && !told.contains("host.yaml"),
        "{told}"
    );
    let row = ran.stdout.lines().find(|line| line.starts_with("web")).unwrap().to_owned();
    assert!(["v1.2.0", "v1.1.0", "v1.0.0"].iter().all(|version| row.contains(version)), "{row}");
}

#[test]
fn branches_that_can_not_be_are_told_by_their_place() {
    let fleet = fleet_of("branches: \"env/{envi}{env}\"\nenvironments: [dev, staging]\napps: apps/{app}\n");
    let ran = fleet.promote(&["--to", "staging"]).exits(2);
    insta::assert_snapshot!(fleet.shown(&ran), @r"
    error: hoist.yaml:1:11: nothing says what `{envi}` stands for in dev
           hoist.yaml:1:11: nothing says what `{envi}` stands for in staging
    hint: docs/configuration.md has every key; `hoist schema` prints them for an editor
    ");
    let fleet =
        fleet_of("branches: \"env/{env}\"\nenvironments: [dev, stage, production]\napps: apps/{app}\n");
    let ran = fleet.promote(&["--to", "production"]).exits(2);
    insta::assert_snapshot!(fleet.shown(&ran), @r"
    error: stage has no branch: there is no `env/stage` on the remote
    hint: did you mean `env/staging`? mend `branches:` of hoist.yaml
    ");
    let ran = fleet.promote(&["--to", "stage", "--strategy", "tag"]).exits(2);
    insta::assert_snapshot!(fleet.shown(&ran), @r"
    error: `tag` was asked for, and hoist.yaml says `branch`
    hint: leave --strategy out, or change `strategy:` in hoist.yaml
    ");
    let ran = fleet.repo.hoist(&["promote", "--to", "stage", "--create", "--deliver", "branch"]).exits(2);
    insta::assert_snapshot!(fleet.shown(&ran), @r"
    error: `env/stage` isn't there yet, and a request needs a branch to go to
    hint: begin it with --deliver push; requests follow
    ");
}

#[test]
fn nobody_else_s_branch_is_begun_upon() {
    let fleet = fleet();
    fleet.repo.there(&["branch", "-D", "env/production"]);
    let clones: Vec<_> =
        (0..4).map(|number| fleet.repo.clone_again(&format!("clone-{number}"), &[])).collect();
    let run = ["promote", "--to", "production", "--create", "--deliver", "push"];
    std::thread::scope(|scope| {
        for clone in &clones {
            scope.spawn(|| hoist(clone, &run).exits(0));
        }
    });
    assert_eq!(
        fleet.parents("production"),
        [fleet.tip("staging")],
        "one began it, the others found nothing to do"
    );
    fleet.repo.fsck();
}

#[test]
fn a_file_that_is_kept_keeps_its_version_and_that_is_told() {
    let fleet = fleet_of(&HOIST.replace("config/env/**", "apps/web/*"));
    fleet.on("staging", &[(WEB, &web("v1.1.0")), ("config/common.yaml", "log: debug\n")], "v1.1.0");
    let ran = fleet.promote(&["--to", "production"]).exits(0);
    assert!(ran.stderr.contains("web stays at v1.0.0") && ran.stderr.contains("by `keep`"), "{}", ran.stderr);
    assert!(fleet.file("production", WEB).contains("v1.0.0"));
}

#[test]
fn what_came_in_one_second_is_told_newest_first() {
    let fleet = fleet();
    fleet.on("dev", &[(WEB, &web("v1.1.0"))], "v1.1.0");
    for to in ["staging", "production"] {
        fleet.promote(&["--to", to]).exits(0);
    }
    let told = fleet.repo.hoist(&["history", "--limit", "3", "--format", "json"]).exits(0).json();
    let order: Vec<_> = told["entries"].as_array().unwrap().iter().map(|one| &one["environment"]).collect();
    assert_eq!(order, ["production", "staging", "dev"], "{told:#}");
}

#[test]
fn a_hold_of_all_environments_is_on_the_branch_of_each_in_one_push() {
    let fleet = fleet();
    let hook = fleet.repo.remote.join("hooks/post-receive");
    std::fs::write(&hook, "#!/bin/sh\necho push >> pushes\n").unwrap();
    std::fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    fleet.repo.hoist(&["hold", "*", "--in", "*", "--reason", "x", "--deliver", "push"]).exits(0);
    for environment in ["dev", "staging", "production"] {
        let text = fleet.file(environment, ".hoist/holds.yaml");
        assert!(text.contains(&format!("environments: [{environment}]")), "{environment}: {text}");
        assert_eq!(text.matches("- app:").count(), 1, "{environment}: {text}");
        let ahead = format!("env/{environment}~1..env/{environment}");
        assert_eq!(fleet.repo.there(&["log", "--format=%s", &ahead]), format!("hold({environment}): *"));
    }
    assert_eq!(std::fs::read_to_string(fleet.repo.remote.join("pushes")).unwrap(), "push\n");
    fleet.repo.fsck();
}

#[test]
fn a_hold_on_a_branch_that_stands_where_the_main_one_does_keeps_the_others() {
    let fleet = fleet();
    let held = "- {app: old, environments: [production], reason: before}\n";
    fleet.repo.write(".hoist/holds.yaml", held);
    fleet.repo.commit_and_push("holds");
    fleet.repo.git(&["push", "--quiet", "--force", "origin", "main:env/production"]);
    fleet.repo.hoist(&["hold", "*", "--in", "production", "--reason", "x", "--deliver", "push"]).exits(0);
    let text = fleet.file("production", ".hoist/holds.yaml");
    assert!(text.starts_with(held.trim_end()) && text.contains("reason: x"), "{text}");
}
