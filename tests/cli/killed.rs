//! Killed at any moment: the remote has the whole promotion or none of it, and the next run ends it.

use super::support::{Repo, hoist, kustomization, overlay};
use std::time::{Duration, Instant};

const KILLS: usize = 200;

/// A small generator, so that a failing moment can be met again: the seed is printed.
struct Random(u64);

impl Random {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

fn repo() -> Repo {
    let repo = Repo::new();
    for app in ["api", "web"] {
        for (environment, tag) in [("dev", "v0"), ("production", "v0")] {
            repo.write(&overlay(app, environment), kustomization(&format!("ghcr.io/acme/{app}"), tag));
        }
    }
    repo.write(
        "hoist.yaml",
        "environments: [dev, { name: production, entry: true }]\napps: apps/{app}/overlays/{env}\n",
    );
    repo.commit_and_push("seed");
    repo
}

/// The versions of both apps in production, at one commit of the remote: a push may still be ending.
fn versions(repo: &Repo) -> [u32; 2] {
    let tip = repo.there(&["rev-parse", "main"]);
    ["api", "web"].map(|app| {
        let text = repo.there(&["show", &format!("{tip}:{}", overlay(app, "production"))]);
        let tag = text.split("newTag: v").nth(1).unwrap().split(' ').next().unwrap();
        tag.parse().unwrap()
    })
}

#[test]
#[allow(clippy::disallowed_methods, reason = "the length of a run is measured to kill within it")]
fn killed_at_200_moments_the_remote_is_whole() {
    let repo = repo();
    let seed = 0x5eed_1234_u64;
    let mut random = Random(seed);
    let run = |version: u32| {
        let version = format!("v{version}");
        let args =
            ["promote", "api", "web", "--to", "production", "--version", &version, "--deliver", "push"];
        hoist(&repo.clone, &args).command()
    };
    let start = Instant::now();
    assert!(run(1).output().unwrap().status.success());
    let length = u64::try_from(start.elapsed().as_micros()).unwrap();
    let mut landed = 0;
    for kill in 0..KILLS {
        let before = versions(&repo);
        assert_eq!(before[0], before[1], "kill {kill} of seed {seed:#x}");
        let next = before[0] + 1;
        let quiet = || std::process::Stdio::null();
        let mut child = run(next).stdout(quiet()).stderr(quiet()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(random.below(length + length / 4)));
        let _killed = child.kill();
        child.wait().unwrap();
        let after = versions(&repo);
        assert!(
            after == before || after == [next; 2],
            "kill {kill} of seed {seed:#x}: {before:?} became {after:?}"
        );
        landed += u32::from(after == [next; 2]);
        if kill % 20 == 19 {
            let last = versions(&repo)[0] + 5;
            let ended = run(last).output().unwrap();
            assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
            assert_eq!(versions(&repo), [last; 2]);
        }
    }
    println!("of {KILLS} runs that were killed, {landed} had landed whole; none landed in part");
    repo.fsck();
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
    assert!(landed < 150, "most runs end before they are killed: {landed}");
}
