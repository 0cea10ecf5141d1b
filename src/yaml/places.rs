//! Places of many bytes of one text: one pass over it, then each lookup is short however long the lines are.

use crate::model::text::Position;

/// How far apart the marks are: a lookup reads at most this many bytes.
const STRIDE: usize = 256;

/// The lines and columns of a text.
#[derive(Debug)]
pub struct Places<'a> {
    file: &'a str,
    text: &'a str,
    marks: Vec<Mark>,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    byte: usize,
    line: usize,
    column: usize,
}

impl<'a> Places<'a> {
    pub fn new(file: &'a str, text: &'a str) -> Self {
        let first = text.len() - text.trim_start_matches('\u{feff}').len();
        let mut mark = Mark { byte: first, line: 1, column: 1 };
        let mut marks = vec![mark];
        for c in text[first..].chars() {
            mark.pass(c);
            if mark.byte >= marks.len() * STRIDE {
                marks.push(mark);
            }
        }
        Self { file, text, marks }
    }

    /// The place of a byte.
    pub fn of(&self, byte: usize) -> Position {
        let after = self.marks.partition_point(|mark| mark.byte <= byte).max(1);
        let mut mark = self.marks[after - 1];
        for c in self.text[mark.byte..].chars() {
            if mark.byte >= byte {
                break;
            }
            mark.pass(c);
        }
        Position { file: self.file.to_owned(), line: mark.line, column: mark.column }
    }
}

impl Mark {
    fn pass(&mut self, c: char) {
        self.byte += c.len_utf8();
        if c == '\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_the_same_as_counted_from_the_start() {
        let text = format!("\u{feff}a: é\r\n{}\nb: [{}]\n", "# ü".repeat(300), "x, ".repeat(400));
        let places = Places::new("f", &text);
        for (byte, _) in text.char_indices().skip(1).chain([(text.len(), ' ')]) {
            assert_eq!(places.of(byte), Position::of("f", &text, byte), "byte {byte}");
        }
        assert_eq!(Places::new("f", "").of(0), Position::of("f", "", 0));
    }
}
