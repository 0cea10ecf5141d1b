//! Files that are called like environments: `APP/ENV.yaml`, patches over what all share.

use super::here::Here;
use super::search::Search;
use super::sign::Sign;

impl<E> Search<'_, '_, E> {
    /// At least two environments side by side, each with a version of its own.
    pub(super) fn patches(&mut self, here: &Here) -> Result<Vec<Sign>, E> {
        let mut signs = Vec::new();
        for ending in [".yaml", ".yml", ".json"] {
            let shape = ("", ending);
            let named = self.named(here, shape);
            if self.different(&named.environments) >= 2 {
                let why = "where versions stand in a file for each environment";
                signs.extend(self.sign_of_files(here, shape, named, 2, why)?);
            }
        }
        Ok(signs)
    }
}
