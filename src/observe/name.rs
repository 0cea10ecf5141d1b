//! What an app is called that has no name of its own: like its one image, else like its one chart.

use super::lately::Lately;
use super::place::AppPlace;
use super::targets::targets;
use crate::config::AppRule;
use crate::error::Error;
use crate::git::Tree;
use crate::model::pin::{Pin, PinKind};
use std::collections::BTreeSet;

/// The name of the only image at a place, or of the only chart where there is no image.
pub(super) fn only_one(rule: &AppRule, tree: &Tree<'_>, place: &AppPlace) -> Result<Option<String>, Error> {
    let mut pins = Vec::new();
    for mut target in targets(rule, tree, place)?.unwrap_or_default().0 {
        if let Some(Ok((_, found))) = target.read(tree, &mut Lately::default())? {
            pins.extend(found);
        }
    }
    let mut images = names(&pins, PinKind::Image);
    let mut charts = names(&pins, PinKind::Chart);
    Ok(match (images.len(), charts.len()) {
        (1, _) => images.pop_first(),
        (0, 1) => charts.pop_first(),
        (_, _) => None,
    })
}

fn names(pins: &[Pin], kind: PinKind) -> BTreeSet<String> {
    let own = pins.iter().filter(|pin| pin.name.kind == kind);
    own.map(|pin| last_part(&pin.name.name)).collect()
}

fn last_part(name: &str) -> String {
    let last = name.rsplit('/').next().unwrap_or_default();
    last.split([':', '@']).next().unwrap_or_default().to_owned()
}
