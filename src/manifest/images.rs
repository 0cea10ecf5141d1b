//! A new entry for a kustomization's `images`, and the key itself where it is missing.

use super::entry::wishes;
use super::item::{append, block_lines, dash_column, data};
use super::lines::{column, ending, line_end};
use super::pair::New;
use super::scalar::{is_good, is_one_scalar};
use super::slot::{Data, Edit};
use super::source::Source;
use super::trail::Trail;
use super::{Error, Want};
use crate::model::wanted::Wish;
use crate::yaml::{Node, Style};

/// After the last entry.
pub(super) fn next_item(
    source: &Source<'_>,
    images: &Trail<'_>,
    want: &Want<'_>,
) -> Result<Vec<Edit>, Error> {
    images.may_be_written()?;
    let list = images.node();
    let pairs = fields(source, list, want)?;
    Ok(vec![append(source, list, &pairs)?])
}

/// Below an `images:` that has no value.
pub(super) fn first_item(
    source: &Source<'_>,
    root: &Trail<'_>,
    images: &Trail<'_>,
    want: &Want<'_>,
) -> Result<Vec<Edit>, Error> {
    images.may_be_written()?;
    let node = images.node();
    let pairs = fields(source, node, want)?;
    is_block(source, root.node(), node)?;
    is_one_scalar(source, node)?;
    if node.style() != Some(Style::Empty) {
        return Err(Error::Layout {
            at: source.at(node.start),
            what: "`images` has a value that is no list",
        });
    }
    let at = line_end(source.text, node.span.end);
    let ending = ending(source.text, at);
    let lines = block_lines(&pairs, dashes(source, root.node()), 1);
    let text = lines.iter().map(|line| format!("{ending}{line}")).collect();
    Ok(vec![Edit::value(at..at, text, node, Data::List(vec![data(&pairs)]))])
}

/// At the end of a file that has no `images`.
pub(super) fn first_image(
    source: &Source<'_>,
    root: &Trail<'_>,
    want: &Want<'_>,
) -> Result<Vec<Edit>, Error> {
    root.may_be_written()?;
    let map = root.node();
    let pairs = fields(source, map, want)?;
    is_block(source, map, map)?;
    let at = document_end(source.text, map.span.end);
    let ending = ending(source.text, at);
    let mut lines = vec![format!("{}images:", " ".repeat(column(source.text, map.span.start)))];
    lines.extend(block_lines(&pairs, dashes(source, map), 1));
    let lines = lines.join(ending);
    let on_new_line = at == 0 || source.text.get(..at).is_some_and(|before| before.ends_with(['\n', '\r']));
    let text = if on_new_line { format!("{lines}{ending}") } else { format!("{ending}{lines}") };
    let images = ("images".to_owned(), Data::List(vec![data(&pairs)]));
    Ok(vec![Edit::pairs(at, text, map, vec![images])])
}

fn fields<'a>(source: &Source<'_>, at: &Node, want: &'a Want<'_>) -> Result<Vec<New<'a>>, Error> {
    let [new_name, tag, digest] = wishes(want);
    let all = [("name", Wish::Set(want.name)), ("newName", new_name), ("newTag", tag), ("digest", digest)];
    let mut fields = Vec::new();
    for (key, wish) in all {
        if let Wish::Set(text) = wish {
            is_good(source, at.start, text)?;
            fields.push((key, text));
        }
    }
    Ok(fields)
}

fn is_block(source: &Source<'_>, root: &Node, at: &Node) -> Result<(), Error> {
    if root.is_flow() {
        return Err(Error::Layout {
            at: source.at(at.start),
            what: "the file has no list `images`, and is written in braces",
        });
    }
    Ok(())
}

/// Dashes stand where those of the last list stand, else below the keys.
fn dashes(source: &Source<'_>, root: &Node) -> usize {
    let lists = root.as_map().unwrap_or_default().iter().rev();
    let last = lists.map(|(_, value)| value).find(|value| value.as_list().is_some() && !value.is_flow());
    last.and_then(|list| dash_column(source, list)).unwrap_or_else(|| column(source.text, root.span.start))
}

/// The end of a document: a line of `...`, or the end of the text.
fn document_end(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let ends = rest.match_indices("...").map(|(at, _)| from + at).find(|at| {
        let before = text.get(..*at).unwrap_or_default();
        let after = text.get(at + 3..).unwrap_or_default();
        before.ends_with(['\n', '\r']) && (after.is_empty() || after.starts_with([' ', '\t', '\n', '\r']))
    });
    ends.unwrap_or(text.len())
}
