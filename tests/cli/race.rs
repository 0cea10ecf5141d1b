//! Many promote at once: nobody's commit is lost.

use super::support::{Repo, git, hoist, kustomization, overlay};
use std::path::PathBuf;

const PROMOTERS: usize = 8;
const ROUNDS: usize = 20;

#[test]
fn eight_promoters_lose_no_commit_in_twenty_rounds() {
    let repo = Repo::new();
    let app = |number: usize| format!("app-{number}");
    for number in 0..PROMOTERS {
        for (environment, tag) in [("dev", "v0"), ("production", "v0")] {
            repo.write(
                &overlay(&app(number), environment),
                kustomization(&format!("ghcr.io/acme/{}", app(number)), tag),
            );
        }
    }
    repo.write(
        "hoist.yaml",
        "environments: [dev, { name: production, entry: true }]\napps: apps/{app}/overlays/{env}\n",
    );
    repo.commit_and_push("seed");
    let clones: Vec<PathBuf> =
        (0..PROMOTERS).map(|number| repo.clone_again(&format!("clone-{number}"), &[])).collect();
    for round in 1..=ROUNDS {
        std::thread::scope(|scope| {
            for (number, clone) in clones.iter().enumerate() {
                let (app, version) = (app(number), format!("v{round}"));
                scope.spawn(move || {
                    let run =
                        ["promote", &app, "--to", "production", "--version", &version, "--deliver", "push"];
                    hoist(clone, &run).exits(0);
                });
            }
        });
    }
    let commits = repo.there(&["rev-list", "--reverse", "main"]);
    let commits: Vec<_> = commits.lines().collect();
    assert_eq!(commits.len(), 1 + PROMOTERS * ROUNDS);
    assert_eq!(repo.there(&["rev-list", "--count", "--merges", "main"]), "0");
    for commit in &commits[1..] {
        let stat = git(&repo.remote, &["show", "--format=", "--numstat", commit]);
        assert!(stat.starts_with("1\t1\tapps/app-") && stat.lines().count() == 1, "{commit}: {stat}");
    }
    for number in 0..PROMOTERS {
        let text = repo.there(&["show", &format!("main:{}", overlay(&app(number), "production"))]);
        assert!(text.contains(&format!("newTag: v{ROUNDS} #")), "{text}");
    }
    repo.fsck();
}
