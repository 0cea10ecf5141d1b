//! What one part of the demo is made of.

/// A strategy, shown on a repository of its own.
pub(super) struct Chapter {
    /// The folder of its repository.
    pub folder: &'static str,
    pub title: &'static str,
    /// The files of `main`.
    pub files: &'static [File],
    /// Further branches, each with the files that it adds to those of `main`.
    pub branches: &'static [(&'static str, &'static [File])],
    pub steps: &'static [Step],
}

/// A path and its text.
pub(super) type File = (&'static str, &'static str);

pub(super) enum Step {
    /// What is typed, and the exit code that it has to have.
    Typed { words: &'static str, line: &'static str, code: u8 },
    /// Somebody changes a file of a branch by hand.
    ByHand { words: &'static str, branch: &'static str, file: File },
    /// What git remembers of the last promotion on a branch.
    Record { branch: &'static str },
}

pub(super) const fn typed(words: &'static str, line: &'static str, code: u8) -> Step {
    Step::Typed { words, line, code }
}
