//! Histories made by chance, the same ones each time, as streams for `git fast-import`.

use std::collections::BTreeMap;
use std::io::Write as _;

/// Numbers that look like chance: xorshift, by a seed.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.roll(of.len())]
    }
}

pub(crate) type Files = BTreeMap<Vec<u8>, (&'static str, Vec<u8>)>;

pub(crate) const FILE: &str = "100644";
pub(crate) const EXECUTABLE: &str = "100755";
pub(crate) const LINK: &str = "120000";
pub(crate) const SUBMODULE: &str = "160000";

const PATHS: &[&[u8]] = &[
    b"a",
    b"a.b",
    b"a-b",
    b"a/x",
    b"a/y",
    b"a/b/x",
    b"a/b/y",
    b"a/b",
    b"a.b/x",
    b"apps/web/dev/k.yaml",
    b"apps/web/prod/k.yaml",
    b"apps/api/dev/k.yaml",
    b"apps/api",
    b"apps/web",
    b"caf\xe9/k",
    b"caf\xe9",
    b"z",
    b"z/z/z/z",
    b"lib/one.txt",
    b"lib/two.txt",
    b"lib",
];

/// Few, so that they repeat and two sides come to the same.
const LINES: &[&str] = &[
    "",
    "}",
    "{",
    "images:",
    "- name: web",
    "  newTag: v1",
    "  newTag: v2",
    "  newTag: v3",
    "replicas: 2",
    "replicas: 3",
    "  - a",
    "  - b",
    "---",
    "kind: App",
];

pub(crate) struct Story {
    dice: Dice,
    pub(crate) stream: Vec<u8>,
    made: usize,
    /// No two paths ever hold the same: a `git` before 2.48 finds equal files renamed, whatever it is told.
    stamps: bool,
}

#[derive(Clone)]
struct Commit {
    mark: usize,
    files: Files,
}

impl Story {
    pub(crate) fn new(seed: u64) -> Self {
        Self { dice: Dice::new(seed), stream: Vec::new(), made: 0, stamps: true }
    }

    /// Two branches `ours` and `theirs` on one commit, of just these files.
    pub(crate) fn fork(base: Files, ours: Files, theirs: Files) -> Self {
        let mut story = Self { stamps: false, ..Self::new(0) };
        let base = story.commit(base, &[]);
        for (name, files) in [("ours", ours), ("theirs", theirs)] {
            let tip = story.commit(files, &[base.mark]);
            story.branch(name, &tip);
        }
        story
    }

    /// Adds two branches with something in common, mostly.
    pub(crate) fn pair(&mut self, name: &str) {
        let root = self.root();
        let (ours, theirs) = match self.dice.roll(10) {
            0 => (root, self.root()),
            1 => self.merged_before(&root),
            2 | 3 => self.crossed(&root),
            4 => {
                let (ours, theirs) = self.crossed(&root);
                self.cross(&ours, &theirs)
            }
            5 => self.thrice(&root),
            _ => (root.clone(), root),
        };
        let (ours, theirs) = (self.on(&ours), self.on(&theirs));
        self.branch(&format!("{name}-ours"), &ours);
        self.branch(&format!("{name}-theirs"), &theirs);
    }

    fn root(&mut self) -> Commit {
        let mut files = Files::new();
        for _ in 0..4 + self.dice.roll(8) {
            self.add(&mut files);
        }
        self.commit(files, &[])
    }

    fn on(&mut self, from: &Commit) -> Commit {
        let mut at = from.clone();
        for _ in 0..1 + self.dice.roll(2) {
            let mut files = at.files.clone();
            for _ in 0..1 + self.dice.roll(5) {
                self.edit(&mut files);
            }
            at = self.commit(files, &[at.mark]);
        }
        at
    }

    fn merged_before(&mut self, root: &Commit) -> (Commit, Commit) {
        let (ours, theirs) = (self.on(root), self.on(root));
        (self.join(&ours, &[&theirs]), theirs)
    }

    fn crossed(&mut self, root: &Commit) -> (Commit, Commit) {
        let (ours, theirs) = (self.on(root), self.on(root));
        self.cross(&ours, &theirs)
    }

    fn cross(&mut self, ours: &Commit, theirs: &Commit) -> (Commit, Commit) {
        let (ours, theirs) = (self.on(ours), self.on(theirs));
        (self.join(&ours, &[&theirs]), self.join(&theirs, &[&ours]))
    }

    fn thrice(&mut self, root: &Commit) -> (Commit, Commit) {
        let (one, two, three) = (self.on(root), self.on(root), self.on(root));
        (self.join(&one, &[&two, &three]), self.join(&three, &[&one, &two]))
    }

    /// A merge in which somebody chose by chance.
    fn join(&mut self, one: &Commit, others: &[&Commit]) -> Commit {
        let mut files = one.files.clone();
        for (path, file) in others.iter().flat_map(|other| &other.files) {
            if self.dice.roll(2) == 0 {
                put(&mut files, path, file.clone());
            }
        }
        let marks: Vec<_> =
            [one].into_iter().chain(others.iter().copied()).map(|commit| commit.mark).collect();
        self.commit(files, &marks)
    }

    fn add(&mut self, files: &mut Files) {
        let path = self.dice.pick(PATHS);
        let file = self.file();
        put(files, path, file);
    }

    fn file(&mut self) -> (&'static str, Vec<u8>) {
        match self.dice.roll(16) {
            0 => (LINK, self.dice.pick(&["a", "lib", "z/z", "nowhere"]).into()),
            1 => (SUBMODULE, vec![b'1' + u8::try_from(self.dice.roll(4)).unwrap(); 40]),
            2 => (FILE, vec![0, b'x', u8::try_from(self.dice.roll(3)).unwrap()]),
            3 => (FILE, Vec::new()),
            4 => (EXECUTABLE, self.text()),
            _ => (FILE, self.text()),
        }
    }

    fn text(&mut self) -> Vec<u8> {
        // Now and then, each line stands so often that none is an anchor.
        let (many, different) =
            if self.dice.roll(40) == 0 { (600, 4) } else { (self.dice.roll(24), LINES.len()) };
        let lines: String = (0..many).map(|_| format!("{}\n", self.dice.pick(&LINES[..different]))).collect();
        self.ended(lines)
    }

    fn ended(&mut self, text: String) -> Vec<u8> {
        match self.dice.roll(12) {
            0 => text.trim_end_matches('\n').into(),
            1 => text.replace('\n', "\r\n").into(),
            _ => text.into(),
        }
    }

    fn edit(&mut self, files: &mut Files) {
        let Some(path) = files.keys().nth(self.dice.roll(files.len().max(1))).cloned() else {
            return self.add(files);
        };
        match self.dice.roll(16) {
            0 | 1 => drop(files.remove(&path)),
            2 | 3 => self.add(files),
            4 => {
                let file = self.file();
                put(files, &path, file);
            }
            5 => {
                let file = files.remove(&path).unwrap();
                let to = self.dice.pick(PATHS);
                put(files, to, file);
            }
            6 => {
                let folder = path.split(|byte| *byte == b'/').next().unwrap().to_vec();
                files.retain(|path, _| !path.starts_with(&[&folder[..], b"/"].concat()));
            }
            7 | 8 => {
                let file = files.get_mut(&path).unwrap();
                file.0 = match file.0 {
                    FILE => EXECUTABLE,
                    EXECUTABLE => FILE,
                    other => other,
                };
            }
            _ => self.edit_lines(files, &path),
        }
    }

    fn edit_lines(&mut self, files: &mut Files, path: &[u8]) {
        let (mode, bytes) = files[path].clone();
        if mode == LINK || mode == SUBMODULE {
            let file = (mode, if mode == LINK { b"elsewhere".to_vec() } else { vec![b'a'; 40] });
            return put(files, path, file);
        }
        let text = String::from_utf8(bytes).unwrap();
        let mut lines: Vec<_> = text.split_inclusive('\n').map(str::to_owned).collect();
        for _ in 0..1 + self.dice.roll(3) {
            let at = self.dice.roll(lines.len() + 1);
            let line = format!("{}\n", self.dice.pick(LINES));
            match self.dice.roll(3) {
                0 => lines.insert(at, line),
                1 if at < lines.len() => drop(lines.remove(at)),
                _ if at < lines.len() => lines[at] = line,
                _ => lines.push(line),
            }
        }
        let text = self.ended(lines.concat());
        put(files, path, (mode, text));
    }

    fn commit(&mut self, files: Files, parents: &[usize]) -> Commit {
        self.made += 1;
        let (mark, when) = (self.made, 1_700_000_000 + self.made);
        let out = &mut self.stream;
        if parents.is_empty() {
            // A branch that has commits would be the parent.
            writeln!(out, "reset refs/heads/made").unwrap();
        }
        writeln!(out, "commit refs/heads/made\nmark :{mark}\ncommitter Ann <a@example.com> {when} +0000")
            .unwrap();
        writeln!(out, "data 1\nm").unwrap();
        for (at, parent) in parents.iter().enumerate() {
            writeln!(out, "{} :{parent}", if at == 0 { "from" } else { "merge" }).unwrap();
        }
        writeln!(out, "deleteall").unwrap();
        for (path, (mode, bytes)) in &files {
            let bytes = if self.stamps { stamped(path, mode, bytes) } else { bytes.clone() };
            let path = quoted(path);
            if *mode == SUBMODULE {
                writeln!(out, "M {mode} {} {path}", String::from_utf8(bytes).unwrap()).unwrap();
                continue;
            }
            writeln!(out, "M {mode} inline {path}\ndata {}", bytes.len()).unwrap();
            out.extend(bytes);
            writeln!(out).unwrap();
        }
        Commit { mark, files }
    }

    fn branch(&mut self, name: &str, commit: &Commit) {
        writeln!(self.stream, "reset refs/heads/{name}\nfrom :{}\n", commit.mark).unwrap();
    }
}

fn stamped(path: &[u8], mode: &str, bytes: &[u8]) -> Vec<u8> {
    let end: &[u8] = if bytes.ends_with(b"\r\n") { b"\r\n" } else { b"\n" };
    match mode {
        SUBMODULE => {
            let sum =
                path.iter().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(*byte)));
            [&bytes[8..], format!("{sum:08x}").as_bytes()].concat()
        }
        LINK => [bytes, b":", path].concat(),
        _ if bytes.is_empty() => Vec::new(),
        _ => [b"# ", path, end, bytes].concat(),
    }
}

/// What stands in the way goes.
fn put(files: &mut Files, path: &[u8], file: (&'static str, Vec<u8>)) {
    let below = [path, b"/"].concat();
    files.retain(|other, _| !other.starts_with(&below) && !path.starts_with(&[&other[..], b"/"].concat()));
    files.insert(path.to_vec(), file);
}

fn quoted(path: &[u8]) -> String {
    let plain = |byte: &u8| match byte {
        b' '..=b'~' => char::from(*byte).to_string(),
        other => format!("\\{other:03o}"),
    };
    format!("\"{}\"", path.iter().map(plain).collect::<String>())
}
