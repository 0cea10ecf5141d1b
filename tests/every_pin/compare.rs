//! What is different between two texts, and between what is read from them.

use hoist::manifest::Want;
use hoist::model::pin::{Pin, SelectorName, Written};
use hoist::model::text::Position;
use hoist::model::wanted::Wish;
use hoist::yaml::{Kind, Tree};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// One scalar is one version: two selectors that found it would both move it. One may see it twice, by an alias.
pub(super) fn none_twice(pins: &[Pin]) -> Result<(), String> {
    let mut seen = BTreeMap::new();
    for pin in pins.iter().filter(|pin| pin.selector != SelectorName::Setters) {
        let Some(at) = pin.at() else { continue };
        if let Some(other) = seen.insert(at.clone(), pin).filter(|other| other.selector != pin.selector) {
            return Err(format!("{at} is found twice: {other:?} and {pin:?}"));
        }
    }
    Ok(())
}

/// Nothing but some versions is different: their scalars, or in plain text just they themselves.
pub(super) fn only_these(old: &str, new: &str, changed: &[&Pin]) -> Result<(), String> {
    if changed.iter().any(|pin| pin.selector == SelectorName::Setters) {
        return only_marked(old, new);
    }
    alike(old, new, &spans(old, changed)?)
}

/// A policy has one version in many places. The lines that differ have a mark, or stand below one.
fn only_marked(old: &str, new: &str) -> Result<(), String> {
    let lines: Vec<_> = old.split('\n').collect();
    let is_marked = |at: usize| lines.get(at).is_some_and(|line| line.contains("$imagepolicy"));
    let now: Vec<_> = new.split('\n').collect();
    let mut differ = (0..lines.len()).filter(|at| lines.get(*at) != now.get(*at));
    let is_right =
        now.len() == lines.len() && differ.all(|at| is_marked(at) || (at > 0 && is_marked(at - 1)));
    if is_right { Ok(()) } else { Err(format!("other lines are different too:\n{new}")) }
}

fn spans(text: &str, changed: &[&Pin]) -> Result<Vec<Range<usize>>, String> {
    if changed.iter().any(|pin| pin.selector == SelectorName::Text) {
        let whole = |pin: &&Pin| {
            let from = pin.at().map(|at| offset(text, at)).unwrap_or_default();
            let parts: Vec<_> = [&pin.version, &pin.digest].into_iter().flatten().collect();
            // A digest stands behind its version, after an `@`.
            from..from + parts.iter().map(|part| part.text.len() + 1).sum::<usize>() - 1
        };
        return Ok(changed.iter().map(whole).collect());
    }
    let tree = Tree::parse(text).map_err(|error| error.to_string())?;
    let mut scalars = BTreeMap::new();
    for document in &tree.documents {
        document.walk(&mut |node| {
            if matches!(node.kind, Kind::Scalar { .. }) {
                scalars.insert(node.span.start, node.span.clone());
            }
        });
    }
    let places: BTreeSet<_> = changed.iter().flat_map(|pin| places(pin)).map(|at| offset(text, at)).collect();
    let span = |at| scalars.get(&at).cloned().ok_or(format!("no scalar at byte {at}"));
    places.into_iter().map(span).collect()
}

fn places(pin: &Pin) -> Vec<&Position> {
    [&pin.version, &pin.digest].into_iter().flatten().map(|written| &written.at).collect()
}

/// The byte of a place, which counts characters.
fn offset(text: &str, at: &Position) -> usize {
    let start: usize = text.split_inclusive('\n').take(at.line - 1).map(str::len).sum();
    let line = &text[start..];
    let bom = line.len() - line.trim_start_matches('\u{feff}').len();
    start + bom + line[bom..].chars().take(at.column - 1).map(char::len_utf8).sum::<usize>()
}

/// The texts are alike but for what stands in these spans of the old one, which are single lines in the new one.
pub(super) fn alike(old: &str, new: &str, spans: &[Range<usize>]) -> Result<(), String> {
    let wrong = || format!("other bytes are different too:\n{new}");
    let mut rest = spans.first().and_then(|first| new.strip_prefix(&old[..first.start])).ok_or_else(wrong)?;
    for pair in spans.windows(2) {
        // What is new has no known end: what comes behind it tells.
        let behind = &old[pair[0].end..pair[1].start];
        rest = rest.find(behind).map(|at| &rest[at + behind.len()..]).ok_or_else(wrong)?;
    }
    let is_same = spans.last().is_some_and(|last| rest.ends_with(&old[last.end..]));
    if is_same { Ok(()) } else { Err(wrong()) }
}

pub(super) fn reads(before: &[Pin], after: &[Pin], changed: &[&Pin], want: &Want<'_>) -> Result<(), String> {
    if changed.iter().any(|pin| pin.selector == SelectorName::Setters) {
        // Marks that agree are one version, so there may be fewer now.
        let mut meant =
            after.iter().filter(|pin| pin.selector == SelectorName::Setters && pin.name == changed[0].name);
        return meant.try_for_each(|pin| is_wanted(pin, want));
    }
    if before.len() != after.len() {
        return Err(format!("there are {} versions, there were {}", after.len(), before.len()));
    }
    let touched: BTreeSet<_> = changed.iter().flat_map(|pin| places(pin)).collect();
    for (old, new) in before.iter().zip(after) {
        if changed.contains(&old) {
            is_wanted(new, want)?;
        } else if !places(old).iter().any(|at| touched.contains(at)) && shown(old) != shown(new) {
            return Err(format!("{old:?} reads as {new:?} now"));
        }
    }
    Ok(())
}

fn is_wanted(pin: &Pin, want: &Want<'_>) -> Result<(), String> {
    let text = |written: &Option<Written>| written.as_ref().map(|written| written.text.clone());
    let version = match &want.version {
        Wish::Set(version) => text(&pin.version).as_deref() == Some(version.as_str()),
        Wish::Leave | Wish::Remove => true,
    };
    let digest = match &want.digest {
        Wish::Set(digest) => text(&pin.digest).as_ref() == Some(digest),
        Wish::Leave | Wish::Remove => true,
    };
    if version && digest {
        Ok(())
    } else {
        Err(format!("{pin:?} isn't {:?} {:?}", want.version, want.digest))
    }
}

fn shown(pin: &Pin) -> (SelectorName, String, [Option<String>; 3]) {
    let fields = [&pin.version, &pin.digest, &pin.new_name];
    let text = |written: &Option<Written>| written.as_ref().map(|written| written.text.clone());
    (pin.selector, pin.name.to_string(), fields.map(text))
}
