//! A hold put into the file: all other bytes stay.

use super::entry::{Form, lines, scalar};
use super::list::{Edit, Written, spliced};
use super::read::parse;
use super::{Error, FILE, checked};
use crate::manifest::lines::{begins_line, column, ending, line_end};
use crate::model::hold::Hold;
use crate::yaml::{Node, Style};

const HEAD: &str = "# What stays out of an environment, and why. `hoist hold` and `hoist unhold` write this file, and so may you.\n";

const NO_LIST: Error = Error::Layout { what: "it is no list" };

/// The file with a hold more. The same hold again changes nothing; with another reason or end, it gets those.
pub fn added(text: Option<&str>, hold: &Hold) -> Result<String, Error> {
    let text = text.unwrap_or(HEAD);
    let holds = parse(FILE, text, &[])?;
    if holds.iter().any(|other| covers(other, hold)) {
        return Ok(text.to_owned());
    }
    let written = Written::open(text)?;
    if let Some(at) = holds.iter().position(|other| is_same_word(other, hold)) {
        let item = written.root().and_then(Node::as_list).and_then(|items| items.get(at)).ok_or(NO_LIST)?;
        let mut meant = holds.clone();
        meant[at] = Hold { environments: holds[at].environments.clone(), ..hold.clone() };
        return checked(spliced(text, renewed(&written, item, hold)?), &meant);
    }
    let mut meant = holds;
    meant.push(hold.clone());
    checked(spliced(text, vec![appended(&written, hold)?]), &meant)
}

/// The entry that a hold would take the place of.
pub fn replaced(text: Option<&str>, hold: &Hold) -> Option<Hold> {
    let holds = parse(FILE, text?, &[]).ok()?;
    let is_said = holds.iter().any(|other| covers(other, hold));
    holds.into_iter().find(|other| is_same_word(other, hold)).filter(|_| !is_said)
}

/// Says all of it already.
fn covers(there: &Hold, hold: &Hold) -> bool {
    let parts = |hold: &Hold| (hold.app.clone(), hold.version.clone(), hold.from, hold.until);
    parts(there) == parts(hold)
        && there.reason == hold.reason
        && hold.environments.iter().all(|name| there.environments.contains(name))
}

/// About the same app, version and environments, from the same time on: one of them is enough.
fn is_same_word(there: &Hold, hold: &Hold) -> bool {
    let environments = |hold: &Hold| {
        let mut names = hold.environments.clone();
        names.sort();
        names
    };
    (&there.app, &there.version, there.from) == (&hold.app, &hold.version, hold.from)
        && environments(there) == environments(hold)
}

/// Another reason, another end.
fn renewed(written: &Written<'_>, item: &Node, hold: &Hold) -> Result<Vec<Edit>, Error> {
    let in_flow = item.is_flow();
    let reason = item.get("reason").ok_or(NO_LIST)?;
    let mut edits: Vec<Edit> = Vec::new();
    if reason.as_str() != Some(hold.reason.as_str()) {
        edits.push((reason.span.clone(), text_for(written, reason, &hold.reason, in_flow)?));
    }
    let pairs = item.as_map().unwrap_or_default();
    let until = pairs.iter().find(|(key, _)| key.as_str() == Some("until"));
    match (until, hold.until) {
        (Some((_, value)), Some(until)) => edits.push((value.span.clone(), until.to_string())),
        (None, Some(until)) => edits.push(before_reason(written, item, &format!("until: {until}"))?),
        (Some((key, _)), None) => edits.push(gone(written, item, key)?),
        (None, None) => {}
    }
    Ok(edits)
}

/// The new words in the quotes of the old ones.
fn text_for(written: &Written<'_>, old: &Node, new: &str, in_flow: bool) -> Result<String, Error> {
    let source = written.text.get(old.span.clone()).unwrap_or_default();
    let is_one_line = !source.contains(['\n', '\r']);
    match old.style() {
        Some(Style::Plain | Style::Single | Style::Double) if is_one_line => Ok(scalar(new, in_flow)),
        Some(_) | None => Err(Error::Layout { what: "the reason stands on several lines" }),
    }
}

fn before_reason(written: &Written<'_>, item: &Node, pair: &str) -> Result<Edit, Error> {
    let pairs = item.as_map().unwrap_or_default();
    let (key, _) = pairs.iter().find(|(key, _)| key.as_str() == Some("reason")).ok_or(NO_LIST)?;
    let break_ = ending(written.text, key.start);
    let indent = " ".repeat(column(written.text, key.start));
    let between = if item.is_flow() { ", ".to_owned() } else { format!("{break_}{indent}") };
    Ok((key.start..key.start, format!("{pair}{between}")))
}

