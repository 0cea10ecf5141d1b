//! A key that isn't there: put behind the last key of the deepest map that is, in the way that the file is written.

use super::anchors::{Anchors, Case};
use super::document::DocumentSelector;
use super::form::{Form, Parts};
use super::key_path::{KeyPath, Step};
use super::lines::{column, ending, line_end};
use super::pair::{content_end, has_braces};
use super::plain::reads_as_other_type;
use super::scalar::{Value, is_good, write};
use super::slot::{Data, Edit};
use super::source::Source;
use super::trail::{Lost, Trail};
use super::{Error, Want};
use crate::model::wanted::Wish;
use crate::yaml::{Node, Pair, Style};

/// The edit that puts the key in.
pub(super) fn put_in(
    source: &Source<'_>,
    anchors: &Anchors<'_>,
    key: &KeyPath,
    document: Option<&DocumentSelector>,
    want: &Want<'_>,
) -> Result<Edit, Error> {
    let root = root(source, anchors, document)?;
    let (trail, rest) = deepest(Trail::new(source, anchors, root, Case::Exact), key.steps())?;
    trail.may_be_written()?;
    let map = trail.node();
    let layout = |what| Error::Layout { at: source.at(map.start), what };
    if map.as_map().is_none() {
        return Err(layout("there is no map that the key could be put into"));
    }
    if rest.iter().any(|step| !matches!(step, Step::Key(_))) {
        return Err(layout("an item of a list carries more than a version"));
    }
    let keys =
        rest.iter().filter_map(|step| if let Step::Key(key) = step { Some(key.as_str()) } else { None });
    let new = New { source, map, keys: keys.collect(), value: value(source, map, want)? };
    if map.is_flow() { new.in_braces() } else { new.below() }
}

fn root<'t>(
    source: &'t Source<'t>,
    anchors: &'t Anchors<'t>,
    document: Option<&DocumentSelector>,
) -> Result<&'t Node, Error> {
    match (document, source.tree.documents.as_slice()) {
        (Some(document), _) => document.find(source, anchors),
        (None, [root]) => Ok(root),
        (None, []) => Err(Error::Layout { at: source.at(0), what: "the file is empty" }),
        (None, [_, second, ..]) => Err(Error::Layout {
            at: source.at(second.start),
            what: "the file has several documents: say which with `document`",
        }),
    }
}

/// As far as the way goes, and the steps that are missing.
fn deepest<'t, 's>(mut trail: Trail<'t>, steps: &'s [Step]) -> Result<(Trail<'t>, &'s [Step]), Error> {
    for (at, step) in steps.iter().enumerate() {
        match trail.clone().step(step) {
            Ok(further) => trail = further,
            Err(Lost { reading: Error::NotFound { .. }, .. }) => {
                return Ok((trail, steps.get(at..).unwrap_or_default()));
            }
            Err(lost) => return Err(lost.writing()),
        }
    }
    Ok((trail, &[]))
}

/// What should stand there: a version, with its digest, and as a whole reference where the source has one.
fn value(source: &Source<'_>, map: &Node, want: &Want<'_>) -> Result<Value, Error> {
    if let (Value::Bare(_), Wish::Leave | Wish::Remove) = (version(want), &want.digest) {
        return Ok(version(want));
    }
    let text = |wish: &Wish<String>| if let Wish::Set(text) = wish { Some(text.clone()) } else { None };
    let version = Some(version(want).as_str().to_owned()).filter(|text| !text.is_empty());
    let parts = Parts { version, digest: text(&want.digest) };
    let whole = match text(&want.new_name) {
        Some(name) => Form::Reference.write(&name, &parts),
        None => Form::Tag.write("", &parts),
    };
    let whole = whole.unwrap_or_default();
    is_good(source, map.start, &whole)?;
    Ok(Value::Text(whole))
}

fn version(want: &Want<'_>) -> Value {
    match &want.version {
        Wish::Set(value) => value.clone(),
        Wish::Leave | Wish::Remove => Value::Text(String::new()),
    }
}

/// A value below keys that the map doesn't have.
struct New<'a, 's> {
    source: &'a Source<'a>,
    map: &'a Node,
    keys: Vec<&'s str>,
    value: Value,
}

