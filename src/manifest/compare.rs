//! Two parses side by side: only what the edits mean may differ.

use super::scalar::is_already;
use super::slot::{Data, Edit, Meaning};
use crate::manifest::Value;
use crate::yaml::{Kind, Node, Pair, Style, Tree};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Says what is different that should not be.
pub(super) fn differ_only_by(old: &str, new: &str, edits: &[&Edit]) -> Result<(), String> {
    if edits.iter().all(|edit| matches!(edit.meaning, Meaning::Match { .. })) {
        return differ_in_places(old, new, edits);
    }
    if edits.iter().any(|edit| matches!(edit.meaning, Meaning::Match { .. } | Meaning::Whole)) {
        let only = matches!(edits, [edit] if edit.range == (0..old.len()) && new == edit.text);
        return if only { Ok(()) } else { Err("more than the versions differs".to_owned()) };
    }
    let (old_tree, new_tree) = (parse(old)?, parse(new)?);
    let meant = Meant::of(edits);
    let both = Both { old, new, meant };
    if old_tree.documents.len() != new_tree.documents.len() {
        return Err("the number of documents differs".to_owned());
    }
    for (before, after) in old_tree.documents.iter().zip(&new_tree.documents) {
        both.node(before, after)?;
    }
    let stay = old_tree.comments.iter().filter(|comment| !taken_out(comment, edits));
    let before = stay.map(|comment| old.get(comment.clone()));
    if !before.eq(new_tree.comments.iter().map(|comment| new.get(comment.clone()))) {
        return Err("a comment differs".to_owned());
    }
    Ok(())
}

/// Texts that needn't be YAML: all around the edits is the same, and what was found there is found again.
fn differ_in_places(old: &str, new: &str, edits: &[&Edit]) -> Result<(), String> {
    let around = || "the text around the version differs".to_owned();
    let (mut before, mut after) = (0, 0);
    for edit in edits {
        let same = old.get(before..edit.range.start).ok_or_else(around)?;
        let rest = new.get(after..).and_then(|rest| rest.strip_prefix(same)).ok_or_else(around)?;
        rest.strip_prefix(edit.text.as_str()).ok_or_else(around)?;
        let start = after + same.len();
        if let Meaning::Match { of, reads } = &edit.meaning
            && !of.finds(new, start, reads)
        {
            return Err(format!("`{}` would not be found again", of.pattern));
        }
        (before, after) = (edit.range.end, start + edit.text.len());
    }
    if old.get(before..) == new.get(after..) { Ok(()) } else { Err(around()) }
}

fn parse(text: &str) -> Result<Tree, String> {
    Tree::parse(text).map_err(|error| format!("it is no YAML any more: {error}"))
}

/// A comment of a pair that is taken out goes with it.
fn taken_out(comment: &Range<usize>, edits: &[&Edit]) -> bool {
    let after = edits.partition_point(|edit| edit.range.end < comment.end);
    edits
        .get(after)
        .is_some_and(|edit| matches!(edit.meaning, Meaning::Gone { .. }) && edit.range.start <= comment.start)
}

type Span = (usize, usize);

/// What the edits mean, by the span of the node that each is about.
#[derive(Default)]
struct Meant<'e> {
    values: HashMap<Span, &'e Data>,
    pairs: HashMap<Span, Vec<&'e (String, Data)>>,
    items: HashMap<Span, Vec<&'e Data>>,
    gone: HashSet<Span>,
}

impl<'e> Meant<'e> {
    fn of(edits: &[&'e Edit]) -> Self {
        let mut meant = Self::default();
        for edit in edits {
            match &edit.meaning {
                Meaning::Value { of, data } => {
                    meant.values.insert((of.start, of.end), data);
                }
                Meaning::Pairs { of, pairs } => {
                    meant.pairs.entry((of.start, of.end)).or_default().extend(pairs);
                }
                Meaning::Item { of, data } => meant.items.entry((of.start, of.end)).or_default().push(data),
                Meaning::Gone { of } => meant.gone.extend(of.iter().map(|key| (key.start, key.end))),
                // They stand alone, and no tree is compared then.
                Meaning::Match { .. } | Meaning::Whole => {}
            }
        }
        meant
    }
}

struct Both<'a> {
    old: &'a str,
    new: &'a str,
    meant: Meant<'a>,
}