fn gone(written: &Written<'_>, item: &Node, key: &Node) -> Result<Edit, Error> {
    let pairs = item.as_map().unwrap_or_default();
    let at = pairs.iter().position(|(other, _)| other.start == key.start).unwrap_or_default();
    match (at.checked_sub(1).and_then(|before| pairs.get(before)), pairs.get(at + 1)) {
        (_, Some((next, _))) => Ok((key.start..next.start, String::new())),
        (Some((_, before)), None) => {
            let end = pairs.get(at).map_or(key.span.end, |(_, value)| value.span.end);
            let is_clear = written.tree.comments_in(&(before.span.end..key.start)).is_empty();
            let range = if is_clear { before.span.end..end } else { return Err(NO_LIST) };
            Ok((range, String::new()))
        }
        (None, None) => Err(NO_LIST),
    }
}

/// The new entry after the last one, written as that is.
fn appended(written: &Written<'_>, hold: &Hold) -> Result<Edit, Error> {
    let Some(root) = written.root() else { return Ok(first(written.text, hold)) };
    let items = root.as_list().ok_or(NO_LIST)?;
    match items.last() {
        _ if root.is_flow() => Ok(in_brackets(written, root, items.last(), hold)),
        None => Err(NO_LIST),
        Some(last) => {
            let (dash, behind) = written.columns(last)?;
            let end = written.end(last)?;
            let gap = if stand_apart(written, items) { ending(written.text, end) } else { "" };
            let text = block(hold, &form(written, last), dash, behind, ending(written.text, end));
            Ok((end..end, format!("{gap}{text}")))
        }
    }
}

/// Below the comments that a file may have.
fn first(text: &str, hold: &Hold) -> Edit {
    let end = text.len();
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let entry = block(hold, &Form::Block { environments: None }, 0, 2, ending);
    let is_closed = text.is_empty() || text.ends_with(['\n', '\u{feff}']);
    let entry = if is_closed { entry.replacen(ending, "", 1) } else { entry };
    (end..end, format!("{entry}{ending}"))
}

fn block(hold: &Hold, form: &Form, dash: usize, behind: usize, ending: &str) -> String {
    let start = |at: usize| match at {
        0 => format!("{}-{}", " ".repeat(dash), " ".repeat(behind - dash - 1)),
        _ => " ".repeat(behind),
    };
    let lines = lines(hold, form).into_iter().enumerate();
    lines.map(|(at, line)| format!("{ending}{}{line}", start(at))).collect()
}

/// How an entry is written.
fn form(written: &Written<'_>, item: &Node) -> Form {
    if item.is_flow() {
        let source = written.text.get(item.span.clone()).unwrap_or_default();
        return Form::Flow { padded: source.starts_with("{ ") };
    }
    let pairs = item.as_map().unwrap_or_default();
    let list = pairs.iter().find(|(key, value)| {
        key.as_str() == Some("environments") && value.as_list().is_some() && !value.is_flow()
    });
    let indent = |(key, value): &(Node, Node)| {
        column(written.text, value.span.start).saturating_sub(column(written.text, key.start))
    };
    Form::Block { environments: list.map(indent) }
}

/// The last two entries have a line between them.
fn stand_apart(written: &Written<'_>, items: &[Node]) -> bool {
    let [.., before, last] = items else { return false };
    let between = written.text.get(before.span.end..last.start).unwrap_or_default();
    between.lines().skip(1).any(|line| line.trim().is_empty())
}

fn in_brackets(written: &Written<'_>, root: &Node, last: Option<&Node>, hold: &Hold) -> Edit {
    let entry = |padded| lines(hold, &Form::Flow { padded }).concat();
    let Some(last) = last else {
        let at = root.span.start + 1;
        return (at..at, entry(true));
    };
    let Form::Flow { padded } = form(written, last) else {
        return (last.span.end..last.span.end, format!(", {}", entry(true)));
    };
    let text = written.text;
    let is_alone = begins_line(text, last.start) && line_end(text, last.span.start) >= last.span.end;
    let between = if is_alone {
        format!("{}{}", ending(text, last.start), " ".repeat(column(text, last.start)))
    } else {
        " ".to_owned()
    };
    (last.span.end..last.span.end, format!(",{between}{}", entry(padded)))
}
