//! Tags: listed, brought here, made, and pushed with branches in one go.

use crate::fixture::{KEY, Place, new_commit, remote};
use hoist::git::{Error, Pushed, Repo, TagObject, TagRef, Update};
use hoist::model::delivery::Signature;
use hoist::model::plan::Oid;

fn made(repo: &Repo, name: &str, on: &Oid) -> Oid {
    let tagger = Signature { name: "Ann".into(), email: "ann@example.com".into() };
    let message = "v1\n\nHoist-Action: promote\n".into();
    repo.annotate(&TagObject { name: name.into(), on: on.clone(), message, tagger, seconds: 9 }).unwrap()
}

#[test]
fn a_tag_is_made_without_a_ref_and_pushed_once() {
    let place = Place::cloned(&[(KEY, "v1")]);
    let (repo, tip) = (place.open("clone"), place.rev("clone", "HEAD"));
    let object = made(&repo, "v1-prod", &tip);
    assert_eq!(place.git("clone", &["tag"]), "");
    assert_eq!(remote(&repo).push(&[Update::tag("v1-prod", object.clone())]).unwrap(), Pushed::Done);
    let text = place.git("remote.git", &["cat-file", "-p", "v1-prod"]);
    let head = format!("object {tip}\ntype commit\ntag v1-prod\ntagger Ann <ann@example.com> 9 +0000");
    assert_eq!(text, format!("{head}\n\nv1\n\nHoist-Action: promote"));
    let all = [TagRef { name: "v1-prod".into(), object: object.clone(), peeled: tip.clone() }];
    assert_eq!(remote(&repo).tags().unwrap(), all);
    let other = made(&repo, "v1-prod", &place.add("clone", &[("x", "y")]));
    let lost = Pushed::Lost { branch: "v1-prod".into(), winner: Some(object) };
    assert_eq!(remote(&repo).push(&[Update::tag("v1-prod", other)]).unwrap(), lost);
    place.is_sound("remote.git");
}

#[test]
fn a_branch_that_is_lost_takes_its_tag_with_it() {
    let place = Place::cloned(&[(KEY, "v1")]);
    let (repo, tip) = (place.open("clone"), place.rev("clone", "HEAD"));
    let commit = repo.commit(&new_commit(&tip, &[(KEY, "v2")])).unwrap();
    let winner = place.add("seed", &[("other", "x")]);
    place.git("seed", &["push", "-q", "../remote.git", "main"]);
    let tag = Update::tag("v2-prod", made(&repo, "v2-prod", &tip));
    let both = [Update::branch("main", Some(tip), commit), tag];
    let lost = Pushed::Lost { branch: "main".into(), winner: Some(winner) };
    assert_eq!(remote(&repo).push(&both).unwrap(), lost);
    assert_eq!(place.git("remote.git", &["tag"]), "");
}

#[test]
fn tags_are_brought_into_a_shallow_clone_without_history_and_without_refs() {
    let place = Place::cloned(&[(KEY, "v1")]);
    let first = place.rev("seed", "HEAD");
    place.git("seed", &["tag", "-a", "-m", "first", "v1-dev"]);
    place.git("seed", &["tag", "light-dev"]);
    for at in 0..3 {
        place.add("seed", &[("other", &at.to_string())]);
    }
    place.git("seed", &["push", "-q", "../remote.git", "main", "v1-dev", "light-dev"]);
    place.clone_as("shallow", &["--depth=1", "--no-tags"]);
    let repo = place.open("shallow");
    let tags = remote(&repo).tags().unwrap();
    remote(&repo).fetch_tags(&tags.iter().collect::<Vec<_>>()).unwrap();
    for tag in &tags {
        let info = repo.tag_info(tag).unwrap().unwrap();
        let by = if tag.name == "v1-dev" { "first\n" } else { "change\n" };
        assert_eq!((info.commit, info.message.as_str()), (first.clone(), by), "{}", tag.name);
    }
    assert_eq!(place.git("shallow", &["tag"]), "");
    assert!(repo.is_shallow());
    assert_eq!(place.git("shallow", &["rev-list", "--count", "HEAD"]), "1");
}

#[test]
fn a_tag_of_no_commit_has_nothing_to_say() {
    let place = Place::cloned(&[(KEY, "v1")]);
    place.git("clone", &["tag", "tree-dev", "HEAD^{tree}"]);
    let repo = place.open("clone");
    let tags = repo.tags().unwrap();
    assert_eq!(tags.len(), 1);
    assert_eq!(repo.tag_info(&tags[0]).unwrap(), None);
}

#[test]
fn a_name_is_taken_once_and_is_no_option() {
    let place = Place::cloned(&[(KEY, "v1")]);
    let (repo, tip) = (place.open("clone"), place.rev("clone", "HEAD"));
    let object = made(&repo, "v1-dev", &tip);
    repo.name_tag("v1-dev", &object).unwrap();
    assert!(matches!(repo.name_tag("v1-dev", &object), Err(Error::TagThere { .. })));
    for name in ["-d", "a..b", "a b", "", "x.lock"] {
        assert!(matches!(repo.name_tag(name, &object), Err(Error::Name { what: "tag", .. })), "{name}");
        let pushed = remote(&repo).push(&[Update::tag(name, object.clone())]);
        assert!(matches!(pushed, Err(Error::Name { what: "tag", .. })), "{name}");
    }
}
