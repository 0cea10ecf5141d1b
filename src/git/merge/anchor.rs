//! Where two texts are surely the same: the rare lines that both have.

use std::collections::HashMap;
use std::ops::Range;

/// A line that stands more often than this is no anchor.
const COMMON: usize = 64;

/// Equal lines from which a comparison goes on to both sides.
pub(super) enum Anchor {
    At(Range<usize>, Range<usize>),
    Missing,
    /// There are equal lines, and all of them stand too often.
    TooCommon,
}

/// The longest common run of lines among those whose rarest line is rarest.
pub(super) fn anchor(before: &[usize], after: &[usize], one: Range<usize>, two: Range<usize>) -> Anchor {
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
