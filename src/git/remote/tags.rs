//! The tags of the remote, and their objects brought here.

use super::program::Program;
use crate::git::error::Error;
use crate::git::program::Limit;
use crate::git::refs::full_tag;
use crate::git::repo::id;
use crate::git::tag::TagRef;
use crate::model::plan::Oid;

/// As many names as fit on any command line.
const AT_ONCE: usize = 200;

impl Program {
    /// All tags, as the remote has them now.
    pub(super) fn tags(&self) -> Result<Vec<TagRef>, Error> {
        let ran = self.ask(&["ls-remote", "--tags", "--", &self.name])?;
        Ok(listed(&ran.stdout))
    }

    /// Brings the objects of tags here, without refs; no history is fetched into a clone that has none.
    pub(super) fn fetch_tags(&self, tags: &[&TagRef]) -> Result<(), Error> {
        let (mut objects, mut commits) = (Vec::new(), Vec::new());
        for tag in tags {
            if !self.here.has(id(&tag.peeled)?) {
                commits.push(full_tag(&tag.name)?);
            } else if !self.here.has(id(&tag.object)?) {
                objects.push(full_tag(&tag.name)?);
            }
        }
        objects.chunks(AT_ONCE).try_for_each(|names| self.bring_here(names, None))?;
        commits.chunks(AT_ONCE).try_for_each(|names| self.bring_here(names, self.at_most()))
    }

    /// Brings one commit here, if the remote gives it.
    pub(super) fn fetch_commit(&self, commit: &Oid) -> Result<(), Error> {
        if self.here.has(id(commit)?) {
            Ok(())
        } else {
            self.bring_here(&[commit.to_string()], self.at_most())
        }
    }

    /// How deep commits are fetched that aren't here. One that is must not be asked for so: git would cut the history
    /// of the clone off there.
    fn at_most(&self) -> Option<&'static str> {
        self.here.is_shallow().then_some("--depth=1")
    }

    fn bring_here(&self, names: &[String], depth: Option<&str>) -> Result<(), Error> {
        let mut arguments =
            vec!["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];
        arguments.extend(["--no-prune", "--refmap="]);
        arguments.extend(depth);
        arguments.extend(["--", &self.name]);
        arguments.extend(names.iter().map(String::as_str));
        let ran = self.patiently(&arguments, Limit::Transfer)?;
        if ran.ok { Ok(()) } else { Err(self.why(&ran)) }
    }
}

/// Behind an annotated tag stands, with `^{}`, what it leads to.
fn listed(text: &str) -> Vec<TagRef> {
    let mut tags: Vec<TagRef> = Vec::new();
    for line in text.lines() {
        let Some((object, name)) = line.split_once('\t') else { continue };
        let Some(name) = name.strip_prefix("refs/tags/") else { continue };
        match (name.strip_suffix("^{}"), tags.last_mut()) {
            (Some(name), Some(last)) if last.name == name => last.peeled = Oid(object.to_owned()),
            (Some(_), _) => {}
            (None, _) => tags.push(TagRef {
                name: name.to_owned(),
                object: Oid(object.to_owned()),
                peeled: Oid(object.to_owned()),
            }),
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_annotated_tag_leads_to_its_commit() {
        let tags = listed("aa\trefs/tags/v1-dev\nbb\trefs/tags/v1-dev^{}\ncc\trefs/tags/v2-dev\nbroken\n");
        let shown: Vec<_> =
            tags.iter().map(|tag| format!("{} {} {}", tag.name, tag.object, tag.peeled)).collect();
        assert_eq!(shown, ["v1-dev aa bb", "v2-dev cc cc"]);
    }
}
