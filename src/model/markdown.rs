//! Data made safe to stand in Markdown: no link, mention, reference, HTML or quick action comes of it.

use super::text::visible;

/// The text as a code span: forges look for no mentions or references there. Bars are escaped for tables.
pub fn code(text: &str) -> String {
    let text = visible(text).replace('|', "\\|");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// The text as plain words.
pub fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for (at, c) in visible(text).chars().enumerate() {
        // A backslash doesn't stop a forge from seeing a mention, nor a quick action: a joint that is not seen does.
        let joint = matches!(c, '@' | '#' | '!' | '%' | '$' | '~' | '&') || (at == 0 && c == '/');
        if "\\`*_{}[]()<>#+!|~&".contains(c) || (at == 0 && matches!(c, '-' | '=' | '.')) {
            safe.push('\\');
        }
        if at == 0 && c == '/' {
            safe.push('\u{2060}');
        }
        safe.push(c);
        if joint && c != '/' {
            safe.push('\u{2060}');
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_has_a_fence_that_the_text_does_not_close() {
        assert_eq!(code("v1.2.3"), "`v1.2.3`");
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(code("a|b\n</details>"), "`a\\|b\\n</details>`");
    }

    #[test]
    fn plain_words_stay_words() {
        assert_eq!(plain("soak: 24h"), "soak: 24h");
        assert_eq!(plain("</details>"), "\\</details\\>");
        assert_eq!(plain("@team #12"), "@\u{2060}team \\#\u{2060}12");
        assert_eq!(plain("/merge"), "\u{2060}/merge");
        assert_eq!(plain("[a](b)"), "\\[a\\]\\(b\\)");
    }
}
