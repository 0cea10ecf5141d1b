//! Pushes that the server checks.

use crate::fixture::{KEY, Place, new_commit, remote};
use hoist::git::{Error, Pushed, Repo, Update};
use hoist::model::plan::Oid;
use std::os::unix::fs::PermissionsExt as _;

fn update(branch: &str, old: Option<&Oid>, new: &Oid) -> Update {
    Update::branch(branch, old.cloned(), new.clone())
}

/// A commit on the clone's main, pushed nowhere.
fn made(place: &Place, text: &str) -> (Repo, Oid, Oid) {
    let (repo, tip) = (place.open("clone"), place.rev("clone", "HEAD"));
    let new = repo.commit(&new_commit(&tip, &[(KEY, text)])).unwrap();
    (repo, tip, new)
}

fn hook(place: &Place, name: &str, script: &str) {
    let file = format!("remote.git/hooks/{name}");
    place.write(&file, format!("#!/bin/sh\n{script}\n"));
    std::fs::set_permissions(place.path(&file), std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_push_moves_the_branch_and_leaves_the_clone_as_it_was() {
    let place = Place::cloned(&[(KEY, "v1")]);
    let (repo, tip, new) = made(&place, "v2");
    assert_eq!(remote(&repo).push(&[update("main", Some(&tip), &new)]).unwrap(), Pushed::Done);
    assert_eq!(place.rev("remote.git", "main"), new);
    assert_eq!(place.rev("clone", "HEAD"), tip);
    place.is_sound("clone");
    place.is_sound("remote.git");
    assert_eq!(remote(&repo).push(&[update("main", Some(&tip), &new)]).unwrap(), Pushed::Done, "again");
    assert_eq!(remote(&repo).push(&[]).unwrap(), Pushed::Done);
}

#[test]
fn a_lost_race_names_the_winner() {
    let place = Place::cloned(&[(KEY, "v1")]);
    let (repo, tip, new) = made(&place, "v2");
    let winner = place.add("seed", &[("other", "x")]);
    place.git("seed", &["push", "-q", "../remote.git", "main"]);
    let lost = Pushed::Lost { branch: "main".into(), winner: Some(winner.clone()) };
    assert_eq!(remote(&repo).push(&[update("main", Some(&tip), &new)]).unwrap(), lost);
    assert_eq!(place.rev("remote.git", "main"), winner);
}

#[test]
fn a_race_lost_while_the_server_works_is_lost_too() {
    let place = Place::cloned(&[(KEY, "v1")]);
    let (repo, tip, new) = made(&place, "v2");
    let winner = place.add("seed", &[("other", "x")]);
    place.git("seed", &["push", "-q", "../remote.git", "main:refs/heads/side"]);
    hook(&place, "pre-receive", "unset GIT_QUARANTINE_PATH; git update-ref refs/heads/main refs/heads/side");
    let lost = Pushed::Lost { branch: "main".into(), winner: Some(winner) };
    assert_eq!(remote(&repo).push(&[update("main", Some(&tip), &new)]).unwrap(), lost);
}

#[test]
fn a_new_branch_never_overwrites_one_that_is_there() {
    let place = Place::cloned(&[(KEY, "v1")]);
    let (repo, tip, new) = made(&place, "v2");
    assert_eq!(remote(&repo).push(&[update("hoist/production/web", None, &new)]).unwrap(), Pushed::Done);
    let other = repo.commit(&new_commit(&tip, &[(KEY, "v3")])).unwrap();
    let pushed = remote(&repo).push(&[update("hoist/production/web", None, &other)]).unwrap();
    assert_eq!(pushed, Pushed::Lost { branch: "hoist/production/web".into(), winner: Some(new.clone()) });
    // With its tip as the old one it is replaced, though it isn't an ancestor.
    let update = update("hoist/production/web", Some(&new), &other);
    assert_eq!(remote(&repo).push(&[update]).unwrap(), Pushed::Done);
    assert_eq!(place.rev("remote.git", "hoist/production/web"), other);
}

#[test]
fn several_branches_land_together_or_not_at_all() {
    let place = Place::cloned(&[(KEY, "v1")]);
    let (repo, tip, new) = made(&place, "v2");
    place.add("seed", &[("other", "x")]);
    place.git("seed", &["push", "-q", "../remote.git", "main"]);
    let both = [update("a", None, &new), update("main", Some(&tip), &new), update("z", None, &new)];
    let Pushed::Lost { branch, .. } = remote(&repo).push(&both).unwrap() else { panic!() };
    assert_eq!(branch, "main");
    assert_eq!(place.git("remote.git", &["for-each-ref", "--format=%(refname)"]), "refs/heads/main");
}

#[test]
fn a_hook_that_says_no_is_a_refusal_with_its_words() {
    let place = Place::cloned(&[(KEY, "v1")]);
    let (repo, tip, new) = made(&place, "v2");
    hook(
        &place,
        "pre-receive",
        "echo 'GL-HOOK-ERR: no \x1b[31mcommits\x1b[0m today'; echo '::error::x'; exit 1",
    );
    let error = remote(&repo).push(&[update("main", Some(&tip), &new)]).unwrap_err();
    let shown = error.to_string();
    assert!(
        shown.starts_with("the remote refused `main`: pre-receive hook declined: GL-HOOK-ERR: no"),
        "{shown}"
    );
    assert!(!shown.contains('\x1b') && !shown.contains('\n'), "{shown}");
    assert_eq!(error.hint().unwrap(), "a hook of the server said no: its words are above");
    assert_eq!(place.rev("remote.git", "main"), tip);
    hook(&place, "pre-receive", "echo 'GH006: Protected branch update failed for refs/heads/main.'; exit 1");
    let error = remote(&repo).push(&[update("main", Some(&tip), &new)]).unwrap_err();
    assert!(error.hint().unwrap().starts_with("the branch is protected"));
}

#[test]
fn an_update_hook_that_refuses_one_branch_is_named() {
    let place = Place::cloned(&[(KEY, "v1")]);
    let (repo, tip, new) = made(&place, "v2");
    hook(&place, "update", "test \"$1\" != refs/heads/main");
    let both = [update("a", None, &new), update("main", Some(&tip), &new)];
    let error = remote(&repo).push(&both).unwrap_err();
    assert!(matches!(&error, Error::Rejected { branch, .. } if branch == "main"), "{error}");
    assert_eq!(place.git("remote.git", &["for-each-ref", "--format=%(refname)"]), "refs/heads/main");
}

#[test]
fn a_branch_below_another_branch_is_no_lost_race() {
    let place = Place::cloned(&[(KEY, "v1")]);
    let (repo, _, new) = made(&place, "v2");
    let error = remote(&repo).push(&[update("main/web", None, &new)]).unwrap_err();
    assert!(error.hint().unwrap().contains("below another branch"), "{error}");
}

#[test]
fn no_hook_tag_or_remote_helper_of_the_clone_takes_part() {
    let place = Place::cloned(&[(KEY, "v1")]);
    place.write("clone/.git/hooks/pre-push", "#!/bin/sh\nexit 1\n");
    std::fs::set_permissions(place.path("clone/.git/hooks/pre-push"), std::fs::Permissions::from_mode(0o755))
        .unwrap();
    place.git("clone", &["tag", "-a", "-m", "t", "v1"]);
    place.git("clone", &["config", "push.followTags", "true"]);
    let (repo, tip, new) = made(&place, "v2");
    assert_eq!(remote(&repo).push(&[update("main", Some(&tip), &new)]).unwrap(), Pushed::Done);
    assert_eq!(place.git("remote.git", &["tag"]), "");
}

#[test]
fn a_bad_name_or_id_is_never_pushed() {
    let place = Place::cloned(&[(KEY, "v1")]);
    let (repo, tip, new) = made(&place, "v2");
    for bad in ["--mirror", "a:refs/heads/main", "*", "x\n"] {
        let pushed = remote(&repo).push(&[update(bad, Some(&tip), &new)]);
        assert!(matches!(pushed, Err(Error::Name { .. })), "{bad:?}");
    }
    let id = Oid("--all".into());
    assert!(matches!(remote(&repo).push(&[update("main", None, &id)]), Err(Error::Id { .. })));
    assert_eq!(place.rev("remote.git", "main"), tip);
}

#[test]
fn of_many_pushers_at_once_none_is_lost() {
    race(4, |one| format!("clone{one}"));
}

#[test]
fn many_pushers_may_share_a_clone() {
    race(2, |_| "clone".to_owned());
}

fn race(rounds: usize, clone_of: impl Fn(usize) -> String) {
    const PUSHERS: usize = 8;
    let names: Vec<_> = (0..PUSHERS).map(|one| format!("apps/app{one}/k.yaml")).collect();
    let place = Place::cloned(&names.iter().map(|name| (name.as_str(), "v0")).collect::<Vec<_>>());
    for clone in (0..PUSHERS).map(&clone_of).filter(|clone| clone != "clone") {
        place.clone_as(&clone, &[]);
    }
    std::thread::scope(|scope| {
        for (one, name) in names.iter().enumerate() {
            let (place, clone) = (&place, clone_of(one));
            scope.spawn(move || {
                let repo = place.open(&clone);
                let there = remote(&repo);
                for round in 1..=rounds {
                    while !push_once(&repo, &there, name, &format!("v{round}")) {}
                }
            });
        }
    });
    let count = place.git("remote.git", &["rev-list", "--count", "--no-merges", "main"]);
    assert_eq!(count, (PUSHERS * rounds + 1).to_string());
    let each = place.git("remote.git", &["log", "--format=", "--name-only", "main~1"]);
    assert_eq!(each.lines().count(), PUSHERS * rounds - 1 + PUSHERS);
    place.is_sound("remote.git");
}

fn push_once(repo: &Repo, there: &hoist::git::Remote, name: &str, text: &str) -> bool {
    let tip = there.fetch("main").unwrap();
    let new = repo.commit(&new_commit(&tip, &[(name, text)])).unwrap();
    there.push(&[update("main", Some(&tip), &new)]).unwrap() == Pushed::Done
}
