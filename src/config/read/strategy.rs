//! Where environments live: the words `strategy`, `branches` and `tags`, which must agree.

use crate::config::Environment;
use crate::config::branches::named;
use crate::config::problem::Faults;
use crate::config::value::Value;
use crate::model::name;
use crate::model::strategy::StrategyName;
use crate::strategy::{Branches, Strategy, Tags};
use std::collections::BTreeSet;

pub(super) fn strategy(root: &Value, faults: &mut Faults) -> Strategy {
    let word = root.word("strategy").and_then(StrategyName::of);
    let (branches, tags) = (root.get("branches"), root.get("tags"));
    let fits = |name: StrategyName| match name {
        StrategyName::Directory => branches.is_none() && tags.is_none(),
        StrategyName::Branch => tags.is_none(),
        StrategyName::Tag => branches.is_none(),
    };
    let told = if tags.is_some() { StrategyName::Tag } else { StrategyName::Branch };
    let usual = if branches.or(tags).is_some() { told } else { StrategyName::Directory };
    let name = word.unwrap_or(usual);
    if !fits(name) {
        let at = tags.filter(|_| name != StrategyName::Tag).or(branches).map_or(root.at, |value| value.at);
        let what = "`strategy`, `branches` and `tags` don't agree: environments are one of directories, branches or tags";
        faults.add(at, what.to_owned());
    }
    let text = |value: Option<&Value>| value.and_then(Value::text).map(str::to_owned);
    match name {
        StrategyName::Directory => Strategy::Directory,
        StrategyName::Branch => Strategy::Branch(text(branches).map(Branches).unwrap_or_default()),
        StrategyName::Tag => Strategy::Tag(text(tags).map(Tags).unwrap_or_default()),
    }
}

/// Each environment has a branch that git takes, and one that is no other's.
pub(super) fn check(root: &Value, strategy: &Strategy, environments: &[Environment], faults: &mut Faults) {
    let Strategy::Branch(branches) = strategy else { return };
    whole(root, faults);
    let Some(at) = root.get("branches").map(|value| value.at) else { return };
    let mut seen = BTreeSet::new();
    for environment in environments {
        let branch = named(branches, environment);
        if let Some(open) = branch.split_once('{').and_then(|(_, rest)| rest.split_once('}')) {
            faults.add(at, format!("nothing says what `{{{}}}` stands for in {}", open.0, environment.name));
        } else if let Err(error) = name::branch(&branch) {
            faults.add(at, error.to_string());
        } else if !seen.insert(branch.clone()) {
            faults.add(at, format!("`{branch}` would be the branch of two environments"));
        }
    }
}

/// A branch moves as a whole: no version of it can be taken before another.
fn whole(root: &Value, faults: &mut Faults) {
    let environments = root.get("environments").into_iter().flat_map(Value::items);
    for take in environments.filter_map(|one| one.get("take")).filter(|take| take.text() == Some("soaked")) {
        let what = "`take: soaked` chooses among versions, and a branch moves as a whole: leave it out, `soak` in \
                    `gates` holds the merge until all of it has stood long enough";
        faults.add(take.at, what.to_owned());
    }
}
