//! What holds for every manifest, shown on generated ones.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use hoist::manifest::{Error, KeyPath, Kustomize, Manifest, Step, Text, Value, Want, Yaml, splice, text};
use hoist::model::path::RepoPath;
use hoist::model::pin::Pin;
use hoist::model::pin::PinKind;
use hoist::model::wanted::Wish;
use hoist::yaml::{Kind, Node, Tree};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

fn path() -> RepoPath {
    RepoPath::new("a.yaml").unwrap()
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

// ── Any YAML, and each of its scalars ────────────────────────────────────────────────────────────────────────

/// A piece of YAML and how it is written.
#[derive(Debug, Clone)]
enum Piece {
    Scalar(&'static str),
    Map { values: Vec<(usize, Self)>, flow: bool },
    List { items: Vec<Self>, flow: bool },
}

const SCALARS: [&str; 16] = [
    "v1",
    "1.10",
    "\"a # b\"",
    "'it''s'",
    "\"\\u0041\\\"\"",
    "~",
    "",
    "&x v1",
    "!!str 1.0",
    "\"\"",
    "on",
    "{}",
    "[]",
    "é",
    "a b",
    "\"{{ x }}\"",
];
const KEYS: [&str; 6] = ["a", "\"b.c\"", "'d e'", "é", "tag", "\"\\u0066\""];
const COMMENTS: [&str; 4] = ["", " # c", "   # ü: [", " #"];

fn piece() -> impl Strategy<Value = Piece> {
    let scalar = select(&SCALARS[..]).prop_map(Piece::Scalar);
    scalar.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            (vec((0..4_usize, inner.clone()), 1..4), any::<bool>())
                .prop_map(|(values, flow)| Piece::Map { values, flow }),
            (vec(inner, 1..4), any::<bool>()).prop_map(|(items, flow)| Piece::List { items, flow }),
        ]
    })
}

/// Writes pieces; comments are drawn in turn.
struct Writer {
    text: String,
    ending: &'static str,
    comments: usize,
}

impl Writer {
    fn line_end(&mut self) {
        self.comments += 1;
        self.text.push_str(COMMENTS[self.comments % COMMENTS.len()]);
        self.text.push_str(self.ending);
        if self.comments.is_multiple_of(5) {
            self.text.push_str(&format!("# between{}{}", self.ending, self.ending));
        }
    }

    fn flow(&mut self, piece: &Piece) {
        match piece {
            // What has no text can't be an item in brackets.
            Piece::Scalar("") => self.text.push('~'),
            Piece::Scalar(text) => self.text.push_str(text),
            Piece::List { items, .. } => {
                self.text.push('[');
                for (at, item) in items.iter().enumerate() {
                    self.text.push_str(if at > 0 { ", " } else { "" });
                    self.flow(item);
                }
                self.text.push(']');
            }
            Piece::Map { values, .. } => {
                self.text.push('{');
                for (at, (_, value)) in values.iter().enumerate() {
                    self.text.push_str(if at > 0 { ", " } else { " " });
                    self.text.push_str(KEYS[at]);
                    self.text.push_str(": ");
                    self.flow(value);
                }
                self.text.push_str(" }");
            }
        }
    }

    fn block(&mut self, piece: &Piece, indent: usize) {
        match piece {
            Piece::Map { values, flow: false } => {
                for (at, (gap, value)) in values.iter().enumerate() {
                    self.text.push_str(&" ".repeat(indent));
                    self.text.push_str(KEYS[at]);
                    self.text.push(':');
                    self.below(value, indent, *gap);
                }
            }
            Piece::List { items, flow: false } => {
                for item in items {
                    self.text.push_str(&" ".repeat(indent));
                    self.text.push('-');
                    self.below(item, indent, 0);
                }
            }
            Piece::Scalar(_) | Piece::Map { flow: true, .. } | Piece::List { flow: true, .. } => {
                self.text.push_str(&" ".repeat(indent));
                self.flow(piece);
                self.line_end();
            }
        }
    }

    fn below(&mut self, piece: &Piece, indent: usize, gap: usize) {
        match piece {
            Piece::Map { flow: false, .. } | Piece::List { flow: false, .. } => {
                self.line_end();
                self.block(piece, indent + 1 + gap);
            }
            Piece::Scalar("") => self.line_end(),
            Piece::Scalar(_) | Piece::Map { flow: true, .. } | Piece::List { flow: true, .. } => {
                self.text.push_str(&" ".repeat(1 + gap));
                self.flow(piece);
                self.line_end();
            }
        }
    }
}

