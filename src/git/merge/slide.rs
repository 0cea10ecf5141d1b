//! Which of equal lines count as changed: git moves them all the same way.

/// Moves each group of changed lines as far down as its text allows, or to where the other text changed too.
pub(super) fn slide(lines: &[usize], changed: &mut [bool], other: &[bool]) {
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
pub(super) struct Group {
    pub start: usize,
    pub end: usize,
}

impl Group {
    pub(super) fn first(changed: &[bool]) -> Self {
        let mut group = Self { start: 0, end: 0 };
        group.stretch(changed);
        group
    }

    pub(super) fn is_empty(&self) -> bool {
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

    pub(super) fn next(&mut self, changed: &[bool]) -> bool {
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
