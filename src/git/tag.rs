//! Tags: listed, read, and made without a ref that names them.

use super::commit::signature;
use super::error::Error;
use super::refs::full_tag;
use super::repo::{Repo, id, oid};
use crate::model::delivery::Signature;
use crate::model::plan::Oid;
use git2::{ErrorCode, ObjectType, Time};

/// A tag's ref: the object that it names, and what that leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagRef {
    pub name: String,
    pub object: Oid,
    pub peeled: Oid,
}

/// What a tag says of itself; one without an object of its own says what its commit says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagInfo {
    pub commit: Oid,
    /// When it was made, in seconds of Unix.
    pub seconds: i64,
    pub by: Signature,
    pub message: String,
}

/// A tag to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagObject {
    pub name: String,
    pub on: Oid,
    pub message: String,
    pub tagger: Signature,
    pub seconds: i64,
}

impl Repo {
    /// The tags of this clone.
    pub fn tags(&self) -> Result<Vec<TagRef>, Error> {
        let mut tags = Vec::new();
        for found in self.inner.references_glob("refs/tags/*").map_err(Error::failed("list the tags"))? {
            let Ok(found) = found else { continue };
            let (Ok(name), Some(object)) = (found.name(), found.target()) else { continue };
            let Some(name) = name.strip_prefix("refs/tags/") else { continue };
            let peeled = found.peel(ObjectType::Any).map_or(object, |object| object.id());
            tags.push(TagRef { name: name.to_owned(), object: oid(object), peeled: oid(peeled) });
        }
        Ok(tags)
    }

    /// What a tag says; none where it leads to no commit.
    pub fn tag_info(&self, tag: &TagRef) -> Result<Option<TagInfo>, Error> {
        let object = self.inner.find_object(id(&tag.object)?, None).map_err(Error::failed("read a tag"))?;
        let Ok(commit) = object.peel_to_commit() else { return Ok(None) };
        let own = object.as_tag();
        let tagger = own.and_then(git2::Tag::tagger);
        let who = tagger.unwrap_or_else(|| commit.author().to_owned());
        let message = own.map_or(commit.message_raw_bytes(), |own| own.message_bytes().unwrap_or_default());
        let seconds = own.and_then(git2::Tag::tagger).map_or(commit.time(), |tagger| tagger.when()).seconds();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(Some(TagInfo {
            commit: oid(commit.id()),
            seconds,
            by: Signature { name: text(who.name_bytes()), email: text(who.email_bytes()) },
            message: text(message),
        }))
    }

    /// Writes the object of an annotated tag; no ref names it yet.
    pub fn annotate(&self, new: &TagObject) -> Result<Oid, Error> {
        full_tag(&new.name)?;
        let commit = self.find_commit(id(&new.on)?)?;
        let tagger = signature(&new.tagger, &Time::new(new.seconds, 0))?;
        let made = self.inner.tag_annotation_create(&new.name, commit.as_object(), &tagger, &new.message);
        made.map(oid).map_err(Error::failed("write a tag"))
    }

    /// Names a tag in this clone, if none has the name.
    pub fn name_tag(&self, name: &str, object: &Oid) -> Result<(), Error> {
        let full = full_tag(name)?;
        match self.inner.reference(&full, id(object)?, false, "hoist: tag") {
            Ok(_) => Ok(()),
            Err(error) if error.code() == ErrorCode::Exists => Err(Error::TagThere { name: name.to_owned() }),
            Err(error) => Err(Error::failed("name a tag")(error)),
        }
    }
}
