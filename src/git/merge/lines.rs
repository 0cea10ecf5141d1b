//! Which lines differ: git's histogram diff, which its `ort` merges with.

use super::anchor::{Anchor, anchor};
use super::slide::{Group, slide};
use std::collections::HashMap;
use std::ops::Range;

/// Lines of one text that stand for lines of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hunk {
    pub before: Range<usize>,
    pub after: Range<usize>,
}

/// A text as numbers, equal where the lines are.
pub(super) struct Numbers<'a>(HashMap<&'a [u8], usize>);

impl<'a> Numbers<'a> {
    pub(super) fn new() -> Self {
        Self(HashMap::new())
    }

    pub(super) fn of(&mut self, lines: &[&'a [u8]]) -> Vec<usize> {
        let number = |line: &&'a [u8]| {
            let next = self.0.len();
            *self.0.entry(line).or_insert(next)
        };
        lines.iter().map(number).collect()
    }
}

/// The lines of a text, each with its end.
pub(super) fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|byte| *byte == b'\n').collect()
}

/// What differs between two texts, in order.
pub(super) fn diff(before: &[usize], after: &[usize]) -> Vec<Hunk> {
    let mut changed = (vec![false; before.len()], vec![false; after.len()]);
    let mut open = vec![(0..before.len(), 0..after.len())];
    while let Some((one, two)) = open.pop() {
        if one.is_empty() || two.is_empty() {
            mark(&mut changed, one, two);
            continue;
        }
        match anchor(before, after, one.clone(), two.clone()) {
            Anchor::At(first, second) => {
                open.push((first.end..one.end, second.end..two.end));
                open.push((one.start..first.start, two.start..second.start));
            }
            Anchor::Missing => mark(&mut changed, one, two),
            Anchor::TooCommon => classic(before, after, &mut changed, &one, &two),
        }
    }
    slide(before, &mut changed.0, &changed.1);
    slide(after, &mut changed.1, &changed.0);
    hunks(&changed)
}

fn mark(changed: &mut (Vec<bool>, Vec<bool>), one: Range<usize>, two: Range<usize>) {
    changed.0[one].fill(true);
    changed.1[two].fill(true);
}

/// The classic algorithm, as libgit2 has it, for a part whose lines all stand often.
fn classic(
    before: &[usize],
    after: &[usize],
    changed: &mut (Vec<bool>, Vec<bool>),
    one: &Range<usize>,
    two: &Range<usize>,
) {
    let text =
        |lines: &[usize]| lines.iter().map(|line| format!("{line}\n")).collect::<String>().into_bytes();
    let (old, new) = (text(&before[one.clone()]), text(&after[two.clone()]));
    let mut options = git2::DiffOptions::new();
    options.context_lines(0);
    let Ok(patch) = git2::Patch::from_buffers(&old, None, &new, None, Some(&mut options)) else {
        return mark(changed, one.clone(), two.clone());
    };
    let range = |start: u32, many: u32, part: &Range<usize>| {
        // Without lines, the start names the line before.
        let start = part.start + start as usize - usize::from(many > 0);
        start..start + many as usize
    };
    for at in 0..patch.num_hunks() {
        let Ok((hunk, _)) = patch.hunk(at) else { continue };
        let first = range(hunk.old_start(), hunk.old_lines(), one);
        mark(changed, first, range(hunk.new_start(), hunk.new_lines(), two));
    }
}

fn hunks((before, after): &(Vec<bool>, Vec<bool>)) -> Vec<Hunk> {
    let (mut one, mut two) = (Group::first(before), Group::first(after));
    let mut found = Vec::new();
    loop {
        if !(one.is_empty() && two.is_empty()) {
            found.push(Hunk { before: one.start..one.end, after: two.start..two.end });
        }
        if !(one.next(before) && two.next(after)) {
            return found;
        }
    }
}
