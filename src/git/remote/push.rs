//! A push that the server checks, and what became of it.

use super::failure::words;
use super::program::Program;
use super::{Pushed, Update};
use crate::git::error::Error;
use crate::git::program::{Limit, Ran};
use crate::git::repo::id;
use crate::model::text::visible;

/// What git says of one ref that it didn't push.
#[derive(Debug, PartialEq, Eq)]
struct Refusal<'a> {
    /// Its full name.
    name: &'a str,
    reason: &'a str,
}

/// Somebody else moved the branch, before or while the server looked.
const LOST: [&str; 11] = [
    "stale info",
    "fetch first",
    "non-fast-forward",
    "needs force",
    "already exists",
    "failed to update ref",
    "cannot lock ref",
    "failed to lock",
    "atomic transaction failed",
    "does not point to expected object",
    "incorrect old value",
];

/// It would have gone through, but for another branch of the same push.
const BYSTANDER: [&str; 2] = ["atomic push fail", "atomic push failure"];

impl Program {
    pub(super) fn push(&self, updates: &[Update]) -> Result<Pushed, Error> {
        if updates.is_empty() {
            return Ok(Pushed::Done);
        }
        let arguments = arguments(&self.name, updates)?;
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        let ran = self.patiently(&arguments, Limit::Transfer)?;
        if ran.ok {
            return Ok(Pushed::Done);
        }
        let refusals = refusals(&ran.stdout);
        let blamed = refusals.iter().find(|one| !says(one.reason, &BYSTANDER)).or(refusals.first());
        match blamed {
            Some(blamed) if is_lost(blamed, &ran) => self.lost(updates, blamed.name),
            Some(blamed) => self.refused(updates, blamed, &ran),
            None => Err(self.before_any_branch(updates, &ran)),
        }
    }

    /// A push whose answer was cut off may have landed: then the winner is ours.
    fn lost(&self, updates: &[Update], blamed: &str) -> Result<Pushed, Error> {
        let names: Vec<_> = updates.iter().map(|update| update.name.full()).collect::<Result<_, _>>()?;
        let stands = self.stands(&names)?;
        let mut all = updates.iter().zip(names.iter().map(|name| stands.get(name)));
        if all.clone().all(|(update, at)| at == Some(&update.new)) {
            return Ok(Pushed::Done);
        }
        let moved = all.find(|(update, at)| *at != update.old.as_ref());
        let branch = moved.map_or(short(blamed), |(update, _)| update.name.as_str());
        Ok(Pushed::Lost { branch: branch.to_owned(), winner: moved.and_then(|(_, at)| at.cloned()) })
    }

    fn refused(&self, updates: &[Update], blamed: &Refusal<'_>, ran: &Ran) -> Result<Pushed, Error> {
        // The connection broke while the server worked: it alone knows.
        let unknown = blamed.reason.contains("failed to report status");
        if unknown && self.lost(updates, blamed.name)? == Pushed::Done {
            return Ok(Pushed::Done);
        }
        let said = said_by_server(&ran.stderr);
        let reason = visible(&self.git.access.scrub(blamed.reason));
        let words = if said.is_empty() { reason } else { format!("{reason}: {said}") };
        Err(Error::Rejected { branch: visible(short(blamed.name)), words })
    }

    fn before_any_branch(&self, updates: &[Update], ran: &Ran) -> Error {
        let error = self.why(ran);
        let forbidden = ["error: 403", "denied to", "not allowed to push", "not allowed to upload"];
        if !says(&ran.stderr, &forbidden) {
            return error;
        }
        let branch = updates.first().map(|update| visible(update.name.as_str())).unwrap_or_default();
        Error::Rejected { branch, words: words(&ran.stderr) }
    }
}

fn arguments(remote: &str, updates: &[Update]) -> Result<Vec<String>, Error> {
    // A clone that mirrors its remote would push all that it has.
    let mut arguments = vec!["-c".to_owned(), format!("remote.{remote}.mirror=false")];
    arguments.extend(["push", "--porcelain", "--atomic", "--no-verify"].map(str::to_owned));
    // What a user's configuration would add to a push.
    arguments.extend(["--no-follow-tags", "--recurse-submodules=no"].map(str::to_owned));
    for update in updates {
        let old = update.old.as_ref().map(id).transpose()?.map(|old| old.to_string()).unwrap_or_default();
        arguments.push(format!("--force-with-lease={}:{old}", update.name.full()?));
    }
    arguments.extend(["--".to_owned(), remote.to_owned()]);
    for update in updates {
        arguments.push(format!("{}:{}", id(&update.new)?, update.name.full()?));
    }
    Ok(arguments)
}

/// The `!` lines: `!\t<from>:refs/heads/<branch>\t[rejected] (<reason>)`.
fn refusals(stdout: &str) -> Vec<Refusal<'_>> {
    let one = |line| {
        let (names, summary) = str::strip_prefix(line, "!\t")?.split_once('\t')?;
        let (_, to) = names.split_once(':')?;
        let reason = summary.split_once(" (").map_or(summary, |(_, reason)| reason.trim_end_matches(')'));
        Some(Refusal { name: to, reason })
    };
    stdout.lines().filter_map(one).collect()
}

/// The name as a person knows it.
fn short(name: &str) -> &str {
    ["refs/heads/", "refs/tags/"].iter().find_map(|folder| name.strip_prefix(folder)).unwrap_or(name)
}

fn is_lost(refusal: &Refusal<'_>, ran: &Ran) -> bool {
    // A name that can't be, since a branch stands above or below it, is told in the same words.
    let clash = ["exists; cannot create", "unable to create directory", "there is a non-empty directory"];
    says(refusal.reason, &LOST) && !says(&ran.stderr, &clash) && !says(refusal.reason, &clash)
}

fn says(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

fn said_by_server(stderr: &str) -> String {
    let lines: Vec<_> = stderr.lines().filter(|line| line.starts_with("remote:")).collect();
    words(&lines.join("\n"))
}
