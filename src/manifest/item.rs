//! An item put at the end of a list, in the way that the list is written.

use super::Error;
use super::lines::{column, ending, line_end};
use super::pair::{New, block_pair, content_end, flow_pair};
use super::slot::{Data, Edit};
use super::source::Source;
use crate::yaml::{Node, Tree};

/// A new item after the last one.
pub(super) fn append(source: &Source<'_>, list: &Node, pairs: &[New<'_>]) -> Result<Edit, Error> {
    let last = list.as_list().and_then(<[Node]>::last);
    if list.is_flow() {
        let map = flow_map(source, pairs);
        let (at, text) =
            last.map_or((list.span.start + 1, map.clone()), |last| (last.span.end, format!(", {map}")));
        return Ok(Edit::item(at, text, list, data(pairs)));
    }
    let lost = || Error::Layout { at: source.at(list.start), what: "there is no dash to follow" };
    let last = last.ok_or_else(lost)?;
    let dash = dash(source.text, &source.tree, last).ok_or_else(lost)?;
    let gap = gap(source.text.get(dash + 1..last.start.max(dash + 1)).unwrap_or_default());
    let at = line_end(source.text, content_end(source.text, last.span.end));
    let ending = ending(source.text, at);
    let lines = block_lines(pairs, column(source.text, dash), gap);
    let text: String = lines.iter().map(|line| format!("{ending}{line}")).collect();
    Ok(Edit::item(at, text, list, data(pairs)))
}

/// What the data of such an item is.
pub(super) fn data(pairs: &[New<'_>]) -> Data {
    Data::Map(pairs.iter().map(|(key, value)| ((*key).to_owned(), Data::Text((*value).to_owned()))).collect())
}

/// The lines of an item whose dash stands at a column.
pub(super) fn block_lines(pairs: &[New<'_>], column: usize, gap: usize) -> Vec<String> {
    let indent = column + 1 + gap;
    let start = |first| {
        if first { format!("{}-{}", " ".repeat(column), " ".repeat(gap)) } else { " ".repeat(indent) }
    };
    pairs.iter().enumerate().map(|(at, pair)| start(at == 0) + &block_pair(*pair)).collect()
}

fn flow_map(source: &Source<'_>, pairs: &[New<'_>]) -> String {
    let pairs: Vec<_> = pairs.iter().map(|pair| flow_pair(source, *pair)).collect();
    format!("{{{}}}", pairs.join(", "))
}

/// The column of the dashes of a block list.
pub(super) fn dash_column(source: &Source<'_>, list: &Node) -> Option<usize> {
    let last = list.as_list()?.last().filter(|_| !list.is_flow())?;
    dash(source.text, &source.tree, last).map(|dash| column(source.text, dash))
}

/// The dash before an item; blanks, line breaks and comments may stand between.
pub(crate) fn dash(text: &str, tree: &Tree, item: &Node) -> Option<usize> {
    let mut before = text.get(..item.start)?;
    loop {
        before = before.trim_end();
        match tree.comment_ending_at(before.len()) {
            Some(comment) => before = text.get(..comment.start)?,
            None => return before.strip_suffix('-').map(str::len),
        }
    }
}

/// How many blanks stand between a dash and what is on its line.
fn gap(between: &str) -> usize {
    if between.is_empty() || !between.chars().all(|c| c == ' ') { 1 } else { between.len() }
}
