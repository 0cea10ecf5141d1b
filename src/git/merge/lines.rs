//! Which lines differ: git's histogram diff, which its `ort` merges with.

use std::collections::HashMap;
use std::ops::Range;

/// Lines of one text that stand for lines of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hunk {
    pub before: Range<usize>,
    pub after: Range<usize>,
}

/// A line that stands more often than this is no anchor.
const COMMON: usize = 64;

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

enum Anchor {
    At(Range<usize>, Range<usize>),
    Missing,
    /// There are equal lines, and all of them stand too often.
    TooCommon,
}

/// The longest common run of lines among those whose rarest line is rarest.
fn anchor(before: &[usize], after: &[usize], one: Range<usize>, two: Range<usize>) -> Anchor {
    let index = Index::of(before, &one);
    let mut best = Best { run: None, rarest: COMMON + 1, common: false };
    let mut at = two.start;
    while at < two.end {
        at = index.look(before, after, (&one, &two), at, &mut best);
    }
    match best.run {
        _ if best.common && best.rarest > COMMON => Anchor::TooCommon,
        Some((first, second)) => Anchor::At(first, second),
        None => Anchor::Missing,
    }
}

struct Best {
    run: Option<(Range<usize>, Range<usize>)>,
    rarest: usize,
    common: bool,
}

/// Where each line of a part stands.
struct Index {
    start: usize,
    /// The first place of each line, and how many there are.
    places: HashMap<usize, (usize, usize)>,
    /// The next place of the same line.
    next: Vec<Option<usize>>,
}

impl Index {
    fn of(text: &[usize], part: &Range<usize>) -> Self {
        let mut places: HashMap<usize, (usize, usize)> = HashMap::new();
        let mut next = vec![None; part.len()];
        for at in part.clone().rev() {
            let place = places.entry(text[at]).or_insert((at, 0));
            if place.1 > 0 {
                next[at - part.start] = Some(place.0);
            }
            *place = (at, place.1 + 1);
        }
        Self { start: part.start, places, next }
    }

    fn next(&self, at: usize) -> Option<usize> {
        self.next[at - self.start]
    }

    fn count(&self, line: usize) -> usize {
        self.places.get(&line).map_or(0, |place| place.1)
    }

    /// Tries each run around one line of `after`; gives the line to go on at.
    fn look(
        &self,
        before: &[usize],
        after: &[usize],
        parts: (&Range<usize>, &Range<usize>),
        at: usize,
        best: &mut Best,
    ) -> usize {
        let mut go_on = at + 1;
        let Some((first, count)) = self.places.get(&after[at]).copied() else { return go_on };
        best.common = true;
        if count > best.rarest {
            return go_on;
        }
        let mut place = Some(first);
        while let Some(here) = place {
            let (one, two) = run(before, after, parts, (here, at));
            let rarest = before[one.clone()].iter().map(|line| self.count(*line)).fold(count, usize::min);
            go_on = go_on.max(two.end);
            let longest = best.run.as_ref().map_or(1, |(run, _)| run.len());
            place = self.next(here);
            while place.is_some_and(|next| next < one.end) {
                place = place.and_then(|next| self.next(next));
            }
            if one.len() > longest || rarest < best.rarest {
                (best.run, best.rarest) = (Some((one, two)), rarest);
            }
        }
        go_on
    }
}

/// The equal lines around a place that is equal.
fn run(
    before: &[usize],
    after: &[usize],
    (one, two): (&Range<usize>, &Range<usize>),
    (here, there): (usize, usize),
) -> (Range<usize>, Range<usize>) {
    let pairs = before[one.start..here].iter().rev().zip(after[two.start..there].iter().rev());
    let back = pairs.take_while(|(one, two)| one == two).count();
    let pairs = before[here..one.end].iter().zip(&after[there..two.end]);
    let on = pairs.take_while(|(one, two)| one == two).count();
    (here - back..here + on, there - back..there + on)
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

/// Moves each group of changed lines as far down as its text allows, or to where the other text changed too.
fn slide(lines: &[usize], changed: &mut [bool], other: &[bool]) {
    let (mut group, mut beside) = (Group::first(changed), Group::first(other));
    loop {
        if !group.is_empty() {
            settle(lines, changed, other, (&mut group, &mut beside));
        }
        if !(group.next(changed) && beside.next(other)) {
            return;
        }
    }
}

fn settle(lines: &[usize], changed: &mut [bool], other: &[bool], (group, beside): (&mut Group, &mut Group)) {
    loop {
        let size = group.len();
        while group.up(lines, changed) {
            beside.previous(other);
        }
        let (highest, mut meets) = (group.end, !beside.is_empty());
        while group.down(lines, changed) {
            beside.next(other);
            meets |= !beside.is_empty();
        }
        if group.len() != size {
            continue;
        }
        while group.end != highest && meets && beside.is_empty() && group.up(lines, changed) {
            beside.previous(other);
        }
        return;
    }
}

/// Changed lines next to each other; there is one, mostly empty, before each line that stays, and one at the end.
struct Group {
    start: usize,
    end: usize,
}

impl Group {
    fn first(changed: &[bool]) -> Self {
        let mut group = Self { start: 0, end: 0 };
        group.stretch(changed);
        group
    }

    fn is_empty(&self) -> bool {
        self.start == self.end
    }

    fn len(&self) -> usize {
        self.end - self.start
    }

    fn stretch(&mut self, changed: &[bool]) {
        self.end += changed[self.end..].iter().take_while(|changed| **changed).count();
    }

    fn stretch_back(&mut self, changed: &[bool]) {
        self.start -= changed[..self.start].iter().rev().take_while(|changed| **changed).count();
    }

    fn next(&mut self, changed: &[bool]) -> bool {
        if self.end == changed.len() {
            return false;
        }
        (self.start, self.end) = (self.end + 1, self.end + 1);
        self.stretch(changed);
        true
    }

    fn previous(&mut self, changed: &[bool]) {
        if self.start > 0 {
            (self.start, self.end) = (self.start - 1, self.start - 1);
            self.stretch_back(changed);
        }
    }

    fn up(&mut self, lines: &[usize], changed: &mut [bool]) -> bool {
        if self.start == 0 || lines[self.start - 1] != lines[self.end - 1] {
            return false;
        }
        (self.start, self.end) = (self.start - 1, self.end - 1);
        (changed[self.start], changed[self.end]) = (true, false);
        self.stretch_back(changed);
        true
    }

    fn down(&mut self, lines: &[usize], changed: &mut [bool]) -> bool {
        if self.end == lines.len() || lines[self.start] != lines[self.end] {
            return false;
        }
        (changed[self.start], changed[self.end]) = (false, true);
        (self.start, self.end) = (self.start + 1, self.end + 1);
        self.stretch(changed);
        true
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
