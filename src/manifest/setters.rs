//! `setters:` the values that Flux's image automation marks with `{"$imagepolicy": "…"}`.

use super::anchors::Anchors;
use super::document::{DocumentSelector, documents};
use super::form::{Form, Parts, full_name};
use super::markers::{Marker, Part, markers};
use super::scalar::{Value, not_stale, replace};
use super::slot::Edit;
use super::source::Source;
use super::{Error, Fill, Want};
use crate::model::pin::{Automation, Pin, PinKind, PinName, SelectorName, Written};
use crate::model::text::nearest;
use crate::model::wanted::Wish;
use crate::yaml::Node;

/// The marked values, wherever Flux itself would see the mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setters {
    /// As `namespace:name`; none means all.
    pub policies: Option<Vec<String>>,
    pub document: Option<DocumentSelector>,
}

impl Setters {
    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        Self {
            policies: self.policies.as_ref().map(|all| all.iter().map(|one| fill(one)).collect()),
            document: self.document.as_ref().map(|document| document.filled(fill)),
        }
    }

    /// One pin for each policy; several where its values don't agree.
    pub(super) fn pins<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
        entry: usize,
    ) -> Result<Vec<Pin>, Error> {
        let mut policies: Vec<(String, Held)> = Vec::new();
        for marker in self.markers(source, anchors)? {
            let at = match policies.iter().position(|(policy, _)| *policy == marker.policy) {
                Some(at) => at,
                None => {
                    policies.push((marker.policy.clone(), Held::default()));
                    policies.len() - 1
                }
            };
            policies[at].1.take(source, &marker);
        }
        let pins = policies.into_iter().flat_map(|(policy, held)| held.pins(source, &policy, entry));
        Ok(pins.collect())
    }

    pub(super) fn edits<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
        want: &Want<'_>,
    ) -> Result<Vec<Edit>, Error> {
        let all = self.markers(source, anchors)?;
        let (ours, others): (Vec<_>, Vec<_>) = all.iter().partition(|marker| marker.policy == want.name);
        if ours.is_empty() || want.kind != PinKind::Image {
            let near =
                nearest(want.name, others.iter().map(|marker| marker.policy.as_str())).map(str::to_owned);
            return Err(Error::NotFound { at: source.at(0), what: want.name.to_owned(), near });
        }
        ours.iter().filter_map(|marker| marker.on.as_ref()).try_for_each(|trail| trail.may_be_written())?;
        ours.iter().try_for_each(|marker| marker.agrees(source, want))?;
        let mut edits = Vec::new();
        for marker in ours {
            edits.extend(marker.edit(source, want)?);
        }
        Ok(edits)
    }

    /// The markers that are meant.
    fn markers<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
    ) -> Result<Vec<Marker<'t>>, Error> {
        let mut all = markers(source, anchors)?;
        if let Some(policies) = &self.policies {
            all.retain(|marker| policies.contains(&marker.policy));
        }
        if self.document.is_some() {
            let roots = documents(source, anchors, self.document.as_ref())?;
            let is_in = |marker: &Marker<'_>, root: &Node| {
                let at = marker.on.as_ref().map_or(marker.comment.start, |trail| trail.node().start);
                (root.start..=root.span.end).contains(&at)
            };
            all.retain(|marker| roots.iter().any(|root| is_in(marker, root)));
        }
        Ok(all)
    }
}

/// What the values of one policy hold, each text once.
#[derive(Default)]
struct Held {
    versions: Vec<Written>,
    digests: Vec<Written>,
}

impl Held {
    fn take(&mut self, source: &Source<'_>, marker: &Marker<'_>) {
        let Some(trail) = &marker.on else { return };
        // Flux doesn't write through an alias, so a version behind one isn't the policy's.
        let Some(text) = trail.node().as_str() else { return };
        let key = trail.key_node().and_then(Node::as_str).unwrap_or("value");
        let parts = marker.part.read(text);
        for (part, list) in [(parts.version, &mut self.versions), (parts.digest, &mut self.digests)] {
            if let Some(text) = part.filter(|text| list.iter().all(|one| one.text != *text)) {
                let at = source.at(trail.node().span.start);
                list.push(Written { text, at, key: key.to_owned() });
            }
        }
    }

    fn pins(&self, source: &Source<'_>, policy: &str, entry: usize) -> Vec<Pin> {
        let one = |list: &[Written], at: usize| list.get(at).or(list.first()).cloned();
        let pin = |at| Pin {
            name: PinName { kind: PinKind::Image, name: policy.to_owned(), entry },
            selector: SelectorName::Setters,
            file: source.path.clone(),
            version: one(&self.versions, at),
            digest: one(&self.digests, at),
            new_name: None,
            automation: Some(Automation::Policy(policy.to_owned())),
        };
        (0..self.versions.len().max(self.digests.len())).map(pin).collect()
    }
}

impl Part {
    /// The version and the digest in a scalar of this part.
    fn read(self, text: &str) -> Parts {
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
    fn agrees(&self, source: &Source<'_>, want: &Want<'_>) -> Result<(), Error> {
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
    fn edit(&self, source: &Source<'_>, want: &Want<'_>) -> Result<Option<Edit>, Error> {
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
