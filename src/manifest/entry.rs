//! One entry of a kustomization's `images`: its fields set, put in, taken out.

use super::key_path::Step;
use super::pair::{New, insert, remove};
use super::scalar::{Value, is_good, is_one_scalar, not_stale, replace, write};
use super::slot::{Data, Edit};
use super::source::Source;
use super::trail::{Lost, Trail};
use super::{Error, Want};
use crate::model::wanted::Wish;
use crate::yaml::{Pair, Style};

/// A field: where it stands, if it does, and what it should be.
struct Field<'a> {
    key: &'static str,
    place: Option<Trail<'a>>,
    wish: Wish<&'a str>,
}

pub(super) fn edits<'a>(
    source: &Source<'_>,
    entry: &Trail<'a>,
    want: &'a Want<'_>,
) -> Result<Vec<Edit>, Error> {
    let [new_name, tag, digest] = wishes(want);
    let new_name = Field::find(entry, "newName", new_name)?;
    let tag = Field::find(entry, "newTag", tag)?;
    let digest = Field::find(entry, "digest", digest)?;
    if let Wish::Set(new) = &want.version {
        let found = tag.place.as_ref().map(Trail::target);
        not_stale(source, found, entry.node().start, want.from, new)?;
    }
    agree(source, &tag, &digest)?;
    let swap = if tag.goes() && digest.comes() {
        Some((&tag, &digest))
    } else if digest.goes() && tag.comes() {
        Some((&digest, &tag))
    } else {
        None
    };
    let fields = [&new_name, &tag, &digest];
    let mut edits = match swap {
        Some((old, new)) => exchange(source, old, new)?,
        None => Vec::new(),
    };
    let swapped =
        |field: &Field<'_>| swap.is_some_and(|(old, new)| field.key == old.key || field.key == new.key);
    let others: Vec<_> = fields.into_iter().filter(|field| !swapped(field)).collect();
    edits.extend(write_over(source, &others)?);
    edits.extend(take_out(source, entry, &others)?);
    edits.extend(put_in(source, entry, fields, swap)?);
    Ok(edits)
}

/// newName, newTag and digest: the order in which they are written.
pub(super) fn wishes<'a>(want: &'a Want<'_>) -> [Wish<&'a str>; 3] {
    let text = |wish: &'a Wish<String>| match wish {
        Wish::Leave => Wish::Leave,
        Wish::Remove => Wish::Remove,
        Wish::Set(text) => Wish::Set(text.as_str()),
    };
    let version = match &want.version {
        Wish::Leave => Wish::Leave,
        Wish::Remove => Wish::Remove,
        Wish::Set(value) => Wish::Set(value.as_str()),
    };
    [text(&want.new_name), version, text(&want.digest)]
}

impl<'a> Field<'a> {
    fn find(entry: &Trail<'a>, key: &'static str, wish: Wish<&'a str>) -> Result<Self, Error> {
        let place = match entry.clone().step(&Step::Key(key.to_owned())) {
            Ok(place) => Some(place),
            Err(Lost { reading: Error::NotFound { .. }, .. }) => None,
            Err(lost) => return Err(lost.writing()),
        };
        if wish != Wish::Leave {
            place.as_ref().unwrap_or(entry).may_be_written()?;
        }
        Ok(Self { key, place, wish })
    }

    /// It stands there, and should not.
    fn goes(&self) -> bool {
        self.place.is_some() && self.wish == Wish::Remove
    }

    /// It should stand there, and doesn't.
    fn comes(&self) -> bool {
        self.place.is_none() && matches!(self.wish, Wish::Set(_))
    }

    /// Which pair of the entry it is; none where it comes from elsewhere.
    fn index(&self, pairs: &[Pair]) -> Option<usize> {
        let own = self.place.as_ref()?.key_node()?;
        pairs.iter().position(|(key, _)| key.span == own.span)
    }
}

