//! What a marked value holds, and what is written there: as much of an image as its marker says.

use super::form::{Form, Parts, full_name};
use super::markers::{Marker, Part};
use super::scalar::{Value, not_stale, replace};
use super::slot::Edit;
use super::source::Source;
use super::{Error, Want};
use crate::model::wanted::Wish;

impl Part {
    /// The version and the digest in a scalar of this part.
    pub(super) fn read(self, text: &str) -> Parts {
        let owned = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        match self {
            Self::Whole => Form::Reference.read(text),
            Self::Tag => Parts { version: owned(text), digest: None },
            Self::Digest => Parts { version: None, digest: owned(text) },
            Self::Name => Parts::default(),
        }
    }
}

impl Marker<'_> {
    /// Tag and digest travel together, and a marker marks something.
    pub(super) fn agrees(&self, source: &Source<'_>, want: &Want<'_>) -> Result<(), Error> {
        let at = || source.at(self.on.as_ref().map_or(self.comment.start, |trail| trail.node().start));
        let Some(text) = self.on.as_ref().and_then(|trail| trail.node().as_str()) else {
            return Err(Error::MarkerTarget { at: at(), policy: self.policy.clone() });
        };
        let now = self.part.read(text);
        let version = changed(&want.version, now.version.as_deref());
        let digest = changed(&want.digest, now.digest.as_deref());
        match self.part {
            Part::Whole if version && now.digest.is_some() && want.digest == Wish::Leave => {
                Err(Error::DigestPins { at: at() })
            }
            Part::Whole | Part::Tag if now.version.is_some() && digest && want.version == Wish::Leave => {
                Err(Error::TagStale { at: at() })
            }
            Part::Digest if !matches!(want.digest, Wish::Set(_)) && want.version != Wish::Leave => {
                Err(Error::NoDigest { at: at(), policy: self.policy.clone() })
            }
            Part::Whole | Part::Tag | Part::Digest | Part::Name => Ok(()),
        }
    }

    /// The edit that makes the value what Flux would make of the image that is wanted.
    pub(super) fn edit(&self, source: &Source<'_>, want: &Want<'_>) -> Result<Option<Edit>, Error> {
        let Some(trail) = &self.on else { return Ok(None) };
        let node = trail.node();
        let text = node.as_str().unwrap_or_default();
        let set = |wish: &Wish<String>| match wish {
            Wish::Set(text) => replace(source, trail, &Value::Text(text.clone())),
            Wish::Leave | Wish::Remove => Ok(None),
        };
        match (self.part, &want.version) {
            (Part::Name, _) => set(&want.new_name),
            (Part::Digest, _) => set(&want.digest),
            (Part::Tag, Wish::Set(value)) => {
                not_stale(source, Some(node), node.start, want.from, value)?;
                replace(source, trail, value)
            }
            (Part::Tag, Wish::Leave | Wish::Remove) => Ok(None),
            (Part::Whole, _) => {
                self.not_stale(source, want)?;
                let new = whole(text, want);
                if new == text { Ok(None) } else { replace(source, trail, &Value::Text(new)) }
            }
        }
    }

    /// The version in a whole reference is what the caller saw, or the new one already.
    fn not_stale(&self, source: &Source<'_>, want: &Want<'_>) -> Result<(), Error> {
        let (Some(from), Wish::Set(new), Some(trail)) = (want.from, &want.version, &self.on) else {
            return Ok(());
        };
        let found = self.part.read(trail.node().as_str().unwrap_or_default()).version.unwrap_or_default();
        if found == from || found == new.as_str() {
            return Ok(());
        }
        Err(Error::Stale { at: source.at(trail.node().start), found, expected: from.to_owned() })
    }
}

/// `name:tag`, with `@digest` where there is one.
fn whole(text: &str, want: &Want<'_>) -> String {
    let now = Form::Reference.read(text);
    let name = match &want.new_name {
        Wish::Set(name) => name.as_str(),
        Wish::Leave | Wish::Remove => full_name(text),
    };
    let tag = match &want.version {
        Wish::Set(value) => Some(value.as_str().to_owned()),
        Wish::Leave => now.version,
        Wish::Remove => None,
    };
    let digest = match &want.digest {
        Wish::Set(digest) => Some(digest.clone()),
        Wish::Leave => now.digest,
        Wish::Remove => None,
    };
    let tag = tag.map(|tag| format!(":{tag}")).unwrap_or_default();
    format!("{name}{tag}{}", digest.map(|digest| format!("@{digest}")).unwrap_or_default())
}

fn changed<T: AsRef<str>>(wish: &Wish<T>, now: Option<&str>) -> bool {
    match wish {
        Wish::Set(new) => now != Some(new.as_ref()),
        Wish::Leave | Wish::Remove => false,
    }
}
