//! A conflict in a few lines, for people.

use super::ConflictKind;
use super::file::{Clash, is_binary};
use super::folder::Sides;
use super::lines::{Hunk, Numbers, diff as differing, lines};
use crate::git::error::Error;
use crate::git::repo::Repo;
use crate::git::spliced::Item;
use crate::model::path::EntryKind;
use crate::model::text::visible;

/// So many lines are shown, and so much of each.
const LINES: usize = 20;
const WIDTH: usize = 120;

/// The lines in question: between markers, or, where one side deleted the file, what the other did to it.
pub(super) fn diff(repo: &Repo, sides: Sides<Item>, clash: &Clash) -> Result<String, Error> {
    let [base, ours, theirs] = sides;
    match clash.kind {
        ConflictKind::DeletedHere => changed(repo, base, theirs),
        ConflictKind::DeletedThere => changed(repo, base, ours),
        ConflictKind::BothChanged
        | ConflictKind::BothAdded
        | ConflictKind::Type
        | ConflictKind::Mode
        | ConflictKind::Submodule
        | ConflictKind::Folder => Ok(shown(lines(&clash.lines).into_iter().map(|line| ("", line)))),
    }
}

fn changed(repo: &Repo, base: Option<Item>, side: Option<Item>) -> Result<String, Error> {
    let (Some(base), Some(side)) = (base, side) else { return Ok(String::new()) };
    if [base, side].iter().any(|item| item.kind() != EntryKind::File) {
        return Ok(String::new());
    }
    let (before, after) = (repo.bytes(base.id)?, repo.bytes(side.id)?);
    if is_binary(&before) || is_binary(&after) {
        return Ok(String::new());
    }
    let (before, after) = (lines(&before), lines(&after));
    let mut numbers = Numbers::new();
    let hunks = differing(&numbers.of(&before), &numbers.of(&after));
    let signed = |Hunk { before: old, after: new }: Hunk| {
        let old = before[old].iter().map(|line| ("-", *line));
        old.chain(after[new].iter().map(|line| ("+", *line))).collect::<Vec<_>>()
    };
    Ok(shown(hunks.into_iter().flat_map(signed)))
}

fn shown<'a>(lines: impl Iterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut lines = lines.fuse();
    let show = |(sign, line): (&str, &[u8])| {
        let text = String::from_utf8_lossy(line);
        let text: String = text.trim_end_matches(['\r', '\n']).chars().take(WIDTH).collect();
        format!("{sign}{}\n", visible(&text))
    };
    let text: String = lines.by_ref().take(LINES).map(show).collect();
    match lines.count() {
        0 => text,
        more => format!("{text}… {more} more lines\n"),
    }
}
