//! A repository of many apps with a history of everything that happens to one: made by `git fast-import`.

use hoist::model::plan::Oid;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

pub(crate) const ENVIRONMENTS: [&str; 3] = ["dev", "staging", "production"];
pub(crate) const DAY: i64 = 24 * 3600;

/// An app, and an environment by its place.
pub(crate) type Place = (usize, usize);

/// What a file holds; none where it isn't there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    Pinned { tag: String, digest: Option<String>, comment: usize },
    Broken,
}

/// What the author of the history knows of a commit of the main line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub by: String,
    pub actor: Option<String>,
    pub request: Option<String>,
    /// What its records say.
    pub lines: BTreeSet<(Place, String)>,
    /// It takes this commit back, in these places.
    pub reverts: Option<(Oid, BTreeSet<Place>)>,
}

type Files = BTreeMap<Place, Option<Text>>;

pub(crate) struct Fleet {
    folder: TempDir,
    random: u64,
    apps: usize,
    clock: i64,
    /// Commit times go back now and then.
    pub unsteady: bool,
    files: Files,
    stream: String,
    mark: usize,
    main: usize,
    /// Commits of the main line, with what they wrote over.
    made: Vec<(usize, Known, Files)>,
    reverted: BTreeSet<usize>,
}

pub(crate) fn path((app, environment): Place) -> String {
    format!("apps/app-{app}/overlays/{}/kustomization.yaml", ENVIRONMENTS[environment])
}

impl Text {
    fn written(&self, app: usize) -> String {
        let Self::Pinned { tag, digest, comment } = self else {
            return "images:\n<<<<<<< ours\n  - name: x\n\t=======\n>>>>>>> theirs\n".to_owned();
        };
        let digest = digest.as_ref().map_or(String::new(), |digest| format!("    digest: {digest}\n"));
        format!("# newTag: {comment}\nimages:\n  - name: ghcr.io/acme/app-{app}\n    newTag: {tag}\n{digest}")
    }
}

impl Fleet {
    /// So many apps in all environments, brought by one commit.
    pub(crate) fn new(apps: usize, seed: u64) -> Self {
        let folder = TempDir::new().unwrap();
        let clock = 1_700_000_000;
        let mut fleet = Self {
            folder,
            random: seed,
            apps,
            clock,
            unsteady: false,
            files: Files::new(),
            stream: String::new(),
            mark: 0,
            main: 0,
            made: Vec::new(),
            reverted: BTreeSet::new(),
        };
        fleet.git(&["init", "-q", "--bare", "-b", "main"]);
        let places = (0..apps).flat_map(|app| (0..3).map(move |environment| (app, environment)));
        // Some come later.
        let places: Vec<_> = places.filter(|(app, environment)| (app + environment) % 11 != 0).collect();
        let files = places.into_iter().map(|place| (place, fleet.another(place))).collect();
        fleet.on_main("seed", "Ann", Known::by("Ann"), files, None);
        fleet
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        git(self.path(), arguments)
    }

    /// A clone that knows so many commits.
    pub(crate) fn shallow(&self, depth: usize) -> (TempDir, PathBuf) {
        let folder = TempDir::new().unwrap();
        let clone = folder.path().join("clone");
        let (depth, url) = (format!("--depth={depth}"), format!("file://{}", self.path().display()));
        git(folder.path(), &["clone", "-q", "--no-checkout", &depth, &url, "clone"]);
        (folder, clone)
    }

    /// Writes what happened until now; the commits of the main line and what is known of them.
    pub(crate) fn write(&mut self) -> BTreeMap<Oid, Known> {
        let mut import = Command::new("git")
            .current_dir(self.path())
            .args(["fast-import", "--quiet", "--force", "--import-marks-if-exists=marks"])
            .arg("--export-marks=marks")
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        import.stdin.take().unwrap().write_all(std::mem::take(&mut self.stream).as_bytes()).unwrap();
        assert!(import.wait().unwrap().success());
        let ids = self.ids();
        self.made.iter().map(|(mark, known, _)| (ids[mark].clone(), known.clone())).collect()
    }

    fn ids(&self) -> BTreeMap<usize, Oid> {
        let marks = std::fs::read_to_string(self.path().join("marks")).unwrap();
        let line = |line: &str| {
            let (mark, id) = line.split_once(' ').unwrap();
            (mark[1..].parse().unwrap(), Oid(id.to_owned()))
        };
        marks.lines().map(line).collect()
    }

    /// Something happens: any of all that happens to a fleet.
    pub(crate) fn happens(&mut self) {
        match self.below(14) {
            0 | 1 => self.by_hand(),
            2 | 3 => self.promoted(),
            4 => self.squashed(),
            5..=7 => self.merged_on_github(),
            8 => self.merged_on_gitlab(),
            9 => self.commented(),
            10 => self.broken(),
            11 => self.removed(),
            12 => self.taken_back(),
            _ => self.elsewhere(),
        }
    }