fn yaml() -> impl Strategy<Value = String> {
    (vec(piece(), 1..3), select(&["\n", "\r\n"][..]), any::<bool>(), any::<bool>(), 0..5_usize).prop_map(
        |(documents, ending, bom, closed, comments)| {
            let mut writer = Writer { text: String::new(), ending, comments };
            writer.text.push_str(if bom { "\u{feff}" } else { "" });
            for (at, document) in documents.iter().enumerate() {
                writer.text.push_str(&if at > 0 { format!("---{ending}") } else { String::new() });
                writer.block(document, 0);
            }
            let text = writer.text;
            if closed { text } else { text.trim_end_matches(['\r', '\n']).to_owned() }
        },
    )
}

/// Each scalar that a path leads to, with that path.
fn scalars<'t>(node: &'t Node, steps: &[Step], found: &mut Vec<(Vec<Step>, &'t Node)>) {
    let below = |step| steps.iter().cloned().chain([step]).collect::<Vec<_>>();
    match &node.kind {
        Kind::Scalar { .. } => found.push((steps.to_vec(), node)),
        Kind::Alias(_) => {}
        Kind::List { items, .. } => {
            for (index, item) in items.iter().enumerate() {
                scalars(item, &below(Step::Index(index)), found);
            }
        }
        Kind::Map { pairs, .. } => {
            for (key, value) in pairs {
                scalars(value, &below(Step::Key(key.as_str().unwrap().to_owned())), found);
            }
        }
    }
}

fn version() -> impl Strategy<Value = String> {
    prop_oneof![
        select(
            &[
                "v2",
                "1.10",
                "no",
                "12:30",
                "2024-01-01",
                "sha256:ab",
                "1e5",
                "a: b",
                "x #y",
                "{{ z }}",
                "-rc",
                "a?b",
                "a,b"
            ][..]
        )
        .prop_map(str::to_owned),
        "[ -~]{1,12}",
        "\\PC{1,8}",
    ]
}

fn edited(manifest: &Manifest, text: &str, want: &Want<'_>) -> Result<String, Error> {
    splice(&path(), text, &manifest.edits(&path(), text, want)?)
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn an_edit_changes_the_bytes_of_its_scalar_and_reads_again(text in yaml(), version in version()) {
        let tree = Tree::parse(&text).map_err(|error| TestCaseError::fail(format!("{error}: {text}")))?;
        for (index, document) in tree.documents.iter().enumerate() {
            let mut found = Vec::new();
            scalars(document, &[], &mut found);
            for (steps, node) in found {
                let key = KeyPath::of(steps);
                let name = key.as_str().to_owned();
                let document = Some(hoist::manifest::DocumentSelector::Index(index));
                let manifest = Manifest::Yaml(Yaml { keys: vec![key], document });
                let want = Want { version: Wish::Set(Value::Text(version.clone())), ..Want::of(PinKind::Key, &name) };
                let new = match edited(&manifest, &text, &want) {
                    Ok(new) => new,
                    Err(Error::Template { .. }) if text.contains("{{") => continue,
                    Err(Error::BadValue { .. }) if version.contains(['\u{2028}', '\u{2029}', '\u{feff}']) => continue,
                    Err(error) => return Err(TestCaseError::fail(format!("{name}: {error}\n{text}"))),
                };
                prop_assert!(new.starts_with(&text[..node.span.start]) && new.ends_with(&text[node.span.end..]));
                let again = edited(&manifest, &new, &want);
                prop_assert!(again.as_ref() == Ok(&new) || version.contains("{{"), "a second time: {:?}", again);
                let pins = manifest.pins(&path(), 0, &new).unwrap();
                // A whole image or digest reads as its tag or its digest.
                let read = pins[0].written().map(|written| written.text.as_str());
                prop_assert!(read.is_some_and(|read| version.ends_with(read)), "{:?} in {}", read, new);
            }
        }
    }
}

// ── Any text, and a pattern in it ────────────────────────────────────────────────────────────────────────────

