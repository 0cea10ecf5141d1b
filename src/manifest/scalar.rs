//! How a new value is written over an old one: in its style, and in quotes where it must have them.

use super::Error;
use super::plain::{breaks_syntax, reads_as_other_type};
use super::slot::{Data, Edit};
use super::source::Source;
use super::trail::Trail;
use crate::yaml::{Node, Style};

/// A value to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// It must read as this text, whatever it takes to write it so.
    Text(String),
    /// A number or a boolean, written as it is.
    Bare(String),
}

impl Value {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Text(text) | Self::Bare(text) => text,
        }
    }

    pub(super) fn data(&self) -> Data {
        match self {
            Self::Text(text) => Data::Text(text.clone()),
            Self::Bare(text) => Data::Bare(text.clone()),
        }
    }
}

impl AsRef<str> for Value {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

const TEXT: &str = "tag:yaml.org,2002:str";

/// Refuses when something else stands there than what the caller saw, unless it is the new value already.
pub(super) fn not_stale(
    source: &Source<'_>,
    node: Option<&Node>,
    at: usize,
    from: Option<&str>,
    new: &Value,
) -> Result<(), Error> {
    let found = node.and_then(Node::as_str);
    let is_done = node.is_some_and(|node| is_already(node, new));
    match from {
        Some(from) if found != Some(from) && !is_done => {
            let found =
                found.or_else(|| node.map(|node| source.written(node))).unwrap_or_default().to_owned();
            Err(Error::Stale { at: source.at(at), found, expected: from.to_owned() })
        }
        Some(_) | None => Ok(()),
    }
}

/// Refuses a value that can't be replaced as a whole without a loss.
pub(super) fn is_one_scalar(source: &Source<'_>, node: &Node) -> Result<(), Error> {
    let at = || source.at(node.start);
    let written = source.written(node);
    match node.style() {
        None => Err(Error::NotScalar { at: at() }),
        Some(Style::Block) => Err(Error::BlockScalar { at: at() }),
        Some(Style::Empty | Style::Plain | Style::Single | Style::Double) => match &node.tag {
            Some(tag) if tag != TEXT => Err(Error::Tagged { at: at(), tag: tag.clone() }),
            Some(tag) if node.style() == Some(Style::Empty) => {
                Err(Error::Tagged { at: at(), tag: tag.clone() })
            }
            None if node.style() == Some(Style::Empty) && node.anchor.is_some() => {
                Err(Error::Anchored { at: at(), anchor: source.anchor_name(node).to_owned() })
            }
            Some(_) | None if written.contains(['\n', '\r']) => Err(Error::MultiLine { at: at() }),
            Some(_) | None if written.contains("{{") => Err(Error::Template { at: at() }),
            Some(_) | None => Ok(()),
        },
    }
}

/// Refuses a text that is no value of one line.
pub(super) fn is_good(source: &Source<'_>, at: usize, value: &str) -> Result<(), Error> {
    let odd = |c: char| {
        c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    let why = match value {
        "" => "it is empty",
        value if value.contains(odd) => "it has a line break or a control character",
        _ => return Ok(()),
    };
    Err(Error::BadValue { at: source.at(at), value: value.to_owned(), why })
}

/// The edit that makes the scalar at the end of the trail read as `new`; none where it does already.
pub(super) fn replace(source: &Source<'_>, trail: &Trail<'_>, new: &Value) -> Result<Option<Edit>, Error> {
    let node = trail.node();
    is_one_scalar(source, node)?;
    is_good(source, node.start, new.as_str())?;
    let quoted = matches!(node.style(), Some(Style::Single | Style::Double));
    if matches!(new, Value::Bare(_)) && (quoted || node.tag.is_some()) {
        return Err(Error::TypeMismatch { at: source.at(node.start), value: new.as_str().to_owned() });
    }
    if is_already(node, new) {
        return Ok(None);
    }
    let style = node.style().unwrap_or(Style::Plain);
    let text = match new {
        Value::Bare(text) => text.clone(),
        Value::Text(text) if source.is_json() => double(text),
        Value::Text(text) => write(text, style, trail.in_flow(), node.tag.is_some()),
    };
    let text = if style == Style::Empty { fill(source, trail, &text)? } else { text };
    Ok(Some(Edit::value(node.span.clone(), text, node, new.data())))
}

/// A text in a style, if the style can hold it. `is_text`: a tag says already that it is a text.
pub(crate) fn write(text: &str, style: Style, in_flow: bool, is_text: bool) -> String {
    match style {
        Style::Single => format!("'{}'", text.replace('\'', "''")),
        Style::Double => double(text),
        Style::Empty | Style::Plain | Style::Block => {
            let safe = !breaks_syntax(text, in_flow) && (is_text || !reads_as_other_type(text));
            if safe { text.to_owned() } else { double(text) }
        }
    }
}

/// The node has the new value already: its text, and its type.
pub(super) fn is_already(node: &Node, new: &Value) -> bool {
    let plain = node.style() == Some(Style::Plain);
    let has_type = match new {
        Value::Bare(_) => plain && node.tag.is_none(),
        Value::Text(text) => !plain || node.tag.as_deref() == Some(TEXT) || !reads_as_other_type(text),
    };
    has_type && node.as_str() == Some(new.as_str())
}

/// The first value behind a key or a dash.
fn fill(source: &Source<'_>, trail: &Trail<'_>, text: &str) -> Result<String, Error> {
    let node = trail.node();
    let before = source.text.get(..node.span.start).unwrap_or_default();
    match trail.key_node() {
        // A key in braces may stand alone, without a colon.
        Some(key) if trail.in_flow() && key.span.end == node.span.start => Ok(format!(": {text}")),
        Some(_) if before.ends_with(':') => Ok(format!(" {text}")),
        None if before.ends_with('-') => Ok(format!(" {text}")),
        Some(_) | None => {
            Err(Error::Layout { at: source.at(node.start), what: "there is no place for a value" })
        }
    }
}

fn double(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
