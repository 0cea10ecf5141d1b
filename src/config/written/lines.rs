//! Lines of YAML.

use crate::model::text::visible;

#[derive(Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    pub(super) fn add(&mut self, indent: usize, line: &str) {
        self.0.push_str(&" ".repeat(indent));
        self.0.push_str(line);
        self.0.push('\n');
    }

    /// What is found in a repository can't end a comment.
    pub(super) fn comment(&mut self, indent: usize, text: &str) {
        self.add(indent, &format!("# {}", visible(text)));
    }

    pub(super) fn text(self) -> String {
        self.0
    }
}

/// A text as YAML writes it: bare where nothing else could be meant, else in quotes.
pub(super) fn scalar(text: &str) -> String {
    const WORDS: [&str; 8] = ["true", "false", "yes", "no", "on", "off", "null", "y"];
    let is_bare = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-{}".contains(c))
        && !WORDS.contains(&text.to_lowercase().as_str())
        && text != "n";
    if is_bare { text.to_owned() } else { quoted(text) }
}

/// Within brackets a brace means something.
pub(super) fn in_flow(text: &str) -> String {
    let written = scalar(text);
    if written.contains(['{', '}']) && !written.starts_with('"') { format!("\"{written}\"") } else { written }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if visible(c.encode_utf8(&mut [0; 4])).starts_with('\\') => {
                quoted.push_str(&format!("\\U{:08x}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_reads_back_as_it_was() {
        for text in [
            "",
            "a",
            "a b",
            "1.10",
            "yes",
            "~",
            "-",
            "{app}",
            "a: b",
            "a #",
            "'\"\\",
            "\u{feff}\u{7}\r\n\t",
            "é\u{2028}",
            "*a",
            "a/{env}",
        ] {
            let tree = crate::yaml::Tree::parse(&format!("k: {}\n", scalar(text))).unwrap();
            assert_eq!(tree.documents[0].get("k").and_then(|node| node.as_str()), Some(text));
        }
        assert_eq!((scalar("apps/{app}"), scalar("no")), ("apps/{app}".into(), "\"no\"".into()));
    }
}