impl New<'_, '_> {
    fn in_braces(&self) -> Result<Edit, Error> {
        has_braces(self.source, self.map)?;
        let style = if self.source.is_json() { Style::Double } else { Style::Plain };
        let keys = self.keys.iter().rev().map(|key| write(key, style, true, false));
        let nested = |inner: String, (at, key): (usize, String)| match at {
            0 => format!("{key}: {inner}"),
            _ => format!("{key}: {{{inner}}}"),
        };
        let pair = keys.enumerate().fold(self.written(true), nested);
        let (at, text) = match self.last() {
            Some((_, value)) => (value.span.end, format!(", {pair}")),
            None => (self.map.span.start + 1, pair),
        };
        Ok(self.edit(at, text))
    }

    /// On lines of their own, each deeper by as much as the file has it.
    fn below(&self) -> Result<Edit, Error> {
        let text = self.source.text;
        let (_, last) = self.last().ok_or_else(|| self.layout("there is no key to follow"))?;
        let end = content_end(text, last.span.end);
        if last.style() == Some(Style::Block) && has_empty_lines(text, end) {
            return Err(self.layout("the last key is a block of text that ends with empty lines"));
        }
        let at = line_end(text, end);
        let (own, deeper) = (column(text, self.map.span.start), self.indent());
        let count = self.keys.len();
        let mut lines = String::new();
        for (level, key) in self.keys.iter().enumerate() {
            let start = format!("{}{}", ending(text, at), " ".repeat(own + level * deeper));
            let value = if level + 1 == count { format!(" {}", self.written(false)) } else { String::new() };
            lines.push_str(&format!("{start}{}:{value}", write(key, Style::Plain, false, false)));
        }
        Ok(self.edit(at, lines))
    }

    fn last(&self) -> Option<&Pair> {
        self.map.as_map().and_then(<[_]>::last)
    }

    fn layout(&self, what: &'static str) -> Error {
        Error::Layout { at: self.source.at(self.map.start), what }
    }

    /// In quotes where the texts beside it are.
    fn written(&self, in_flow: bool) -> String {
        match &self.value {
            Value::Bare(text) => text.clone(),
            Value::Text(text) if self.source.is_json() => write(text, Style::Double, in_flow, false),
            Value::Text(text) => write(text, self.style(), in_flow, false),
        }
    }

    /// The style of the last text beside it.
    fn style(&self) -> Style {
        let pairs = self.map.as_map().unwrap_or_default().iter().rev();
        let style = |value: &Node| match (value.style()?, value.as_str()?) {
            (style @ (Style::Single | Style::Double), _) => Some(style),
            (Style::Plain, text) => (!reads_as_other_type(text)).then_some(Style::Plain),
            (Style::Block | Style::Empty, _) => None,
        };
        pairs.filter_map(|(_, value)| style(value)).next().unwrap_or(Style::Plain)
    }

    /// How much deeper maps stand than the maps around them: beside the new key, else where the file first has it.
    fn indent(&self) -> usize {
        let mut found = deeper(self.source, self.map);
        for document in &self.source.tree.documents {
            document.walk(&mut |node| found = found.or_else(|| deeper(self.source, node)));
        }
        found.unwrap_or(2)
    }

    fn edit(&self, at: usize, text: String) -> Edit {
        let wrap = |data: Data, key: &&str| Data::Map(vec![((*key).to_owned(), data)]);
        let outer = self.keys.first().copied().unwrap_or_default().to_owned();
        let data = self.keys.iter().skip(1).rev().fold(self.value.data(), wrap);
        Edit::pairs(at, text, self.map, vec![(outer, data)])
    }
}

fn deeper(source: &Source<'_>, map: &Node) -> Option<usize> {
    let own = column(source.text, map.span.start);
    let maps = map.as_map().filter(|_| !map.is_flow())?.iter().map(|(_, value)| value);
    let below = maps.filter(|value| value.as_map().is_some() && !value.is_flow());
    below
        .filter_map(|value| column(source.text, value.span.start).checked_sub(own))
        .find(|deeper| *deeper > 0)
}

fn has_empty_lines(text: &str, from: usize) -> bool {
    let rest = text.get(from..).unwrap_or_default();
    let breaks = rest.get(..rest.len() - rest.trim_start().len()).unwrap_or_default();
    breaks.matches('\n').count() > 1
}
