//! Which signs tell of one chain: those that share a pattern or an environment.

use super::sign::Sign;
use std::collections::BTreeSet;

/// Signs whose environments belong together.
pub(super) struct Chain<'s> {
    pub(super) signs: Vec<&'s Sign>,
    pub(super) environments: BTreeSet<&'s str>,
    rules: BTreeSet<String>,
}

/// The chains that the signs tell of, the longest first. What is in none of the others' environments has no
/// place among them.
pub(super) fn chains(signs: &[Sign]) -> Vec<Chain<'_>> {
    let mut chains: Vec<Chain<'_>> = Vec::new();
    for sign in signs {
        let environments = sign.environments.iter().map(String::as_str).collect();
        let mut own = Chain { signs: vec![sign], environments, rules: BTreeSet::from([sign.what()]) };
        let (same, others): (Vec<_>, Vec<_>) = chains.into_iter().partition(|chain| chain.shares(&own));
        chains = others;
        same.into_iter().rev().for_each(|chain| own.follow(chain));
        chains.push(own);
    }
    chains.sort_by_key(|chain| std::cmp::Reverse(chain.environments.len()));
    chains
}

impl Chain<'_> {
    fn shares(&self, other: &Self) -> bool {
        !self.environments.is_disjoint(&other.environments) || !self.rules.is_disjoint(&other.rules)
    }

    /// Comes behind the signs of another.
    fn follow(&mut self, mut before: Self) {
        before.signs.append(&mut self.signs);
        before.environments.append(&mut self.environments);
        before.rules.append(&mut self.rules);
        *self = before;
    }
}
