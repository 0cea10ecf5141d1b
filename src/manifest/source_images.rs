//! The images that a source of an Application sets: `kustomize.images`.

use super::Error;
use super::form::{Form, Parts, image_name, is_placeholder};
use super::key_path::Step;
use super::source::Source;
use super::spot::{Spot, text};
use super::trail::{Lost, Trail};
use crate::model::pin::PinKind;
use crate::model::text::nearest;

/// All that name an image.
pub(super) fn images<'t>(of: &Trail<'t>) -> Vec<Spot<'t>> {
    let items = list(of).and_then(Trail::list).unwrap_or_default();
    items.into_iter().filter_map(spot).collect()
}

/// The one of an image: of the one that it replaces, where it says so with `old=`. A port is part of the name.
pub(super) fn image<'t>(source: &'t Source<'t>, of: &Trail<'t>, name: &str) -> Result<Trail<'t>, Lost> {
    let list = list(of)?;
    let mut named: Vec<_> =
        list.clone().list()?.into_iter().filter(|item| text(item).map(image_name) == Some(name)).collect();
    let (at, count) = (source.at(list.node().start), named.len());
    match (named.pop(), count) {
        (Some(only), 1) => Ok(only),
        (Some(last), _) => {
            let at = source.at(last.node().start);
            Err(list.lost(Error::Ambiguous { at, what: name.to_owned(), count }))
        }
        (None, _) => {
            let all = list.target().as_list().unwrap_or_default();
            let near = nearest(name, all.iter().filter_map(|item| item.as_str()).map(image_name));
            let near = near.map(str::to_owned);
            Err(list.lost(Error::NotFound { at, what: name.to_owned(), near }))
        }
    }
}

/// The text has a tag or a digest, and is no placeholder.
pub(super) fn has_version(spot: &Spot<'_>) -> bool {
    text(&spot.trail)
        .is_some_and(|text| Form::Reference.read(text) != Parts::default() && !is_placeholder(text))
}

fn list<'t>(of: &Trail<'t>) -> Result<Trail<'t>, Lost> {
    of.clone().steps(&["kustomize", "images"].map(|key| Step::Key(key.to_owned())))
}

fn spot(item: Trail<'_>) -> Option<Spot<'_>> {
    let name = image_name(text(&item)?).to_owned();
    Some(Spot::new(PinKind::Image, &name, item, Form::Reference))
}
