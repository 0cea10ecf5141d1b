//! A version that stands in one scalar: read as a pin, and written in its place. Most selectors only say where.

use super::form::{Form, Parts, full_name, image_name, is_reference};
use super::scalar::{Value, not_stale, replace};
use super::slot::Edit;
use super::source::Source;
use super::trail::Trail;
use super::{Error, Want};
use crate::model::pin::{Pin, PinKind, PinName, SelectorName, Written};
use crate::model::text::{Position, nearest};
use crate::model::wanted::Wish;
use crate::yaml::Node;

/// Where a version stands, and what it is called.
#[derive(Debug, Clone)]
pub(super) struct Spot<'t> {
    pub(super) kind: PinKind,
    pub(super) name: String,
    /// The scalar. A value that is missing is no spot; an empty one is a pin without a version.
    pub(super) trail: Trail<'t>,
    pub(super) form: Form,
    /// A key of its own for the digest, beside the scalar, where that holds one.
    pub(super) digest: Option<Trail<'t>>,
}

impl<'t> Spot<'t> {
    pub(super) fn new(kind: PinKind, name: &str, trail: Trail<'t>, form: Form) -> Self {
        Self { kind, name: name.to_owned(), trail, form, digest: None }
    }

    /// The value of `key` below `from`, if it is a scalar there that holds something.
    pub(super) fn below(from: &Trail<'t>, key: &str, kind: PinKind, name: &str, form: Form) -> Option<Self> {
        let trail = from.child(key)?;
        text(&trail).map(|_| Self::new(kind, name, trail, form))
    }

    /// An image where it is used, if it says which version of it.
    pub(super) fn reference(trail: Trail<'t>) -> Option<Self> {
        let text = text(&trail).filter(|text| is_reference(text))?;
        Some(Self::new(PinKind::Image, image_name(text), trail, Form::Reference))
    }

    fn parts(&self) -> Parts {
        let mut parts = text(&self.trail).map(|text| self.form.read(text)).unwrap_or_default();
        let apart = self.digest.as_ref().and_then(text);
        parts.digest = apart.map(str::to_owned).or(parts.digest);
        parts
    }

    pub(super) fn pin(
        &self,
        source: &Source<'_>,
        selector: SelectorName,
        entry: usize,
    ) -> Result<Pin, Error> {
        if self.trail.target().as_str().is_none() {
            return Err(Error::NotScalar { at: source.at(self.trail.node().span.start) });
        }
        let written = |text: String, trail: &Trail<'_>| Written {
            text,
            at: source.at(trail.node().span.start),
            key: self.key(trail).to_owned(),
        };
        let Parts { version, digest } = self.parts();
        let apart = self.digest.as_ref().filter(|trail| text(trail).is_some()).unwrap_or(&self.trail);
        Ok(Pin {
            name: PinName { kind: self.kind, name: self.name.clone(), entry },
            selector,
            file: source.path.clone(),
            version: version.map(|text| written(text, &self.trail)),
            digest: digest.map(|text| written(text, apart)),
            new_name: self.image().map(|name| written(name.to_owned(), &self.trail)),
            automation: None,
        })
    }

    /// What a new key needs beside the version: the image, where the value is a whole reference.
    fn image(&self) -> Option<&'t str> {
        let is_whole = self.kind == PinKind::Key && self.form == Form::Reference;
        text(&self.trail).filter(|_| is_whole).map(full_name)
    }

    /// What a person sees as the key: the whole path where that is the pin's name.
    fn key<'a>(&'a self, trail: &'a Trail<'_>) -> &'a str {
        match self.kind {
            PinKind::Key => &self.name,
            PinKind::Image | PinKind::Chart | PinKind::Revision | PinKind::File => {
                trail.key_node().and_then(Node::as_str).unwrap_or(self.form.word())
            }
        }
    }

    /// What to write so that the spot holds what is wanted. Tag and digest travel together: the caller says what
    /// becomes of the other.
    pub(super) fn edits(&self, source: &Source<'_>, want: &Want<'_>) -> Result<Vec<Edit>, Error> {
        self.trail.may_be_written()?;
        if self.is_whole(want) {
            return Ok(Vec::new());
        }
        let now = self.parts();
        self.is_expected(source, want, &now)?;
        if let Some(whole) = self.whole(want) {
            return Ok(replace(source, &self.trail, whole)?.into_iter().collect());
        }
        agree(|| source.at(self.trail.node().start), want, &now)?;
        let new = wanted(&now, want);
        if new == now && !matches!(want.version, Wish::Set(_)) {
            return Ok(Vec::new());
        }
        let mut edits = Vec::new();
        let mut inside = new.clone();
        if let Some(trail) = &self.digest {
            edits.extend(digest_apart(source, trail, new.digest.as_ref())?);
            inside.digest = None;
        }
        edits.extend(self.value(source, want, &inside)?);
        Ok(edits)
    }

    /// All that the scalar says is what is wanted: an image or a digest that was given as one.
    fn is_whole(&self, want: &Want<'_>) -> bool {
        let is_it = |new: &Value| text(&self.trail) == Some(new.as_str());
        let is_there = matches!(&want.version, Wish::Set(new) if is_it(new));
        is_there && want.digest == Wish::Leave && self.form != Form::Plain
    }

    /// A whole image or a digest that is given for a key that may hold anything: it says itself what becomes of all
    /// that is there.
    fn whole<'a>(&self, want: &'a Want<'_>) -> Option<&'a Value> {
        let (Wish::Set(value), Wish::Leave, PinKind::Key) = (&want.version, &want.digest, self.kind) else {
            return None;
        };
        let form = Form::of(value.as_str());
        let has_room = self.form != Form::Reference || form == Form::Reference;
        (form != Form::Plain && has_room && self.digest.is_none()).then_some(value)
    }

    /// Refuses when another version stands there than the caller saw.
    fn is_expected(&self, source: &Source<'_>, want: &Want<'_>, now: &Parts) -> Result<(), Error> {
        let Wish::Set(new) = &want.version else { return Ok(()) };
        let is_it =
            now.version.is_some() && [want.from, Some(new.as_str())].contains(&now.version.as_deref());
        if is_it && self.form != Form::Plain {
            return Ok(());
        }
        not_stale(source, Some(self.trail.node()), self.trail.node().start, want.from, new)
    }

    /// The scalar as it should be; what has no text yet takes the version alone.
    fn value(&self, source: &Source<'_>, want: &Want<'_>, new: &Parts) -> Result<Option<Edit>, Error> {
        if let (Wish::Set(value), Form::Plain, None) = (&want.version, self.form, &new.digest) {
            return replace(source, &self.trail, value);
        }
        let old = text(&self.trail).unwrap_or_default();
        if old.is_empty() && *new == Parts::default() {
            return Ok(None);
        }
        let bad = || Error::BadValue {
            at: source.at(self.trail.node().start),
            value: [new.version.as_deref(), new.digest.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join("@"),
            why: "it doesn't fit in what stands there",
        };
        // A tag may take a digest along where there was none.
        let form = if self.form == Form::Plain && new.digest.is_some() && self.takes_digest() {
            Form::Tag
        } else {
            self.form
        };
        let text = form.write(old, new).ok_or_else(bad)?;
        replace(source, &self.trail, &Value::Text(text))
    }

    fn takes_digest(&self) -> bool {
        match self.kind {
            PinKind::Image | PinKind::Key => true,
            PinKind::Chart | PinKind::Revision | PinKind::File => false,
        }
    }
}

