//! Texts made harmless for the logs of CI systems, which act on certain lines.

/// A text for a log: no line of it is a workflow command.
///
/// GitHub takes `::command::` at the start of a line, blanks before it allowed, and `##[command]` anywhere in it.
pub fn log(text: &str) -> String {
    // A lone carriage return ends a line for GitHub's runner too.
    text.split_inclusive(['\n', '\r']).map(line).collect()
}

fn line(line: &str) -> String {
    let line = line.replace("##[", "# #[");
    match line.trim_start().strip_prefix("::") {
        Some(rest) => format!("{}: :{rest}", &line[..line.len() - rest.len() - 2]),
        None => line,
    }
}

/// JSON for a log: the same document, with nothing in it that a log acts on.
pub(super) fn json(text: &str) -> String {
    text.replace("##[", "\\u0023#[")
}

/// The message of a workflow command.
pub fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A").replace("##[", "# #[")
}

/// The value of a workflow command's property.
pub(super) fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_of_a_log_is_a_command() {
        let cases = [
            ("::set-output name=x::y", ": :set-output name=x::y"),
            ("a\n  ::error::x", "a\n  : :error::x"),
            ("a ##[error]x ##[", "a # #[error]x # #["),
            ("hoist::text: a::b", "hoist::text: a::b"),
            ("é\n", "é\n"),
            ("a\r::error::x\r\n::b::", "a\r: :error::x\r\n: :b::"),
        ];
        for (text, safe) in cases {
            assert_eq!(log(text), safe);
        }
    }

    #[test]
    fn a_command_carries_any_text() {
        assert_eq!(message("100%0A\r\nx ##[error]"), "100%250A%0D%0Ax # #[error]");
        assert_eq!(property("a,b:c\n"), "a%2Cb%3Ac%0A");
    }
}
