//! Comma-separated values as RFC 4180 has them, safe to be opened as a sheet.

/// The head and the rows, each line ended as the standard says.
pub(super) fn table<'a>(head: &[&str], rows: impl Iterator<Item = Vec<String>> + 'a) -> String {
    let head = line(head.iter().map(|name| (*name).to_owned()));
    let text = rows.fold(head, |text, row| text + &line(row.into_iter()));
    // It may be printed to a log, which acts on this anywhere in a line.
    text.replace("##[", "# #[")
}

fn line(cells: impl Iterator<Item = String>) -> String {
    cells.map(|cell| field(&cell)).collect::<Vec<_>>().join(",") + "\r\n"
}

/// One value. A sheet takes what begins so for a formula: an apostrophe before it makes it text.
fn field(value: &str) -> String {
    let formula = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let value = if formula { format!("'{value}") } else { value.to_owned() };
    if value.contains(['"', ',', '\n', '\r']) || value.starts_with(' ') || value.ends_with(' ') {
        return format!("\"{}\"", value.replace('"', "\"\""));
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_where_they_must_be() {
        let cases = [
            ("v1.2.3", "v1.2.3"),
            ("", ""),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            (" x", "\" x\""),
        ];
        for (value, written) in cases {
            assert_eq!(field(value), written);
        }
    }

    #[test]
    fn no_value_is_a_formula() {
        for value in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"] {
            assert!(field(value).trim_start_matches('"').starts_with('\''), "{value:?}");
        }
        assert_eq!(field("=HYPERLINK(\"http://x\",\"y\")"), "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
    }

    #[test]
    fn lines_end_as_the_standard_says() {
        let rows = [vec!["1".to_owned(), "2".to_owned()]];
        assert_eq!(table(&["a", "b"], rows.into_iter()), "a,b\r\n1,2\r\n");
    }
}
