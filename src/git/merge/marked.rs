//! A merged text, with markers where the sides don't agree.

use super::text::{Chunk, Side, Who};

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

/// Writes what was found, in the order of `ours`.
pub(super) struct Writer<'a> {
    pub base: &'a Side<'a>,
    pub ours: &'a Side<'a>,
    pub theirs: &'a Side<'a>,
    pub markers: Markers,
}

impl Writer<'_> {
    pub(super) fn write(&self, chunks: &[Chunk]) -> Text {
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
