//! The real kustomize as the judge: before and after a promotion, only the intended image differs.
//! `.ci/run kustomize` builds it and runs this; `HOIST_KUSTOMIZE` names the program.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on fails")]
#![allow(clippy::print_stdout, reason = "it shows what kustomize built")]

#[path = "cli/support.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the other tests of the binary")]
mod support;

use hoist::manifest::{Kustomize, Manifest, Value, Want, splice};
use hoist::model::path::RepoPath;
use hoist::model::pin::{PinKind, SelectorName};
use hoist::model::wanted::Wish;
use std::path::Path;
use std::process::Command;
use support::{Repo, git, overlay, seed};

/// What kustomize builds of production, at a commit of the remote.
fn built(repo: &Repo, branch: &str, folder: &Path) -> String {
    git(
        repo.remote.parent().unwrap(),
        &["clone", "--quiet", "--branch", branch, repo.remote.to_str().unwrap(), folder.to_str().unwrap()],
    );
    let overlay = folder.join(overlay("web-app", "production"));
    build(overlay.parent().unwrap())
}

fn build(folder: &Path) -> String {
    let kustomize = std::env::var("HOIST_KUSTOMIZE").expect("HOIST_KUSTOMIZE names the kustomize program");
    let output = Command::new(kustomize).arg("build").arg(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
#[ignore = "needs the kustomize program: run `.ci/run kustomize`"]
fn kustomize_builds_the_promoted_image_and_nothing_else_differs() {
    let repo = seed();
    repo.hoist(&["promote", "web-app", "--to", "production", "--deliver", "branch"]).exits(0);
    let top = repo.remote.parent().unwrap();
    let before = built(&repo, "main", &top.join("before"));
    let after = built(&repo, "hoist/production/web-app", &top.join("after"));
    assert!(after.contains("image: ghcr.io/acme/web-app:v1.2.3"), "{after}");
    assert_eq!(before.replace("web-app:v1.2.2", "web-app:v1.2.3"), after);
    println!(
        "before: image: ghcr.io/acme/web-app:v1.2.2\nafter:  image: ghcr.io/acme/web-app:v1.2.3\nnothing else differs"
    );
}

const WORKLOAD: &str = "apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      initContainers:
        - { name: migrate, image: 'web:v0' }
      containers:
        - { name: web, image: 'web:v0' }
        - { name: cache, image: 'redis:7.2' }
";

/// One entry of `images`, or what it should be.
#[derive(Debug, Clone, Copy)]
struct Entry {
    new_name: Option<&'static str>,
    tag: Option<&'static str>,
    digest: Option<&'static str>,
}

impl Entry {
    /// In lines or in braces; one of another image stays beside it.
    fn written(self, in_braces: bool) -> String {
        let fields = [("newName", self.new_name), ("newTag", self.tag), ("digest", self.digest)];
        let fields: Vec<_> =
            fields.into_iter().filter_map(|(key, text)| Some(format!("{key}: \"{}\"", text?))).collect();
        let entry = if in_braces {
            format!("{{ name: web, {} }}", fields.join(", "))
        } else {
            format!("name: web # app\n    {}", fields.join("\n    "))
        };
        format!("resources: [web.yaml]\nimages:\n  - {entry}\n  - {{ name: redis, newTag: '7.4' }} # cache\n")
    }

    /// What kustomize makes of `web:v0` with it.
    fn image(self) -> String {
        let name = self.new_name.unwrap_or("web");
        let tag = self.tag.map(|tag| format!(":{tag}")).unwrap_or_default();
        let digest = self.digest.map(|digest| format!("@{digest}")).unwrap_or_default();
        format!("{name}{tag}{digest}")
    }
}

const OLD: &str = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
const NEW: &str = "sha256:2222222222222222222222222222222222222222222222222222222222222222";

fn wish(text: Option<&str>) -> Wish<String> {
    text.map_or(Wish::Remove, |text| Wish::Set(text.to_owned()))
}

/// The text in which an image is what it should be.
fn edited(manifest: &Manifest, text: &str, image: &str, to: Entry) -> String {
    let path = RepoPath::new("kustomization.yaml").unwrap();
    let version = to.tag.map_or(Wish::Remove, |tag| Wish::Set(Value::Text(tag.to_owned())));
    let want = Want { version, digest: wish(to.digest), ..Want::of(PinKind::Image, image) };
    splice(&path, text, &manifest.edits(&path, text, &want).unwrap()).unwrap()
}

#[test]
#[ignore = "needs the kustomize program: run `.ci/run kustomize`"]
fn kustomize_builds_what_an_edited_entry_says_and_nothing_else_differs() {
    let kustomize = Manifest::Kustomize(Kustomize::every());
    let states = [(Some("v1"), None), (None, Some(OLD)), (Some("v1"), Some(OLD))];
    let wanted = [(Some("v2"), None), (Some("1.10"), Some(NEW)), (None, Some(NEW))];
    let mut builds = 0;
    for (at, (tag, digest)) in states.into_iter().cycle().take(12).enumerate() {
        let new_name = (at >= 6).then_some("host:5000/acme/web");
        let (before, in_braces) = (Entry { new_name, tag, digest }, at % 6 >= 3);
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("web.yaml", WORKLOAD);
        let text = before.written(in_braces);
        write("kustomization.yaml", &text);
        let built = build(folder.path());
        assert_eq!(built.matches(&format!("image: {}\n", before.image())).count(), 2, "{text}\n{built}");
        for (tag, digest) in wanted {
            let after = Entry { new_name, tag, digest };
            write("kustomization.yaml", &edited(&kustomize, &text, "web", after));
            let (old, new) = (format!("image: {}\n", before.image()), format!("image: {}\n", after.image()));
            assert_eq!(build(folder.path()), built.replace(&old, &new), "{text}");
            builds += 1;
        }
    }
    println!("{builds} edited entries: the image is what was wanted, and nothing else differs");
}

#[test]
#[ignore = "needs the kustomize program: run `.ci/run kustomize`"]
fn kustomize_builds_the_image_of_an_edited_patch_and_nothing_else_differs() {
    let manifests = Manifest::every(SelectorName::Manifests).unwrap();
    let patch = "apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      containers:
        - name: web
          image: host:5000/acme/web:v1 # what runs
        - { name: proxy, image: 'envoy:v1' }
";
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("web.yaml", WORKLOAD);
    write("kustomization.yaml", "resources: [web.yaml]\npatches: [{ path: patch.yaml }]\n");
    write("patch.yaml", patch);
    let before = build(folder.path());
    for (tag, digest) in [(Some("v2"), None), (Some("1.10"), Some(NEW)), (None, Some(NEW))] {
        let after = Entry { new_name: Some("host:5000/acme/web"), tag, digest };
        write("patch.yaml", &edited(&manifests, patch, "host:5000/acme/web", after));
        let expected = before.replace("image: host:5000/acme/web:v1", &format!("image: {}", after.image()));
        assert_eq!(build(folder.path()), expected);
    }
}

#[test]
#[ignore = "needs the kustomize program: run `.ci/run kustomize`"]
fn kustomize_takes_a_remote_base_at_the_version_that_its_address_has_now() {
    let folder = tempfile::tempdir().unwrap();
    let top = folder.path();
    git(top, &["init", "--quiet", "remote"]);
    let remote = top.join("remote");
    std::fs::write(remote.join("kustomization.yaml"), "resources: [web.yaml]\n").unwrap();
    for version in ["v1", "v2"] {
        std::fs::write(remote.join("web.yaml"), WORKLOAD.replace("v0", version)).unwrap();
        git(&remote, &["add", "--all"]);
        let identity = ["-c", "user.name=Dev", "-c", "user.email=dev@example.com"];
        git(&remote, &[&identity[..], &["commit", "--quiet", "-m", version]].concat());
        git(&remote, &["tag", version]);
    }
    let (own, file) = (top.join("own"), RepoPath::new("kustomization.yaml").unwrap());
    std::fs::create_dir(&own).unwrap();
    let built = |text: &str| {
        std::fs::write(own.join("kustomization.yaml"), text).unwrap();
        build(&own)
    };
    let kustomize = Manifest::Kustomize(Kustomize::every());
    let address = format!("file://{}", remote.display());
    let want =
        Want { version: Wish::Set(Value::Text("v2".to_owned())), ..Want::of(PinKind::Revision, &address) };
    for query in ["ref=v1", "version=v1", "timeout=90s&ref=v1", "version=v0&ref=v1"] {
        let text = format!("resources:\n  - {address}?{query} # remote\n");
        let after = splice(&file, &text, &kustomize.edits(&file, &text, &want).unwrap()).unwrap();
        assert_eq!(built(&after), built(&text).replace("web:v1", "web:v2"), "{query}");
    }
}
