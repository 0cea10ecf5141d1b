//! The three-way merge of one text, line by line, with the results of `git merge`.

use super::lines::{Hunk, Numbers, diff, lines};
use std::ops::Range;

/// A merged text; where the sides don't agree, both stand in it between markers.
pub(super) struct Text {
    pub bytes: Vec<u8>,
    pub is_clean: bool,
    /// The parts between markers alone.
    pub clashes: Vec<u8>,
}

/// How a conflict is marked.
#[derive(Clone, Copy)]
pub(super) struct Markers {
    pub ours: &'static str,
    pub theirs: &'static str,
    pub width: usize,
}

/// So much between two conflicts is taken into them.
const NEAR: usize = 3;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Ours,
    Theirs,
    /// Both changed it, to the same.
    Both,
    Conflict,
}

/// Lines that differ from the base on some side, by their places on both.
struct Chunk {
    who: Who,
    ours: Range<usize>,
    theirs: Range<usize>,
}

struct Side<'a> {
    lines: Vec<&'a [u8]>,
    numbers: Vec<usize>,
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
    let (one, two) = (diff(&base.numbers, &ours.numbers), diff(&base.numbers, &theirs.numbers));
    let (mut one, mut two) = (one.iter().peekable(), two.iter().peekable());
    let mut chunks = Vec::new();
    let all = base.lines.len();
    // After the last change of a side, its lines are those of the base, counted from the end.
    let end = |side: &Side<'_>| Hunk {
        before: all + 1..all + 1,
        after: side.lines.len() + 1..side.lines.len() + 1,
    };
    let (our_end, their_end) = (end(ours), end(theirs));
    loop {
        let (first, second) = match (one.peek(), two.peek()) {
            (None, None) => return chunks,
            (first, second) => {
                (first.map_or(&our_end, |hunk| *hunk), second.map_or(&their_end, |hunk| *hunk))
            }
        };
        if first.before.end < second.before.start {
            add(
                &mut chunks,
                Chunk { who: Who::Ours, ours: first.after.clone(), theirs: unchanged(&first.before, second) },
            );
        } else if second.before.end < first.before.start {
            add(
                &mut chunks,
                Chunk {
                    who: Who::Theirs,
                    ours: unchanged(&second.before, first),
                    theirs: second.after.clone(),
                },
            );
        } else if !same(first, second, ours, theirs) {
            let both = first.before.start.min(second.before.start)..first.before.end.max(second.before.end);
            add(
                &mut chunks,
                Chunk { who: Who::Conflict, ours: widened(first, &both), theirs: widened(second, &both) },
            );
        }
        let (ends_first, ends_second) = (first.before.end, second.before.end);
        if ends_first <= ends_second {
            one.next();
        }
        if ends_second <= ends_first {
            two.next();
        }
    }
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

fn same(first: &Hunk, second: &Hunk, ours: &Side<'_>, theirs: &Side<'_>) -> bool {
    first.before == second.before && ours.numbers[first.after.clone()] == theirs.numbers[second.after.clone()]
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

struct Writer<'a> {
    base: &'a Side<'a>,
    ours: &'a Side<'a>,
    theirs: &'a Side<'a>,
    markers: Markers,
}

impl Writer<'_> {
    fn write(&self, chunks: &[Chunk]) -> Text {
        let mut text = Text { bytes: Vec::new(), is_clean: true, clashes: Vec::new() };
        let mut at = 0;
        for chunk in chunks.iter().filter(|chunk| chunk.who != Who::Both) {
            text.bytes.extend(self.ours.lines[at..chunk.ours.start].concat());
            at = chunk.ours.end;
            match chunk.who {
                Who::Ours | Who::Both => text.bytes.extend(self.ours.lines[chunk.ours.clone()].concat()),
                Who::Theirs => text.bytes.extend(self.theirs.lines[chunk.theirs.clone()].concat()),
                Who::Conflict => {
                    text.is_clean = false;
                    let both = self.conflict(chunk);
                    text.bytes.extend(&both);
                    text.clashes.extend(&both);
                }
            }
        }
        text.bytes.extend(self.ours.lines[at..].concat());
        text
    }

    fn conflict(&self, chunk: &Chunk) -> Vec<u8> {
        let end: &[u8] = if self.ends_with_return(chunk) { b"\r\n" } else { b"\n" };
        let marker = |sign: u8, name: &str| {
            let space = if name.is_empty() { "" } else { " " };
            [&vec![sign; self.markers.width], space.as_bytes(), name.as_bytes(), end].concat()
        };
        let whole = |lines: &[&[u8]]| {
            let text = lines.concat();
            let open = text.last().is_some_and(|byte| *byte != b'\n');
            if open { [&text, end].concat() } else { text }
        };
        [
            marker(b'<', self.markers.ours),
            whole(&self.ours.lines[chunk.ours.clone()]),
            marker(b'=', ""),
            whole(&self.theirs.lines[chunk.theirs.clone()]),
            marker(b'>', self.markers.theirs),
        ]
        .concat()
    }

    /// Markers end like the lines around them, if all texts agree.
    fn ends_with_return(&self, chunk: &Chunk) -> bool {
        self.ours.ends_with_return(chunk.ours.start.saturating_sub(1)) != Some(false)
            && self.theirs.ends_with_return(chunk.theirs.start.saturating_sub(1)) != Some(false)
            && self.base.ends_with_return(0) == Some(true)
    }
}

impl Side<'_> {
    /// Whether a line ends in CR LF; none where it has no end, and no line before it.
    fn ends_with_return(&self, at: usize) -> Option<bool> {
        let line = self.lines.get(at)?;
        let line = if line.ends_with(b"\n") { line } else { self.lines.get(at.checked_sub(1)?)? };
        Some(line.ends_with(b"\r\n"))
    }
}