/// Pieces that a pattern, a version or what stands around them is made of.
fn pieces(most: usize) -> impl Strategy<Value = String> {
    let piece = select(
        &[
            "api:",
            "v1",
            "1.2-rc.1",
            "@sha256:ab",
            "=",
            "\"",
            "-",
            " ",
            "\n",
            "\r\n",
            "é",
            ".",
            "$",
            "{",
            "}",
            ",",
            "#",
            "x",
            "\u{feff}",
        ][..],
    );
    vec(piece, 0..most).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn an_edit_of_a_text_is_found_again_and_all_around_it_stays(
        text in pieces(12), before in pieces(3), after in pieces(2), version in pieces(3)
    ) {
        let pattern = format!("{before}{{version}}{after}");
        let manifest = Manifest::Text(Text::new(&pattern));
        let Ok(pins) = manifest.pins(&path(), 0, &text) else { return Ok(()) };
        let set = || Wish::Set(Value::Text(version.clone()));
        let want = Want { version: set(), digest: Wish::Remove, ..Want::of(PinKind::Key, &pattern) };
        let Ok(new) = edited(&manifest, &text, &want) else { return Ok(()) };
        let old = [&pins[0].version, &pins[0].digest].into_iter().flatten();
        let old = old.map(|written| written.text.as_str()).collect::<Vec<_>>().join("@");
        let here = text.match_indices(&old).any(|(at, _)| format!("{}{version}{}", &text[..at], &text[at + old.len()..]) == new);
        prop_assert!(here, "{:?} became {:?}", text, new);
        let read = manifest.pins(&path(), 0, &new).unwrap();
        let parts = [&read[0].version, &read[0].digest].into_iter().flatten();
        let written = parts.map(|written| written.text.as_str()).collect::<Vec<_>>().join("@");
        prop_assert_eq!(&written, &version);
        prop_assert_eq!(edited(&manifest, &new, &want).unwrap_or_else(|error| error.code().to_owned()), new);
    }
}

// ── Kustomizations ───────────────────────────────────────────────────────────────────────────────────────────

/// An entry of `images`: its fields in some order, and whether it is written in braces.
type Entry = (Vec<(usize, bool)>, bool);

const FIELDS: [(&str, &str); 4] =
    [("name", ""), ("newTag", "v1"), ("digest", "sha256:aa"), ("newName", "\"new\"")];

fn entry() -> impl Strategy<Value = Entry> {
    let order = Just((0..FIELDS.len()).collect::<Vec<_>>()).prop_shuffle();
    (order, vec(any::<bool>(), 4), vec(any::<bool>(), 4), any::<bool>()).prop_map(
        |(order, there, comment, flow)| {
            let fields = order.into_iter().filter(|field| *field == 0 || there[*field]);
            (fields.map(|field| (field, comment[field])).collect(), flow)
        },
    )
}

fn kustomization() -> impl Strategy<Value = String> {
    let list = (vec(entry(), 1..4), any::<bool>(), 0..3_usize, 1..4_usize);
    (list, select(&["\n", "\r\n"][..]), any::<bool>(), any::<bool>()).prop_map(
        |((entries, flow, indent, gap), ending, tail, closed)| {
            let mut text = format!("# é{ending}kind: Kustomization{ending}images:");
            let items: Vec<_> = entries
                .iter()
                .enumerate()
                .map(|(at, entry)| item(at, entry, flow, indent, gap, ending))
                .collect();
            if flow {
                text.push_str(&format!(" [{}]{ending}", items.join(", ")));
            } else {
                text.push_str(ending);
                text.push_str(&items.concat());
            }
            if tail {
                text.push_str(&format!("# tail{ending}namePrefix: x-{ending}"));
            }
            if closed { text } else { text.trim_end_matches(['\r', '\n']).to_owned() }
        },
    )
}

fn item(at: usize, (fields, braces): &Entry, flow: bool, indent: usize, gap: usize, ending: &str) -> String {
    let pair = |field: usize| {
        let (key, value) = FIELDS[field];
        if field == 0 { format!("{key}: i{at}") } else { format!("{key}: {value}") }
    };
    let comment = |has: bool| if has { " # c" } else { "" };
    let dash = format!("{}-{}", " ".repeat(indent), " ".repeat(gap));
    if flow || *braces {
        let pairs: Vec<_> = fields.iter().map(|(field, _)| pair(*field)).collect();
        let map = format!("{{{}}}", pairs.join(", "));
        return if flow { map } else { format!("{dash}{map} # m{ending}") };
    }
    let between = format!("{ending}{}", " ".repeat(indent + 1 + gap));
    let pairs: Vec<_> =
        fields.iter().map(|(field, has)| format!("{}{}", pair(*field), comment(*has))).collect();
    format!("{dash}{}{ending}", pairs.join(&between))
}

