//! Where environments live: the words `strategy`, `branches` and `tags`, which must agree.

use crate::config::problem::Faults;
use crate::config::value::Value;
use crate::model::strategy::StrategyName;
use crate::strategy::{Branches, Strategy, Tags};

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
