//! Lines of a text: where they begin and end, and with which bytes.

/// The first byte of the line that a byte is on. A mark of the byte order is before the first line.
pub(crate) fn line_start(text: &str, byte: usize) -> usize {
    let before = text.get(..byte).unwrap_or_default();
    before.rfind(BREAKS).map_or(before.len() - before.trim_start_matches('\u{feff}').len(), |at| at + 1)
}

/// The end of the line that a byte is on, before its line break.
pub(crate) fn line_end(text: &str, byte: usize) -> usize {
    text.get(byte..).and_then(|after| after.find(BREAKS)).map_or(text.len(), |at| byte + at)
}

/// The line break that begins at a byte; empty at the end of the text.
pub(crate) fn break_at(text: &str, byte: usize) -> &str {
    let rest = text.get(byte..).unwrap_or_default();
    ["\r\n", "\n", "\r"]
        .iter()
        .find(|ending| rest.starts_with(**ending))
        .and_then(|ending| rest.get(..ending.len()))
        .unwrap_or("")
}

/// The line break before a byte that begins a line; empty at the start of the text.
pub(crate) fn break_before(text: &str, byte: usize) -> &str {
    let before = text.get(..byte).unwrap_or_default();
    ["\r\n", "\n", "\r"].iter().find(|ending| before.ends_with(**ending)).copied().unwrap_or("")
}

/// The line break for a line after the one that a byte is on: that line's own, else that of the line before it.
pub(crate) fn ending(text: &str, byte: usize) -> &str {
    let own = break_at(text, line_end(text, byte));
    let before = break_before(text, line_start(text, byte));
    [own, before].into_iter().find(|ending| !ending.is_empty()).unwrap_or("\n")
}

/// How many columns a line has before a byte.
pub(crate) fn column(text: &str, byte: usize) -> usize {
    text.get(line_start(text, byte)..byte).unwrap_or_default().chars().count()
}

/// There is nothing but blanks before a byte on its line.
pub(crate) fn begins_line(text: &str, byte: usize) -> bool {
    text.get(line_start(text, byte)..byte).unwrap_or_default().trim_matches([' ', '\t']).is_empty()
}

const BREAKS: [char; 2] = ['\n', '\r'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_as_it_is_written() {
        let text = "\u{feff}a\r\n  é b\nc";
        let b = text.find('b').unwrap();
        assert_eq!(&text[line_start(text, b)..line_end(text, b)], "  é b");
        assert_eq!((ending(text, 3), ending(text, b), ending(text, text.len())), ("\r\n", "\n", "\n"));
        assert_eq!((column(text, 3), column(text, b)), (0, 4));
        assert!(begins_line(text, 3) && begins_line(text, b - 3) && !begins_line(text, b));
        assert_eq!((ending("a", 0), break_before("a", 0)), ("\n", ""));
    }
}