fn wish() -> impl Strategy<Value = Wish<String>> {
    prop_oneof![Just(Wish::Leave), Just(Wish::Remove), version().prop_map(Wish::Set)]
}

fn fields(pin: &Pin) -> [Option<String>; 3] {
    [&pin.version, &pin.digest, &pin.new_name]
        .map(|written| written.as_ref().map(|written| written.text.clone()))
}

fn after(before: Option<String>, wish: &Wish<String>) -> Option<String> {
    match wish {
        Wish::Leave => before,
        Wish::Remove => None,
        Wish::Set(text) => Some(text.clone()),
    }
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn an_entry_becomes_what_is_wanted_and_the_others_stay(
        text in kustomization(),
        image in 0..5_usize,
        tag in wish(),
        digest in wish(),
        new_name in wish(),
    ) {
        let manifest = Manifest::Kustomize(Kustomize::every());
        let name = format!("i{image}");
        let version = match &tag {
            Wish::Leave => Wish::Leave,
            Wish::Remove => Wish::Remove,
            Wish::Set(tag) => Wish::Set(Value::Text(tag.clone())),
        };
        let want = Want { version, digest: digest.clone(), new_name: new_name.clone(), create: true, ..Want::of(PinKind::Image, &name) };
        let before = manifest.pins(&path(), 0, &text).unwrap();
        let new = match edited(&manifest, &text, &want) {
            Ok(new) => new,
            Err(Error::DigestPins { .. } | Error::TagStale { .. } | Error::BadValue { .. }) => return Ok(()),
            Err(error) => return Err(TestCaseError::fail(format!("{error}\n{text}"))),
        };
        let now = manifest.pins(&path(), 0, &new).unwrap();
        prop_assert_eq!(now.len(), before.len().max(image.min(before.len()) + 1), "{}", new);
        for pin in &now {
            let old = before.iter().find(|old| old.name == pin.name).map_or([None, None, None], fields);
            let [version, old_digest, old_name] = old;
            let expected = if pin.name.name == name {
                [after(version, &tag), after(old_digest, &digest), after(old_name, &new_name)]
            } else {
                [version, old_digest, old_name]
            };
            prop_assert_eq!(fields(pin), expected, "{}", new);
        }
        prop_assert_eq!(text.ends_with('\n'), new.ends_with('\n'));
        prop_assert_eq!(text.contains("\r\n"), new.contains("\r\n"));
        prop_assert_eq!(new.matches('\n').count() == new.matches("\r\n").count(), text.contains("\r\n"));
        prop_assert!(!text.contains("# tail") || new.contains("# tail"));
    }
}

// ── Anything at all ──────────────────────────────────────────────────────────────────────────────────────────

fn try_all(bytes: &[u8]) -> Result<(), TestCaseError> {
    let Ok(text) = text(&path(), bytes) else { return Ok(()) };
    let keys = ["a", "images[0].name", "[0]", "a.b", "images[name=a].newTag"];
    let keys: Vec<_> = keys.iter().map(|key| KeyPath::parse(key).unwrap()).collect();
    let yaml = Manifest::Yaml(Yaml { keys: keys.clone(), document: None });
    let kustomize = Manifest::Kustomize(Kustomize::every());
    let wants = keys.iter().map(|key| (&yaml, key.as_str())).chain([(&kustomize, "a"), (&kustomize, "b")]);
    for (manifest, name) in wants {
        drop(manifest.pins(&path(), 0, text));
        for digest in [Wish::Leave, Wish::Remove, Wish::Set("x".to_owned())] {
            let version = Wish::Set(Value::Text("1.0".to_owned()));
            let want = Want { version, digest, create: true, ..Want::of(PinKind::Image, name) };
            if let Err(error) = edited(manifest, text, &want) {
                prop_assert_ne!(error.code(), "internal", "{} in {:?}", error, text);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn no_bytes_bring_it_down(bytes in vec(any::<u8>(), 0..200)) {
        try_all(&bytes)?;
    }

    #[test]
    fn no_text_that_looks_like_yaml_brings_it_down(text in "((images:|- |name: a|newTag: |digest: |a: |<<: |\\*x|&x |!t |[a-c:\\-\\[\\]{}|>'\"%#?,. ~]|\\{a: |\n|\r\n|\n  |\n- |---\n|\\.\\.\\.\n|\t)){0,30}") {
        try_all(text.as_bytes())?;
    }
}
