//! Lines that a person can read without scrolling sideways.

/// A line in parts of up to `width` characters where it can be cut: behind a `;`, which stands where one thing ends.
pub fn folded(line: &str, width: usize) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for piece in line.split_inclusive("; ") {
        match parts.last_mut() {
            Some(last) if last.chars().count() + piece.trim_end().chars().count() <= width => {
                last.push_str(piece);
            }
            _ => parts.push(piece.to_owned()),
        }
    }
    parts.iter().map(|part| part.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_where_one_thing_ends() {
        assert_eq!(folded("one; two; three", 20), ["one; two; three"]);
        assert_eq!(folded("one; two; three", 9), ["one; two;", "three"]);
        assert_eq!(folded("a word that is too long; x", 5), ["a word that is too long;", "x"]);
    }
}
