//! What the words of git and of servers mean.

use crate::model::text::visible;

const MOST_WORDS: usize = 2_000;

/// Failures that another attempt may not meet: mostly the network's.
const TRANSIENT: [&str; 17] = [
    "Could not resolve host",
    "Connection timed out",
    "Connection reset",
    "Connection refused",
    "Failed to connect",
    "Operation timed out",
    "Operation too slow",
    "Empty reply from server",
    "early EOF",
    "unexpected disconnect",
    "error: 500",
    "error: 502",
    "error: 503",
    "error: 504",
    "shallow file has changed",
    // Another run in this clone.
    ".lock': File exists",
    "cannot lock ref 'refs/remotes/",
];

pub(super) fn is_transient(stderr: &str) -> bool {
    TRANSIENT.iter().any(|text| stderr.contains(text))
}

/// The server's own words, else git's: safe to show, on one line.
pub(super) fn words(stderr: &str) -> String {
    let lines = |prefixes: &[&str]| -> Vec<String> {
        let said =
            stderr.lines().filter_map(|line| prefixes.iter().find_map(|prefix| line.strip_prefix(prefix)));
        said.map(|line| visible(line.trim())).filter(|line| line.chars().any(char::is_alphanumeric)).collect()
    };
    let mut said = lines(&["remote:"]);
    said.extend(lines(&["fatal:", "error:", "ssh:"]));
    if said.is_empty() {
        said = stderr.lines().map(|line| visible(line.trim())).filter(|line| !line.is_empty()).collect();
    }
    let mut words = said.join("; ");
    if let Some((cut, _)) = words.char_indices().nth(MOST_WORDS) {
        words.truncate(cut);
        words.push('…');
    }
    words
}

/// What helps against a refusal, told by the server's words.
pub(in crate::git) fn refusal_hint(words: &str) -> Option<String> {
    let lower = words.to_lowercase();
    let has = |texts: &[&str]| texts.iter().any(|text| lower.contains(text));
    let hint = if has(&["refusing to allow", "`workflows`", "workflow scope"]) {
        "the token may not change workflow files: give one that has the right `workflows`"
    } else if has(&["protected branch", "protected ref", "gh006", "gh013", "rule violations"]) {
        "the branch is protected: use --deliver branch, or let this token push to it"
    } else if has(&[
        "403",
        "denied",
        "not allowed to push",
        "not allowed to upload",
        "write access",
        "permission",
    ]) {
        "the token may not push: GitHub needs `permissions: contents: write`, GitLab a token with write_repository"
    } else if has(&["shallow update not allowed"]) {
        "the clone is shallow: set fetch-depth: 0 (GitHub) or GIT_DEPTH: 0 (GitLab)"
    } else if has(&["exists; cannot create", "unable to create directory"]) {
        "git can't have a branch below another branch: give another name with --branch"
    } else if has(&["hook declined"]) {
        "a hook of the server said no: its words are above"
    } else {
        return None;
    };
    Some(hint.to_owned())
}
