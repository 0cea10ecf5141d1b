//! The one place that writes: edits are applied to a text, and the result is read again and compared.

use super::Error;
use super::compare;
use super::text::Text;
use crate::model::path::RepoPath;
use crate::yaml::{Node, Pair};
use std::ops::Range;

/// Bytes of a text and what comes in their place, with what this means for the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub range: Range<usize>,
    pub text: String,
    pub(super) meaning: Meaning,
}

/// What an edit does to the data; whatever else it did would be refused. `of` is the span of a node as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A scalar, or an empty value, is this now.
    Value { of: Range<usize>, data: Data },
    /// A map has these pairs more.
    Pairs { of: Range<usize>, pairs: Vec<(String, Data)> },
    /// A list has this item more, as its last.
    Item { of: Range<usize>, data: Data },
    /// The pairs with these keys are no more.
    Gone { of: Vec<Range<usize>> },
    /// What a pattern finds in a text is this now; the text needn't be YAML.
    Match { of: Box<Text>, reads: String },
    /// The text is another one as a whole.
    Whole,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Data {
    Text(String),
    Bare(String),
    Map(Vec<(String, Self)>),
    List(Vec<Self>),
}

impl Edit {
    pub(super) fn value(range: Range<usize>, text: String, of: &Node, data: Data) -> Self {
        Self { range, text, meaning: Meaning::Value { of: of.span.clone(), data } }
    }

    pub(super) fn pairs(at: usize, text: String, of: &Node, pairs: Vec<(String, Data)>) -> Self {
        Self { range: at..at, text, meaning: Meaning::Pairs { of: of.span.clone(), pairs } }
    }

    pub(super) fn item(at: usize, text: String, of: &Node, data: Data) -> Self {
        Self { range: at..at, text, meaning: Meaning::Item { of: of.span.clone(), data } }
    }

    pub(super) fn gone(range: Range<usize>, pairs: &[Pair]) -> Self {
        let of = pairs.iter().map(|(key, _)| key.span.clone()).collect();
        Self { range, text: String::new(), meaning: Meaning::Gone { of } }
    }

    pub(super) fn matched(range: Range<usize>, text: &str, of: &Text) -> Self {
        let meaning = Meaning::Match { of: Box::new(of.clone()), reads: text.to_owned() };
        Self { range, text: text.to_owned(), meaning }
    }

    pub(super) fn whole(old: &str, new: &str) -> Self {
        Self { range: 0..old.len(), text: new.to_owned(), meaning: Meaning::Whole }
    }
}

/// The text with the edits applied. Nothing but what they mean is different in it, comments included.
pub fn splice(path: &RepoPath, text: &str, edits: &[Edit]) -> Result<String, Error> {
    let internal = |what: String| Error::Internal { file: path.as_str().to_owned(), what };
    if edits.is_empty() {
        return Ok(text.to_owned());
    }
    let mut sorted: Vec<_> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let new = apply(text, &sorted).ok_or_else(|| internal("two edits are in each other's way".to_owned()))?;
    compare::differ_only_by(text, &new, &sorted).map_err(internal)?;
    Ok(new)
}

fn apply(text: &str, sorted: &[&Edit]) -> Option<String> {
    let mut new = String::with_capacity(text.len());
    let mut done = 0;
    for edit in sorted {
        new.push_str(text.get(done..edit.range.start)?);
        new.push_str(&edit.text);
        done = edit.range.end;
    }
    new.push_str(text.get(done..)?);
    Some(new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::Tree;

    fn path() -> RepoPath {
        RepoPath::new("a.yaml").unwrap()
    }

    fn edit(text: &str, key: &str, new: &str, means: &str) -> Edit {
        let tree = Tree::parse(text).unwrap();
        let node = tree.documents[0].get(key).unwrap();
        Edit::value(node.span.clone(), new.to_owned(), node, Data::Text(means.to_owned()))
    }

    #[test]
    fn an_edit_that_does_what_it_means_is_written() {
        let text = "a: 1 # c\nb: [x]\n";
        assert_eq!(splice(&path(), text, &[edit(text, "a", "'v2'", "v2")]).unwrap(), "a: 'v2' # c\nb: [x]\n");
        assert_eq!(splice(&path(), text, &[]).unwrap(), text);
    }

    #[test]
    fn an_edit_that_does_more_is_not_written() {
        let text = "a: v1 # c\nb: x\n";
        for new in [
            "v3",
            "v2 # d",
            "v2\nc: 1",
            "v2\n  x",
            "2",
            "*x",
            "&x v2",
            "!t v2",
            "[v2]",
            "|\n  v2",
            "",
            "v2\n---\n",
            "v2 #",
        ] {
            let means = if new == "2" { "2" } else { "v2" };
            let error = splice(&path(), text, &[edit(text, "a", new, means)]).unwrap_err();
            assert_eq!(error.code(), "internal", "{new:?}");
        }
        let twice = [edit(text, "a", "v2", "v2"), edit(text, "a", "v2", "v2")];
        assert_eq!(splice(&path(), text, &twice).unwrap_err().code(), "internal");
    }
}
