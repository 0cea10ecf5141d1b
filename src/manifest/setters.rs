//! `setters:` the values that Flux's image automation marks with `{"$imagepolicy": "…"}`.

use super::anchors::Anchors;
use super::document::{DocumentSelector, documents};
use super::many::each;
use super::markers::{Marker, markers};
use super::slot::Edit;
use super::source::Source;
use super::{Error, Fill, Want};
use crate::model::pin::{Automation, Pin, PinKind, PinName, SelectorName, Written};
use crate::model::text::nearest;
use crate::yaml::Node;
use std::cell::LazyCell;

/// The marked values, wherever Flux itself would see the mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setters {
    /// None means all.
    pub policies: Option<Vec<Policy>>,
    pub document: Option<DocumentSelector>,
}

/// An image policy that is meant, as `namespace:name`, with the text that it is known by in every environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    text: String,
    policy: String,
}

impl Policy {
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), policy: text.to_owned() }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    fn filled(&self, fill: Fill<'_>) -> Self {
        Self { text: self.text.clone(), policy: fill(&self.policy) }
    }
}

impl Setters {
    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        Self {
            policies: self.policies.as_ref().map(|all| all.iter().map(|one| one.filled(fill)).collect()),
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
        let pin = |(policy, held): (String, Held)| {
            let name = PinName { kind: PinKind::Image, name: self.name(&policy).to_owned(), entry };
            held.pins(source, &name, &policy)
        };
        Ok(policies.into_iter().flat_map(pin).collect())
    }

    /// The edits of each want, among markers that are looked for once.
    pub(super) fn each<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
        wants: &[&Want<'_>],
    ) -> Vec<Result<Vec<Edit>, Error>> {
        let all = self.markers(source, anchors);
        let known = LazyCell::new(|| markers(source, anchors).unwrap_or_default());
        each(wants, |want| {
            let near =
                || nearest(want.name, known.iter().map(|marker| marker.policy.as_str())).map(str::to_owned);
            self.edits(source, all.as_ref().map_err(Error::clone)?, want, &near)
        })
    }

    fn edits(
        &self,
        source: &Source<'_>,
        all: &[Marker<'_>],
        want: &Want<'_>,
        near: &dyn Fn() -> Option<String>,
    ) -> Result<Vec<Edit>, Error> {
        let is_ours = |marker: &&Marker<'_>| self.name(&marker.policy) == want.name;
        let ours: Vec<_> = all.iter().filter(is_ours).collect();
        if ours.is_empty() || want.kind != PinKind::Image {
            return Err(Error::NotFound { at: source.at(0), what: want.name.to_owned(), near: near() });
        }
        ours.iter().filter_map(|marker| marker.on.as_ref()).try_for_each(|trail| trail.may_be_written())?;
        ours.iter().try_for_each(|marker| marker.agrees(source, want))?;
        let mut edits = Vec::new();
        for marker in ours {
            edits.extend(marker.edit(source, want)?);
        }
        Ok(edits)
    }

    /// What a policy's pin is called.
    fn name<'a>(&'a self, policy: &'a str) -> &'a str {
        let meant = self.policies.iter().flatten().find(|one| one.policy == policy);
        meant.map_or(policy, Policy::as_str)
    }

    /// The markers that are meant.
    fn markers<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
    ) -> Result<Vec<Marker<'t>>, Error> {
        let mut all = markers(source, anchors)?;
        if let Some(policies) = &self.policies {
            all.retain(|marker| policies.iter().any(|one| one.policy == marker.policy));
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

    fn pins(&self, source: &Source<'_>, name: &PinName, policy: &str) -> Vec<Pin> {
        let one = |list: &[Written], at: usize| list.get(at).or(list.first()).cloned();
        let pin = |at| Pin {
            name: name.clone(),
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
