//! The values at keys: found and written in one way, whatever kind of file the keys are of.

use super::form::Form;
use super::key_path::KeyPath;
use super::slot::Edit;
use super::source::Source;
use super::spot::{Spot, text};
use super::trail::{Lost, Trail};
use super::{Error, Want};
use crate::model::pin::PinKind;

/// The value at a key, whose form shows in what stands there.
pub(super) fn key_spot<'t>(trail: Trail<'t>, name: &str) -> Spot<'t> {
    let form = text(&trail).map_or(Form::Plain, Form::of);
    Spot::new(PinKind::Key, name, trail, form)
}

/// The values of keys. One that isn't there is no pin.
pub(super) fn spots<'t, K>(
    keys: &[K],
    find: impl Fn(&K) -> Result<Spot<'t>, Lost>,
) -> Result<Vec<Spot<'t>>, Error> {
    let mut spots = Vec::new();
    for key in keys {
        match find(key) {
            Ok(spot) => spots.push(spot),
            Err(Lost { reading: Error::NotFound { .. }, .. }) => {}
            Err(lost) => return Err(lost.reading),
        }
    }
    Ok(spots)
}

/// What to write at the key that is meant.
pub(super) fn edits<'t>(
    source: &Source<'_>,
    keys: &[KeyPath],
    find: impl Fn(&KeyPath) -> Result<Spot<'t>, Lost>,
    want: &Want<'_>,
) -> Result<Vec<Edit>, Error> {
    let unknown = || Error::NotFound { at: source.at(0), what: want.name.to_owned(), near: None };
    let key = keys.iter().find(|key| key.as_str() == want.name).ok_or_else(unknown)?;
    find(key).map_err(Lost::writing)?.edits(source, want)
}
