//! One hold as text, in the way that the entries beside it are written.

use crate::manifest::in_style;
use crate::model::hold::Hold;
use crate::yaml::Style;

/// How an entry is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// `{ app: web, … }`, perhaps with blanks inside its braces.
    Flow { padded: bool },
    /// A key a line. The environments stand on lines of their own where an indent is given.
    Block { environments: Option<usize> },
}

/// The lines of an entry; the first one begins behind the dash.
pub(super) fn lines(hold: &Hold, form: &Form) -> Vec<String> {
    match form {
        Form::Flow { padded } => {
            let all: Vec<_> =
                pairs(hold, true).iter().map(|(key, value)| format!("{key}: {value}")).collect();
            let blank = if *padded { " " } else { "" };
            vec![format!("{{{blank}{}{blank}}}", all.join(", "))]
        }
        Form::Block { environments } => {
            let mut lines = Vec::new();
            for (key, value) in pairs(hold, false) {
                match environments.filter(|_| key == "environments") {
                    Some(indent) => {
                        lines.push(format!("{key}:"));
                        let names = hold.environments.iter();
                        lines.extend(
                            names.map(|name| {
                                format!("{}- {}", " ".repeat(indent), scalar(name.as_str(), false))
                            }),
                        );
                    }
                    None => lines.push(format!("{key}: {value}")),
                }
            }
            lines
        }
    }
}

fn pairs(hold: &Hold, in_flow: bool) -> Vec<(&'static str, String)> {
    let names: Vec<_> = hold.environments.iter().map(|name| scalar(name.as_str(), true)).collect();
    let all = [
        ("app", Some(scalar(&hold.app, in_flow))),
        ("version", hold.version.as_ref().map(|version| scalar(version.as_str(), in_flow))),
        ("environments", Some(format!("[{}]", names.join(", ")))),
        ("from", hold.from.map(|from| from.to_string())),
        ("until", hold.until.map(|until| until.to_string())),
        ("reason", Some(scalar(&hold.reason, in_flow))),
    ];
    all.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
}

/// A text on one line, in quotes where it must have them; what would break a line is escaped.
pub(super) fn scalar(text: &str, in_flow: bool) -> String {
    let odd = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    if !text.contains(odd) {
        return in_style(text, Style::Plain, in_flow, false);
    }
    let escaped = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        c if odd(c) => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}
