//! The remote bases of a kustomization: addresses with the version in their query.

use crate::manifest::form::{Form, address, is_placeholder};
use crate::manifest::spot::{Spot, text};
use crate::manifest::trail::Trail;
use crate::model::pin::PinKind;

const LISTS: [&str; 3] = ["resources", "bases", "components"];

/// Each address is a pin, named by what stands before its query.
pub(super) fn spots<'t>(root: &Trail<'t>) -> Vec<Spot<'t>> {
    let lists = LISTS.into_iter().filter_map(|key| root.child(key));
    lists.flat_map(|list| list.each_item().collect::<Vec<_>>()).filter_map(spot).collect()
}

fn spot(entry: Trail<'_>) -> Option<Spot<'_>> {
    let text = text(&entry).filter(|text| !is_placeholder(text))?;
    let version = Form::Query.read(text).version?;
    (version != "HEAD").then(|| Spot::new(PinKind::Revision, address(text), entry, Form::Query))
}