    /// What can't be read is mended.
    pub(crate) fn mend(&mut self) {
        let is_broken = |text: &Option<Text>| *text == Some(Text::Broken);
        let broken: Vec<_> =
            self.files.iter().filter(|(_, text)| is_broken(text)).map(|(place, _)| *place).collect();
        let files = broken.into_iter().map(|place| (place, self.another(place))).collect();
        self.on_main("mend", "Bob", Known::by("Bob"), files, None);
    }

    fn by_hand(&mut self) {
        let files = self.some_others();
        self.on_main("bump", "Bob", Known::by("Bob"), files, None);
    }

    fn promoted(&mut self) {
        let files = self.some_others();
        let (record, lines) = record(&files, "promote");
        let known = Known { actor: Some("octocat".to_owned()), lines, ..Known::by("hoist") };
        self.on_main(&format!("promote\n\n{record}"), "hoist", known, files, None);
    }

    fn squashed(&mut self) {
        let files = self.some_others();
        let (record, lines) = record(&files, "rollback");
        let message = format!("back (#77)\n\n* one\n\n{record}\n* two\n\nCo-authored-by: A <a@b.c>\n");
        let actor = Some("octocat".to_owned());
        let known = Known { actor, lines, request: Some("#77".to_owned()), ..Known::by("Eve") };
        self.on_main(&message, "Eve", known, files, None);
    }

    /// The work was written three days before; another commit came to the main line in between.
    fn merged_on_github(&mut self) {
        let draft = self.some_others();
        let first = self.side("draft", "Carol", &draft, self.main);
        let files: Files = draft.keys().map(|place| (*place, self.another(*place))).collect();
        let (record, lines) = record(&files, "promote");
        let tip = self.side(&format!("promote\n\n{record}"), "Carol", &files, first);
        let known = Known {
            actor: Some("octocat".to_owned()),
            lines,
            request: Some("#12".to_owned()),
            ..Known::by("Carol")
        };
        self.elsewhere();
        self.on_main("Merge pull request #12 from acme/x\n\npromote", "Eve", known, files, Some(tip));
    }

    fn merged_on_gitlab(&mut self) {
        let files = self.some_others();
        let tip = self.side("bump", "Dan", &files, self.main);
        self.by_hand_elsewhere(&files);
        let message = "Merge branch 'x' into 'main'\n\nbump\n\nSee merge request acme/deploy!34";
        let known = Known { request: Some("!34".to_owned()), ..Known::by("Dan") };
        self.on_main(message, "Eve", known, files, Some(tip));
    }

    fn by_hand_elsewhere(&mut self, but: &Files) {
        let mut files = self.some_others();
        files.retain(|place, _| !but.contains_key(place));
        self.on_main("bump", "Bob", Known::by("Bob"), files, None);
    }

    fn commented(&mut self) {
        let mut files = self.some_others();
        for (place, text) in &mut files {
            let now = self.files.get(place).cloned().flatten();
            if let Some(Text::Pinned { tag, digest, comment }) = now {
                *text = Some(Text::Pinned { tag, digest, comment: comment + 1 });
            }
        }
        self.on_main("words", "Bob", Known::by("Bob"), files, None);
    }

    fn broken(&mut self) {
        let place = self.place();
        self.on_main("oops", "Bob", Known::by("Bob"), Files::from([(place, Some(Text::Broken))]), None);
    }

    fn removed(&mut self) {
        let place = self.place();
        if self.files.get(&place).is_some_and(Option::is_some) {
            self.on_main("remove", "Bob", Known::by("Bob"), Files::from([(place, None)]), None);
        }
    }

    fn elsewhere(&mut self) {
        self.on_main("words", "Bob", Known::by("Bob"), Files::new(), None);
    }

    /// `git revert` of a commit whose versions all stand still.
    fn taken_back(&mut self) {
        self.write();
        let ids = self.ids();
        let stands = |(place, after): (&Place, &Option<Text>)| self.files.get(place) == Some(after);
        let after = |at: usize, before: &Files| -> Files {
            before.keys().map(|place| (*place, self.written_by(at, *place))).collect()
        };
        let fits = |(at, (mark, known, before)): &(usize, &(usize, Known, Files))| {
            let is_first = known.reverts.is_none() && !self.reverted.contains(mark) && *at > 0;
            is_first && !before.is_empty() && after(*at, before).iter().all(stands)
        };
        let Some((_, (mark, _, before))) = self.made.iter().enumerate().rev().find(fits) else { return };
        let (mark, before) = (*mark, before.clone());
        let id = ids[&mark].clone();
        let known =
            Known { reverts: Some((id.clone(), before.keys().copied().collect())), ..Known::by("Ann") };
        self.reverted.insert(mark);
        self.on_main(&format!("Revert \"x\"\n\nThis reverts commit {id}.\n"), "Ann", known, before, None);
    }