impl Both<'_> {
    fn node(&self, old: &Node, new: &Node) -> Result<(), String> {
        if (old.anchor, &old.tag) != (new.anchor, &new.tag) {
            return Err(self.differs(old, "an anchor or a tag"));
        }
        match &old.kind {
            Kind::Scalar { .. } => self.scalar(old, new),
            Kind::Map { pairs, flow } => match &new.kind {
                Kind::Map { pairs: now, flow: flow_now } if flow == flow_now => self.map(old, pairs, now),
                Kind::Map { .. } | Kind::Scalar { .. } | Kind::List { .. } | Kind::Alias(_) => {
                    Err(self.differs(old, "a map"))
                }
            },
            Kind::List { items, flow } => match &new.kind {
                Kind::List { items: now, flow: flow_now } if flow == flow_now => self.list(old, items, now),
                Kind::List { .. } | Kind::Scalar { .. } | Kind::Map { .. } | Kind::Alias(_) => {
                    Err(self.differs(old, "a list"))
                }
            },
            Kind::Alias(_) if old.kind == new.kind => Ok(()),
            Kind::Alias(_) => Err(self.differs(old, "an alias")),
        }
    }

    fn scalar(&self, old: &Node, new: &Node) -> Result<(), String> {
        let same = match self.meant.values.get(&span(old)) {
            Some(data) => reads_as(new, data),
            // The bytes of a block of text may end with the file, or with a line break that was added.
            None if old.style() == Some(Style::Block) => old.kind == new.kind,
            None => old.kind == new.kind && self.old.get(old.span.clone()) == self.new.get(new.span.clone()),
        };
        if same { Ok(()) } else { Err(self.differs(old, "a value")) }
    }

    fn map(&self, map: &Node, old: &[Pair], new: &[Pair]) -> Result<(), String> {
        let mut stay = old.iter().filter(|(key, _)| !self.meant.gone.contains(&span(key)));
        let mut more = self.meant.pairs.get(&span(map)).into_iter().flatten().peekable();
        for (key, value) in new {
            if let Some((_, data)) = more.next_if(|(name, _)| Some(name.as_str()) == key.as_str()) {
                if !reads_as(value, data) {
                    return Err(self.differs(map, "a new value"));
                }
                continue;
            }
            let (old_key, old_value) = stay.next().ok_or_else(|| self.differs(map, "the number of keys"))?;
            self.node(old_key, key)?;
            self.node(old_value, value)?;
        }
        if stay.next().is_some() || more.next().is_some() {
            return Err(self.differs(map, "the number of keys"));
        }
        Ok(())
    }

    fn list(&self, list: &Node, old: &[Node], new: &[Node]) -> Result<(), String> {
        let more = self.meant.items.get(&span(list)).map_or(&[][..], Vec::as_slice);
        if new.len() != old.len() + more.len() {
            return Err(self.differs(list, "the number of items"));
        }
        let (same, added) = new.split_at(old.len());
        old.iter().zip(same).try_for_each(|(old, new)| self.node(old, new))?;
        let right = added.iter().zip(more).all(|(node, data)| reads_as(node, data));
        if right { Ok(()) } else { Err(self.differs(list, "a new item")) }
    }

    fn differs(&self, old: &Node, what: &str) -> String {
        let line = self.old.get(..old.start).unwrap_or_default().matches('\n').count() + 1;
        format!("{what} of line {line} would read differently")
    }
}

fn span(node: &Node) -> Span {
    (node.span.start, node.span.end)
}

fn reads_as(node: &Node, data: &Data) -> bool {
    match data {
        Data::Text(text) => is_already(node, &Value::Text(text.clone())),
        Data::Bare(text) => is_already(node, &Value::Bare(text.clone())),
        Data::Map(pairs) => node.as_map().is_some_and(|map| {
            map.len() == pairs.len()
                && map
                    .iter()
                    .zip(pairs)
                    .all(|((key, value), (name, data))| key.as_str() == Some(name) && reads_as(value, data))
        }),
        Data::List(items) => node.as_list().is_some_and(|list| {
            list.len() == items.len() && list.iter().zip(items).all(|(node, data)| reads_as(node, data))
        }),
    }
}
