//! Whether a text can stand without quotes and still be read as that text, by every reader of YAML 1.1 and 1.2.

/// Some reader takes the text for a number, a boolean, a date or nothing.
pub(super) fn reads_as_other_type(text: &str) -> bool {
    // YAML 1.1 has `_` in numbers.
    let bare = if text.starts_with('_') { text.to_owned() } else { text.replace('_', "") };
    is_word(text)
        || is_infinite(text)
        || is_date(text)
        || is_number(&bare)
        || is_based(&bare)
        || is_sexagesimal(&bare)
}

/// The parser would not find the text again where it was written.
pub(super) fn breaks_syntax(text: &str, in_flow: bool) -> bool {
    !text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        || text.is_empty()
        || text.trim() != text
        || text.starts_with([
            '-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`',
        ])
        || text.starts_with("...")
        || text.ends_with(':')
        || [": ", " #", "{{"].iter().any(|mark| text.contains(mark))
        || (in_flow && text.contains([',', '[', ']', '{', '}', '?']))
}

fn is_word(text: &str) -> bool {
    if matches!(text, "~" | "null" | "Null" | "NULL" | "=" | "<<") {
        return true;
    }
    let lower = text.to_ascii_lowercase();
    let rest = text.get(1..).unwrap_or_default();
    let one_casing =
        text == lower || text == text.to_ascii_uppercase() || rest == lower.get(1..).unwrap_or_default();
    one_casing && matches!(lower.as_str(), "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false")
}

fn is_infinite(text: &str) -> bool {
    matches!(text.trim_start_matches(SIGNS), ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN")
}

const SIGNS: [char; 2] = ['-', '+'];

/// `[-+]*[0-9]*\.?[0-9]*([eE][-+]?[0-9]+)?`
fn is_number(text: &str) -> bool {
    let rest = digits(text.trim_start_matches(SIGNS), 10);
    let rest = digits(rest.strip_prefix('.').unwrap_or(rest), 10);
    is_exponent_or_nothing(rest, ['e', 'E'])
}

/// `[-+]*0([bB][01]*|[oO][0-7]*|[xX][0-9a-fA-F]*\.?[0-9a-fA-F]*([pP][-+]?[0-9]+)?)`
fn is_based(text: &str) -> bool {
    let Some(rest) = text.trim_start_matches(SIGNS).strip_prefix('0') else { return false };
    if let Some(rest) = rest.strip_prefix(['b', 'B']) {
        return digits(rest, 2).is_empty();
    }
    if let Some(rest) = rest.strip_prefix(['o', 'O']) {
        return digits(rest, 8).is_empty();
    }
    let Some(rest) = rest.strip_prefix(['x', 'X']) else { return false };
    let rest = digits(rest, 16);
    let rest = digits(rest.strip_prefix('.').unwrap_or(rest), 16);
    is_exponent_or_nothing(rest, ['p', 'P'])
}

/// `[-+]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?`: `12:30` is a number in YAML 1.1.
fn is_sexagesimal(text: &str) -> bool {
    let text = text.strip_prefix(SIGNS).unwrap_or(text);
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut parts = whole.split(':');
    let first = parts.next().unwrap_or_default();
    let sixty = |part: &str| is_digits(part, 1..=2) && (part.len() == 1 || part < "6");
    let mut rest = parts.peekable();
    is_digits(first, 1..=usize::MAX)
        && rest.peek().is_some()
        && rest.all(sixty)
        && digits(fraction, 10).is_empty()
}

/// `[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?`
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let mut part = || parts.next().unwrap_or_default();
    let (year, month, rest) = (part(), part(), part());
    let day = rest.split(['T', 't', ' ']).next().unwrap_or_default();
    is_digits(year, 4..=4) && is_digits(month, 1..=2) && is_digits(day, 1..=2)
}

fn is_exponent_or_nothing(text: &str, mark: [char; 2]) -> bool {
    let Some(power) = text.strip_prefix(mark) else { return text.is_empty() };
    is_digits(power.strip_prefix(SIGNS).unwrap_or(power), 1..=usize::MAX)
}

fn is_digits(text: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What comes after the digits.
fn digits(text: &str, base: u32) -> &str {
    text.trim_start_matches(|c: char| c.is_digit(base))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_some_reader_takes_for_another_type_is_told() {
        let others = "~ null Null NULL = << y N yes Yes YES no on off Off true TRUE False .inf -.Inf +.NAN 1.10 42 .5 5. +1 --1 \
            012 08 0o17 0b101 0x1F 0X1f 0x 0x1.8p3 1e5 123e4 12e4567 1_000 0x1_F +_9 12:30 1:2:3 190:20:30.15 2024-01-01 \
            2024-1-1T00:00 e160860 1234567 . - 1_2:3_0 0b 2001-12-14t21:59:43";
        for text in others.split_whitespace() {
            assert!(reads_as_other_type(text), "{text}");
        }
        assert!(reads_as_other_type("2024-01-01 10:00"));
    }

    #[test]
    fn versions_stay_texts() {
        let texts = "v1 1.2.3 1.2.3-rc.1+b5 sha256:a ~1.2 tRue yES oN _1 100m abcdef1 12:60 1:234 1:2: 2024-01-01x 24-1-1 0b2 0o8 \
            0xg 1e 1e_ 1e+ nUll .iNf 1.2.x latest 8f3c2a1 12e4x 0x1p é";
        for text in texts.split_whitespace() {
            assert!(!reads_as_other_type(text), "{text}");
        }
    }

    #[test]
    fn what_the_parser_would_not_find_again_is_told() {
        for text in [
            "", " a", "a ", "-rc", "? a", "a: b", "a #b", "a:", "...", "...a", "a{{b", "é", "a\tb",
            "a\u{7f}", "@x", "`x",
        ] {
            assert!(breaks_syntax(text, false), "{text:?}");
        }
        for text in ["a,b", "a[b", "a]", "a{b", "a}b", "a?b"] {
            assert!(breaks_syntax(text, true) && !breaks_syntax(text, false), "{text:?}");
        }
        for text in ["v1.2.3", "a#b", "a:b", "a b", "~1", "<2", "..a", "a-", "=1", "a\\b", "a\"b"] {
            assert!(!breaks_syntax(text, true), "{text:?}");
        }
    }
}
