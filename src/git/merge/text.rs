//! The three-way merge of one text, line by line, with the results of `git merge`.

use super::lines::{Hunk, Numbers, diff, lines};
use super::marked::{Markers, Text, Writer};
use std::ops::Range;

/// So much between two conflicts is taken into them.
const NEAR: usize = 3;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Ours,
    Theirs,
    /// Both changed it, to the same.
    Both,
    Conflict,
}

/// Lines that differ from the base on some side, by their places on both.
pub(super) struct Chunk {
    pub who: Who,
    pub ours: Range<usize>,
    pub theirs: Range<usize>,
}

/// One of the texts.
pub(super) struct Side<'a> {
    pub lines: Vec<&'a [u8]>,
    numbers: Vec<usize>,
}

impl Side<'_> {
    /// What another has in place of lines of this one; at last, an empty one behind the ends of both.
    fn hunks(&self, other: &Self) -> Vec<Hunk> {
        let behind = |side: &Self| side.lines.len() + 1..side.lines.len() + 1;
        let mut hunks = diff(&self.numbers, &other.numbers);
        hunks.push(Hunk { before: behind(self), after: behind(other) });
        hunks
    }
}

/// Merges what both sides did to `base`.
pub(super) fn merge(base: &[u8], ours: &[u8], theirs: &[u8], markers: Markers) -> Text {
    let mut numbers = Numbers::new();
    let [base, ours, theirs] = [base, ours, theirs].map(|text| {
        let lines = lines(text);
        Side { numbers: numbers.of(&lines), lines }
    });
    let chunks = chunks(&base, &ours, &theirs);
    let chunks = chunks.into_iter().flat_map(|chunk| refined(chunk, &ours, &theirs));
    let chunks = joined(chunks);
    Writer { base: &base, ours: &ours, theirs: &theirs, markers }.write(&chunks)
}

fn chunks(base: &Side<'_>, ours: &Side<'_>, theirs: &Side<'_>) -> Vec<Chunk> {
    let (one, two) = (base.hunks(ours), base.hunks(theirs));
    let (mut at, mut there) = (0, 0);
    let mut chunks = Vec::new();
    // The last one of each is its end.
    while at + there + 2 < one.len() + two.len() {
        let (first, second) = (&one[at], &two[there]);
        if let Some(chunk) = chunk(first, second, ours, theirs) {
            add(&mut chunks, chunk);
        }
        at += usize::from(first.before.end <= second.before.end);
        there += usize::from(second.before.end <= first.before.end);
    }
    chunks
}

/// The next chunk, of two changes that come next on their sides.
fn chunk(first: &Hunk, second: &Hunk, ours: &Side<'_>, theirs: &Side<'_>) -> Option<Chunk> {
    if first.before.end < second.before.start {
        let unchanged = unchanged(&first.before, second);
        return Some(Chunk { who: Who::Ours, ours: first.after.clone(), theirs: unchanged });
    }
    if second.before.end < first.before.start {
        let unchanged = unchanged(&second.before, first);
        return Some(Chunk { who: Who::Theirs, ours: unchanged, theirs: second.after.clone() });
    }
    let same = first.before == second.before
        && ours.numbers[first.after.clone()] == theirs.numbers[second.after.clone()];
    let both = first.before.start.min(second.before.start)..first.before.end.max(second.before.end);
    let (ours, theirs) = (widened(first, &both), widened(second, &both));
    (!same).then_some(Chunk { who: Who::Conflict, ours, theirs })
}

/// Where a line of the base stands on a side, told by the next change of that side. Where an earlier change of it
/// comes after the line, this is too early; but then the chunk is one with the chunk before.
fn place(line: usize, next: &Hunk) -> usize {
    next.after.start.saturating_sub(next.before.start - line)
}

/// Lines of the base as they are on a side that doesn't change them.
fn unchanged(lines: &Range<usize>, next: &Hunk) -> Range<usize> {
    place(lines.start, next)..place(lines.end, next)
}

/// What stands on a side for these lines of the base, its own change among them.
fn widened(hunk: &Hunk, lines: &Range<usize>) -> Range<usize> {
    place(lines.start, hunk)..hunk.after.end + (lines.end - hunk.before.end)
}

/// What touches the chunk before is one with it.
fn add(chunks: &mut Vec<Chunk>, chunk: Chunk) {
    match chunks.last_mut() {
        Some(last) if chunk.ours.start <= last.ours.end || chunk.theirs.start <= last.theirs.end => {
            if last.who != chunk.who {
                last.who = Who::Conflict;
            }
            (last.ours.end, last.theirs.end) = (chunk.ours.end, chunk.theirs.end);
        }
        _ => chunks.push(chunk),
    }
}

/// A conflict is only where the sides differ from each other.
fn refined(chunk: Chunk, ours: &Side<'_>, theirs: &Side<'_>) -> Vec<Chunk> {
    if chunk.who != Who::Conflict || chunk.ours.is_empty() || chunk.theirs.is_empty() {
        return vec![chunk];
    }
    let hunks = diff(&ours.numbers[chunk.ours.clone()], &theirs.numbers[chunk.theirs.clone()]);
    if hunks.is_empty() {
        return vec![Chunk { who: Who::Both, ..chunk }];
    }
    let at = |lines: Range<usize>, start: usize| lines.start + start..lines.end + start;
    let part = |hunk: Hunk| Chunk {
        who: Who::Conflict,
        ours: at(hunk.before, chunk.ours.start),
        theirs: at(hunk.after, chunk.theirs.start),
    };
    hunks.into_iter().map(part).collect()
}

/// Conflicts next to each other are one.
fn joined(chunks: impl Iterator<Item = Chunk>) -> Vec<Chunk> {
    let mut joined: Vec<Chunk> = Vec::new();
    for chunk in chunks {
        match joined.last_mut() {
            Some(last)
                if last.who == Who::Conflict
                    && chunk.who == Who::Conflict
                    && chunk.ours.start - last.ours.end <= NEAR =>
            {
                (last.ours.end, last.theirs.end) = (chunk.ours.end, chunk.theirs.end);
            }
            _ => joined.push(chunk),
        }
    }
    joined
}
