//! `applicationset:` the elements of an ApplicationSet's lists, chosen by their values.

use super::anchors::Anchors;
use super::argo::Meant;
use super::document::DocumentSelector;
use super::key_path::Step;
use super::keys::{self, key_spot};
use super::slot::Edit;
use super::source::Source;
use super::sources::values;
use super::spot::Spot;
use super::trail::{Lost, Trail};
use super::{Error, Fill, KeyPath, Want};
use std::collections::{BTreeMap, HashSet};

/// Keys of the one element that has the values of `matching`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationSet {
    pub name: Option<String>,
    pub matching: BTreeMap<String, String>,
    pub keys: Vec<KeyPath>,
    pub document: Option<DocumentSelector>,
}

impl ApplicationSet {
    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        Self {
            name: self.name.as_deref().map(fill),
            matching: self.matching.iter().map(|(key, value)| (key.clone(), fill(value))).collect(),
            keys: self.keys.iter().map(|key| key.filled(fill)).collect(),
            document: self.document.as_ref().map(|document| document.filled(fill)),
        }
    }

    /// An element or a key that isn't there is no pin.
    pub(super) fn spots<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
    ) -> Result<Vec<Spot<'t>>, Error> {
        keys::spots(&self.keys, |key| Ok(key_spot(self.find(source, anchors, key)?, key.as_str())))
    }

    pub(super) fn edits(
        &self,
        source: &Source<'_>,
        anchors: &Anchors<'_>,
        want: &Want<'_>,
    ) -> Result<Vec<Edit>, Error> {
        let find = |key: &KeyPath| Ok(key_spot(self.find(source, anchors, key)?, key.as_str()));
        keys::edits(source, &self.keys, find, want)
    }

    fn find<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
        key: &KeyPath,
    ) -> Result<Trail<'t>, Lost> {
        let (name, document) = (self.name.as_deref(), self.document.as_ref());
        let meant = Meant { kind: "ApplicationSet", name, document };
        meant.only(source, anchors, key.as_str(), |root| self.element(source, root)?.steps(key.steps()))
    }

    /// The one element that has the values, wherever its list is.
    fn element<'t>(&self, source: &'t Source<'t>, root: Trail<'t>) -> Result<Trail<'t>, Lost> {
        let generators = root.steps(&["spec", "generators"].map(key))?;
        let all = elements(generators.clone(), &mut HashSet::new())?;
        let mut found: Vec<_> = all.iter().filter_map(|one| one.with_values(&self.matching)).collect();
        let what = format!("element with {}", values(&self.matching));
        match (found.len(), found.pop()) {
            (1, Some(only)) => Ok(only),
            (count, Some(last)) => {
                Err(generators.lost(Error::Ambiguous { at: source.at(last.node().start), what, count }))
            }
            (_, None) => {
                let at = source.at(generators.node().start);
                Err(generators.lost(Error::NotFound { at, what, near: None }))
            }
        }
    }
}

/// The elements of all lists, also of those within `matrix` and `merge`. Aliases may lead in circles: a list of
/// generators is looked into once.
fn elements<'t>(generators: Trail<'t>, seen: &mut HashSet<usize>) -> Result<Vec<Trail<'t>>, Lost> {
    if !seen.insert(generators.target().span.start) {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for generator in generators.list()? {
        if let Some(list) = below(&generator, ["list", "elements"]) {
            all.extend(list.list()?);
        }
        for both in ["matrix", "merge"] {
            if let Some(inner) = below(&generator, [both, "generators"]) {
                all.extend(elements(inner, seen)?);
            }
        }
    }
    Ok(all)
}

/// What stands at these keys, if it isn't left empty.
fn below<'t>(generator: &Trail<'t>, keys: [&str; 2]) -> Option<Trail<'t>> {
    let there = generator.clone().steps(&keys.map(key)).ok()?;
    (!there.target().is_null()).then_some(there)
}

fn key(word: &str) -> Step {
    Step::Key(word.to_owned())
}
