//! What one pin holds at one commit.

use crate::model::timeline::{Content, Unclear};
use crate::model::version::Version;
use std::rc::Rc;

/// All that stands in the places of a pin: mostly one version.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Standing {
    contents: Vec<Content>,
    broken: Option<String>,
}

impl Standing {
    pub(super) fn of(contents: impl Iterator<Item = Content>, broken: Option<String>) -> Self {
        let mut contents: Vec<_> = contents.collect();
        contents.sort_unstable();
        contents.dedup();
        Self { contents, broken }
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.contents.is_empty() && self.broken.is_none()
    }

    /// Whether this stands there, perhaps beside others; any digest will do where none is asked for.
    pub(super) fn has(&self, content: &Content) -> bool {
        let is_it = |one: &Content| {
            one.version == content.version && (content.digest.is_none() || one.digest == content.digest)
        };
        self.contents.iter().any(is_it)
    }

    /// The version, its digest, or why there is no one version.
    pub(super) fn told(self) -> (Option<Version>, Option<String>, Option<Rc<Unclear>>) {
        let unclear = |why| (None, None, Some(Rc::new(why)));
        if let Some(why) = self.broken {
            return unclear(Unclear::Broken(why));
        }
        let mut contents = self.contents;
        match (contents.pop(), contents.is_empty()) {
            (None, _) => (None, None, None),
            (Some(Content { version, digest }), true) => (Some(version), digest, None),
            (Some(last), false) => {
                contents.push(last);
                unclear(Unclear::Several(contents))
            }
        }
    }

    /// The one version.
    pub(super) fn version(&self) -> Option<&Version> {
        match self.contents.as_slice() {
            [one] if self.broken.is_none() => Some(&one.version),
            _ => None,
        }
    }
}