/// A digest's own key is filled, and never taken out.
fn digest_apart(source: &Source<'_>, trail: &Trail<'_>, new: Option<&String>) -> Result<Option<Edit>, Error> {
    let Some(new) = new else {
        let at = source.at(trail.node().start);
        return if text(trail).is_some() { Err(Error::DigestApart { at }) } else { Ok(None) };
    };
    trail.may_be_written()?;
    // Some charts write `sha256:` themselves.
    if text(trail).is_some_and(|old| old.contains(':') != new.contains(':')) {
        let why = "the digest that stands there is written in another way";
        return Err(Error::BadValue { at: source.at(trail.node().start), value: new.clone(), why });
    }
    replace(source, trail, &Value::Text(new.clone()))
}

/// The pins of some spots.
pub(super) fn pins(
    source: &Source<'_>,
    spots: &[Spot<'_>],
    selector: SelectorName,
    entry: usize,
) -> Result<Vec<Pin>, Error> {
    spots.iter().map(|spot| spot.pin(source, selector, entry)).collect()
}

/// The edits of the spots that are meant; one name may stand in several places, which move together.
pub(super) fn edits(source: &Source<'_>, spots: &[Spot<'_>], want: &Want<'_>) -> Result<Vec<Edit>, Error> {
    let meant: Vec<_> =
        spots.iter().filter(|spot| spot.kind == want.kind && spot.name == want.name).collect();
    if meant.is_empty() && want.create {
        let what = "an entry that isn't there carries more than a version";
        return Err(Error::Layout { at: source.at(0), what });
    }
    if meant.is_empty() {
        let names = spots.iter().filter(|spot| spot.kind == want.kind).map(|spot| spot.name.as_str());
        let near = nearest(want.name, names).map(str::to_owned);
        return Err(Error::NotFound { at: source.at(0), what: want.name.to_owned(), near });
    }
    let mut edits = Vec::new();
    for spot in meant {
        edits.extend(spot.edits(source, want)?);
    }
    Ok(edits)
}

/// Tag and digest travel together: the caller says what becomes of the other.
pub(super) fn agree(at: impl Fn() -> Position, want: &Want<'_>, now: &Parts) -> Result<(), Error> {
    let changes = |wish: &Wish<String>, now: &Option<String>| match wish {
        Wish::Set(new) => now.as_ref() != Some(new),
        Wish::Leave | Wish::Remove => false,
    };
    let version = wish_text(&want.version);
    if now.digest.is_some() && want.digest == Wish::Leave && changes(&version, &now.version) {
        return Err(Error::DigestPins { at: at() });
    }
    if now.version.is_some() && version == Wish::Leave && changes(&want.digest, &now.digest) {
        return Err(Error::TagStale { at: at() });
    }
    Ok(())
}

/// The parts as they should be.
pub(super) fn wanted(now: &Parts, want: &Want<'_>) -> Parts {
    Parts {
        version: wished(&now.version, &wish_text(&want.version)),
        digest: wished(&now.digest, &want.digest),
    }
}

/// What a scalar says; none for an empty value.
pub(super) fn text<'t>(trail: &Trail<'t>) -> Option<&'t str> {
    let node = trail.target();
    node.as_str().filter(|text| !text.is_empty() && !node.is_null())
}

fn wish_text(wish: &Wish<Value>) -> Wish<String> {
    match wish {
        Wish::Leave => Wish::Leave,
        Wish::Remove => Wish::Remove,
        Wish::Set(value) => Wish::Set(value.as_str().to_owned()),
    }
}

fn wished(now: &Option<String>, wish: &Wish<String>) -> Option<String> {
    match wish {
        Wish::Leave => now.clone(),
        Wish::Remove => None,
        Wish::Set(new) => Some(new.clone()),
    }
}