/// Tag and digest travel together: the caller says what becomes of the other.
fn agree(source: &Source<'_>, tag: &Field<'_>, digest: &Field<'_>) -> Result<(), Error> {
    let sets = |field: &Field<'_>| matches!(field.wish, Wish::Set(_));
    match (&tag.place, &digest.place) {
        (_, Some(place)) if sets(tag) && digest.wish == Wish::Leave => {
            Err(Error::DigestPins { at: source.at(place.node().start) })
        }
        (Some(place), _) if sets(digest) && tag.wish == Wish::Leave => {
            Err(Error::TagStale { at: source.at(place.node().start) })
        }
        (Some(_) | None, Some(_) | None) => Ok(()),
    }
}

/// One out, one in: key and value change where they stand, and a comment behind them stays.
fn exchange(source: &Source<'_>, old: &Field<'_>, new: &Field<'_>) -> Result<Vec<Edit>, Error> {
    let (Some(trail), Wish::Set(text)) = (&old.place, &new.wish) else { return Ok(Vec::new()) };
    let value = replace(source, trail, &Value::Text((*text).to_owned()))?;
    let key = trail.key_node().map(|key| {
        let name = write(new.key, key.style().unwrap_or(Style::Plain), trail.in_flow(), key.tag.is_some());
        Edit::value(key.span.clone(), name, key, Data::Text(new.key.to_owned()))
    });
    Ok(key.into_iter().chain(value).collect())
}

fn write_over(source: &Source<'_>, fields: &[&Field<'_>]) -> Result<Vec<Edit>, Error> {
    let mut edits = Vec::new();
    for field in fields {
        if let (Some(trail), Wish::Set(text)) = (&field.place, &field.wish) {
            edits.extend(replace(source, trail, &Value::Text((*text).to_owned()))?);
        }
    }
    Ok(edits)
}

fn take_out(source: &Source<'_>, entry: &Trail<'_>, fields: &[&Field<'_>]) -> Result<Vec<Edit>, Error> {
    let map = entry.node();
    let mut gone = Vec::new();
    for field in fields.iter().filter(|field| field.goes()) {
        if let Some(trail) = &field.place {
            is_one_scalar(source, trail.node())?;
        }
        gone.extend(field.index(map.as_map().unwrap_or_default()));
    }
    gone.sort_unstable();
    remove(source, map, &gone)
}

/// New fields come after the last one that stands before them in the order.
fn put_in(
    source: &Source<'_>,
    entry: &Trail<'_>,
    fields: [&Field<'_>; 3],
    swap: Option<(&Field<'_>, &Field<'_>)>,
) -> Result<Vec<Edit>, Error> {
    let map = entry.node();
    let pairs = map.as_map().unwrap_or_default();
    let mut after =
        pairs.iter().position(|(key, _)| key.as_str().is_some_and(|key| key.eq_ignore_ascii_case("name")));
    let mut places: Vec<(Option<usize>, Vec<New<'_>>)> = Vec::new();
    for field in fields {
        let place = match swap {
            Some((old, new)) if new.key == field.key => old.index(pairs),
            Some(_) | None if field.goes() => None,
            Some(_) | None => field.index(pairs),
        };
        match (&field.wish, place) {
            (_, Some(place)) => after = Some(place),
            (Wish::Set(text), None) if field.comes() => {
                is_good(source, map.start, text)?;
                match places.last_mut() {
                    Some((last, new)) if *last == after => new.push((field.key, text)),
                    Some(_) | None => places.push((after, vec![(field.key, text)])),
                }
            }
            (Wish::Set(_) | Wish::Leave | Wish::Remove, None) => {}
        }
    }
    let edit = |(after, new): &(Option<usize>, Vec<New<'_>>)| {
        let pair = after.and_then(|after| pairs.get(after));
        let lost = || Error::Layout { at: source.at(map.start), what: "the entry has no name of its own" };
        insert(source, map, pair.ok_or_else(lost)?, new)
    };
    places.iter().map(edit).collect()
}