    /// What a commit of the main line left in a place: what the next one to write there wrote over.
    fn written_by(&self, at: usize, place: Place) -> Option<Text> {
        let later = self.made[at + 1..].iter().find_map(|(_, _, before)| before.get(&place));
        later.or(self.files.get(&place)).cloned().flatten()
    }

    /// A commit of the main line.
    fn on_main(&mut self, message: &str, by: &str, known: Known, files: Files, merged: Option<usize>) {
        self.clock += 600 + self.below(10) as i64 * 3600;
        let back = if self.unsteady && self.below(8) == 0 { self.below(60) as i64 * 3600 } else { 0 };
        let (from, time) = (self.main, self.clock - back);
        self.main = self.commit("main", (message, by, time), &files, from, merged);
        let mut before = Files::new();
        for (place, text) in files {
            before.insert(place, self.files.insert(place, text).flatten());
        }
        self.made.push((self.main, known, before));
    }

    fn side(&mut self, message: &str, by: &str, files: &Files, from: usize) -> usize {
        let time = self.clock - 3 * DAY;
        let branch = format!("side-{}", self.mark);
        self.commit(&branch, (message, by, time), files, from, None)
    }

    fn commit(
        &mut self,
        branch: &str,
        (message, by, time): (&str, &str, i64),
        files: &Files,
        from: usize,
        merged: Option<usize>,
    ) -> usize {
        self.mark += 1;
        let mail = by.to_lowercase();
        let mut add = |line: String| self.stream.push_str(&line);
        add(format!("commit refs/heads/{branch}\nmark :{}\n", self.mark));
        add(format!("author {by} <{mail}@example.com> {time} +0000\n"));
        add(format!("committer GitHub <noreply@example.com> {time} +0000\n"));
        add(format!("data {}\n{message}\n", message.len()));
        if from > 0 {
            add(format!("from :{from}\n"));
        }
        merged.iter().for_each(|merged| add(format!("merge :{merged}\n")));
        for (place, text) in files {
            match text {
                Some(text) => {
                    let written = text.written(place.0);
                    add(format!("M 100644 inline {}\ndata {}\n{written}\n", path(*place), written.len()));
                }
                None => add(format!("D {}\n", path(*place))),
            }
        }
        add(format!("M 100644 inline notes\ndata <<EOF\n{}\nEOF\n\n", self.mark));
        self.mark
    }

    /// New versions for a few places.
    fn some_others(&mut self) -> Files {
        let many = 1 + self.below(4);
        let places: BTreeSet<_> = (0..many).map(|_| self.place()).collect();
        places.into_iter().map(|place| (place, self.another(place))).collect()
    }

    /// Another version of a place: sometimes one that it had, and sometimes the same with another digest.
    fn another(&mut self, place: Place) -> Option<Text> {
        let tag = format!("v1.{}.{}", self.below(6), self.below(3));
        let digest = (self.below(3) == 0).then(|| format!("sha256:{:064x}", self.below(2)));
        let now = self.files.get(&place).cloned().flatten();
        let text = match now {
            Some(Text::Pinned { tag: now, digest: None, comment }) if digest.is_some() => {
                Text::Pinned { tag: now, digest, comment }
            }
            Some(_) | None => Text::Pinned { tag, digest, comment: 0 },
        };
        Some(text)
    }

    fn place(&mut self) -> Place {
        // Most of what happens happens to a few.
        let apps = if self.below(2) == 0 { self.apps.min(12) } else { self.apps };
        (self.below(apps), self.below(3))
    }

    fn below(&mut self, many: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        usize::try_from(self.random % many as u64).unwrap()
    }
}

impl Known {
    fn by(name: &str) -> Self {
        Self { by: name.to_owned(), ..Self::default() }
    }
}

/// One record for each environment of the files, and what all of them say. Only the last of a message counts, so the
/// files of other environments go unrecorded.
fn record(files: &Files, action: &str) -> (String, BTreeSet<(Place, String)>) {
    let Some(((_, environment), _)) = files.first_key_value() else { return Default::default() };
    let mut record = format!("Hoist-Action: {action}\nHoist-Environment: {}\n", ENVIRONMENTS[*environment]);
    let mut lines = BTreeSet::new();
    for (place, text) in files.iter().filter(|((_, other), _)| other == environment) {
        if let Some(Text::Pinned { tag, .. }) = text {
            record.push_str(&format!("Hoist-App: app-{} v0 -> {tag}\n", place.0));
            lines.insert((*place, tag.clone()));
        }
    }
    (record + "Hoist-Actor: octocat\n", lines)
}

pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.args(["-c", "protocol.file.allow=always"]).args(arguments).current_dir(folder);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
