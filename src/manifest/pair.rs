//! Pairs put into a map and taken out of it, in the way that the map is written.

use super::Error;
use super::lines::{begins_line, break_at, break_before, column, ending, line_end, line_start};
use super::scalar::write;
use super::slot::{Data, Edit};
use super::source::Source;
use crate::yaml::{Node, Pair, Style};
use std::ops::Range;

/// A key and the text of its value.
pub(super) type New<'a> = (&'a str, &'a str);

/// Puts new pairs after the one that ends with `after`.
pub(super) fn insert(source: &Source<'_>, map: &Node, after: &Pair, new: &[New<'_>]) -> Result<Edit, Error> {
    let (_, value) = after;
    let data = new.iter().map(|(name, text)| ((*name).to_owned(), Data::Text((*text).to_owned()))).collect();
    if map.is_flow() {
        has_braces(source, map)?;
        let text: String = new.iter().map(|pair| format!(", {}", flow_pair(source, *pair))).collect();
        return Ok(Edit::pairs(value.span.end, text, map, data));
    }
    let at = line_end(source.text, content_end(source.text, value.span.end));
    let start = format!("{}{}", ending(source.text, at), " ".repeat(column(source.text, map.span.start)));
    let text: String = new.iter().map(|pair| format!("{start}{}", block_pair(*pair))).collect();
    Ok(Edit::pairs(at, text, map, data))
}

pub(super) fn block_pair((key, value): New<'_>) -> String {
    format!("{key}: {}", write(value, Style::Plain, false, false))
}

/// JSON has all in quotes.
pub(super) fn flow_pair(source: &Source<'_>, (key, value): New<'_>) -> String {
    let style = if source.is_json() { Style::Double } else { Style::Plain };
    format!("{}: {}", write(key, style, true, false), write(value, style, true, false))
}

/// Where the last character of a node is: a block of text ends with line breaks.
pub(crate) fn content_end(text: &str, end: usize) -> usize {
    text.get(..end).map_or(end, |before| before.trim_end_matches(['\n', '\r']).len())
}

/// Takes pairs out; `gone` counts them, in the order of the text.
pub(super) fn remove(source: &Source<'_>, map: &Node, gone: &[usize]) -> Result<Vec<Edit>, Error> {
    let pairs = map.as_map().unwrap_or_default();
    let mut edits = Vec::new();
    for run in gone.chunk_by(|one, next| one + 1 == *next) {
        let [first, last] = [run.first(), run.last()].map(|index| index.copied().unwrap_or_default());
        let going = pairs.get(first..=last).unwrap_or_default();
        let before = first.checked_sub(1).and_then(|before| pairs.get(before));
        match (before, pairs.get(last + 1)) {
            (None, None) => {
                return Err(Error::Layout { at: source.at(map.start), what: "the last key of a map stays" });
            }
            (Some(before), next) if map.is_flow() => {
                edits.extend(with_comma(source, map, before, going, next)?);
            }
            (None, Some(next)) if map.is_flow() || !begins_line(source.text, map.span.start) => {
                edits.push(up_to(source, map, going, next)?);
            }
            (Some(_), _) | (None, Some(_)) => {
                for pair in going {
                    edits.push(whole_line(source, pair)?);
                }
            }
        }
    }
    Ok(edits)
}

/// The whole line. In a text without a final line break it goes with the break before it.
fn whole_line(source: &Source<'_>, pair: &Pair) -> Result<Edit, Error> {
    let (key, value) = pair;
    if !begins_line(source.text, key.start) {
        let what = "the key doesn't stand at the start of its line";
        return Err(Error::Layout { at: source.at(key.start), what });
    }
    let start = line_start(source.text, key.start);
    let end = line_end(source.text, value.span.end.max(key.span.end));
    let opening = break_before(source.text, start).len();
    let is_closed = source.text.ends_with(['\n', '\r']) || opening == 0;
    let range = if is_closed { start..end + break_at(source.text, end).len() } else { start - opening..end };
    Ok(Edit::gone(range, std::slice::from_ref(pair)))
}

