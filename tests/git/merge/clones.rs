//! Merges where not all objects are here.

use crate::fixture::Place;
use hoist::git::Keep;

#[test]
fn a_partial_clone_fetches_what_the_merge_needs() {
    for filter in ["--filter=blob:none", "--filter=tree:0"] {
        let place = Place::with(&[("f", "1\n2\n3\n4\n"), ("same", "s")]);
        place.git("seed", &["branch", "side"]);
        place.add("seed", &[("f", "A\n2\n3\n4\n")]);
        place.git("seed", &["checkout", "-q", "side"]);
        place.add("seed", &[("f", "1\n2\n3\nB\n"), ("new/file", "n"), ("new.file", "m")]);
        place.git(".", &["clone", "-q", "--bare", "seed", "remote.git"]);
        place.git("remote.git", &["config", "uploadpack.allowFilter", "true"]);
        place.git("remote.git", &["config", "uploadpack.allowAnySHA1InWant", "true"]);
        place.clone_as("partial", &["--no-checkout", filter]);
        let repo = place.open("partial");
        let (ours, theirs) = (place.rev("seed", "main"), place.rev("seed", "side"));
        let bases = repo.merge_bases(&ours, &theirs).unwrap().unwrap();
        let merged = repo.merge(&bases, &ours, &theirs, &|_, _| Keep::Nothing).unwrap();
        assert_eq!(merged.conflicts, []);
        let tree = repo.merged_tree(&ours, &merged).unwrap();
        assert_eq!(
            place.git("partial", &["ls-tree", "-r", "--name-only", &tree.0]),
            "f\nnew.file\nnew/file\nsame"
        );
        assert_eq!(place.git("partial", &["show", &format!("{tree}:f")]), "A\n2\n3\nB");
    }
}
