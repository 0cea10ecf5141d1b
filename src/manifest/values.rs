//! The images of Helm values: a repository and a tag side by side.

use super::Error;
use super::anchors::Anchors;
use super::source::Source;
use super::spot::Spot;
use super::trail::Trail;

/// All images below one place of a file.
pub(super) fn images<'t>(_from: &Trail<'t>) -> Vec<Spot<'t>> {
    Vec::new()
}

/// All images of a file of values.
pub(super) fn spots<'t>(_source: &'t Source<'t>, _anchors: &'t Anchors<'t>) -> Result<Vec<Spot<'t>>, Error> {
    Ok(Vec::new())
}