/// The first keys go up to the next one, or to a comment that stands above that.
fn up_to(source: &Source<'_>, map: &Node, gone: &[Pair], (next, _): &Pair) -> Result<Edit, Error> {
    if let Some(key) = gone.iter().map(|(key, _)| key).chain([next]).find(|key| is_explicit(source, key)) {
        let what = "a key stands behind a `?`";
        return Err(Error::Layout { at: source.at(key.start), what });
    }
    let start = gone.first().map_or(next.start, |(key, _)| key.start);
    let value_end = gone.last().map_or(start, |(key, value)| value.span.end.max(key.span.end));
    let line = line_end(source.text, value_end);
    let own = if map.is_flow() {
        let behind = value_end..next.start;
        line.max(comma(source, behind.clone(), source.tree.comments_in(&behind))?)
    } else {
        line
    };
    let above = source.tree.comments_in(&(own.min(next.start)..next.start));
    let mut end = above.first().map_or(next.start, |comment| comment.start);
    // A comment needs a blank before it.
    if !above.is_empty() && source.text.get(..start).is_some_and(|before| before.ends_with('{')) {
        end = start + source.text.get(start..end).unwrap_or_default().trim_end().len();
    }
    Ok(Edit::gone(start..end, gone))
}

fn is_explicit(source: &Source<'_>, key: &Node) -> bool {
    source.text.get(..key.start).is_some_and(|before| before.ends_with("? "))
}

/// In braces the comma before goes too. A comment between stays: it speaks of the pair before.
fn with_comma(
    source: &Source<'_>,
    map: &Node,
    (before_key, before): &Pair,
    gone: &[Pair],
    next: Option<&Pair>,
) -> Result<Vec<Edit>, Error> {
    let from = before.span.end.max(before_key.span.end);
    let start = gone.first().map_or(from, |(key, _)| key.start);
    let end = gone.last().map_or(from, |(_, value)| value.span.end);
    let between = source.tree.comments_in(&(from..start));
    let comma = comma(source, from..start, between)?;
    let end = own_comment_end(source, end);
    Ok(match (between.last().filter(|comment| comment.start > comma), next) {
        (None, _) => vec![Edit::gone(comma..end, gone)],
        // A comma can't follow a comment: the one behind goes instead.
        (Some(_), Some(next)) => vec![up_to(source, map, gone, next)?],
        (Some(comment), None) => {
            let line = line_end(source.text, end);
            let is_last = source.text.get(end..line).is_some_and(|rest| rest.trim().is_empty());
            // A brace on this line would become a part of the comment.
            let rest = if is_last { comment.end..line } else { start..end };
            vec![Edit::gone(comma..comma + 1, gone), Edit::gone(rest, gone)]
        }
    })
}

fn comma(source: &Source<'_>, gap: Range<usize>, comments: &[Range<usize>]) -> Result<usize, Error> {
    let is_comment = |byte: usize| comments.iter().any(|comment| comment.contains(&byte));
    let commas = source.text.get(gap.clone()).unwrap_or_default().match_indices(',');
    let comma = commas.map(|(at, _)| gap.start + at).find(|byte| !is_comment(*byte));
    comma.ok_or_else(|| Error::Layout { at: source.at(gap.end), what: "there is no comma before the key" })
}

/// A comment behind a value is about it.
fn own_comment_end(source: &Source<'_>, end: usize) -> usize {
    let rest = source.text.get(end..).unwrap_or_default();
    if rest.trim_start_matches([' ', '\t']).starts_with('#') { line_end(source.text, end) } else { end }
}

/// `[a: 1]` is a map too, and has no place for more.
pub(super) fn has_braces(source: &Source<'_>, map: &Node) -> Result<(), Error> {
    if source.written(map).starts_with('{') {
        return Ok(());
    }
    Err(Error::Layout {
        at: source.at(map.start),
        what: "the map has no braces, and no place for another key",
    })
}
