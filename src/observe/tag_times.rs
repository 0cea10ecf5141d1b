//! The timeline of an environment that only its tags tell of: each tag is a stay, from when it was made.

use crate::model::facts::Facts;
use crate::model::name::{AppName, EnvironmentName};
use crate::model::pin::Reading;
use crate::model::plan::Action;
use crate::model::record::Record;
use crate::model::tagged::Tagged;
use crate::model::timeline::{Brought, How, Stay, Timeline};
use std::rc::Rc;

/// The timelines of environments without pins; those of pins are told by the history of their files.
pub(super) fn fill(facts: &mut Facts) {
    let mut told = Vec::new();
    for found in &facts.apps {
        for (environment, readings) in facts.readings.across(&found.app) {
            if readings.iter().any(Reading::is_tag) {
                let tags = facts.tags.of.of(&found.app, environment);
                told.push((
                    (found.app.clone(), environment.clone()),
                    timeline(&found.app, environment, tags),
                ));
            }
        }
    }
    facts.timelines.extend(told);
}

fn timeline(app: &AppName, environment: &EnvironmentName, tags: &[Tagged]) -> Timeline {
    let stay = |tag: &Tagged| Stay {
        version: Some(tag.version.clone()),
        digest: None,
        unclear: None,
        since: tag.since,
        commit: Rc::new(tag.on.clone()),
        last: Rc::new(tag.on.clone()),
        brought: Rc::new(brought(app, environment, tag)),
    };
    Timeline { stays: tags.iter().map(stay).collect(), earlier: None, cut: None }
}

fn brought(app: &AppName, environment: &EnvironmentName, tag: &Tagged) -> Brought {
    let speaks = |record: &&Record| {
        let is_it = |line: &crate::model::record::AppLine| {
            line.app == app.as_str() && line.to == tag.version.as_str() && line.pin.is_none()
        };
        record.environment == environment.as_str() && record.apps.iter().any(is_it)
    };
    let record = tag.record.as_ref().filter(speaks);
    // A tag is only ever made by a promotion.
    let action = record.and_then(|record| Action::of(&record.action)).filter(|it| *it == Action::Promote);
    let record = record.filter(|_| action.is_some());
    Brought {
        how: action.map_or(How::Unrecorded, How::Recorded),
        by: record.and_then(|record| record.actor.clone()).unwrap_or_else(|| tag.by.clone()),
        request: None,
        record: record.cloned().map(Rc::new),
        subject: tag.subject.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::plan::Oid;
    use crate::model::version::Version;
    use jiff::Timestamp;

    fn tag(version: &str, message: &str) -> Tagged {
        Tagged {
            name: format!("{version}-dev"),
            version: Version::new(version).unwrap(),
            on: Oid("3f1c2ab".into()),
            since: Timestamp::UNIX_EPOCH,
            by: "Ann <ann@example.com>".into(),
            record: Record::read(message),
            subject: "a tag".into(),
            is_in_history: false,
        }
    }

    #[test]
    fn a_tag_is_a_stay_and_its_record_counts_where_it_speaks_of_it() {
        let record =
            "Hoist-Action: promote\nHoist-Environment: dev\nHoist-App: web v1 -> v2\nHoist-Actor: mona\n";
        let (web, dev) = (AppName::new("web").unwrap(), EnvironmentName::new("dev").unwrap());
        let tags = [tag("v3", record), tag("v2", record), tag("v1", "")];
        let told: Vec<_> = timeline(&web, &dev, &tags)
            .stays
            .into_iter()
            .map(|stay| {
                (stay.version.unwrap().to_string(), stay.brought.how.clone(), stay.brought.by.clone())
            })
            .collect();
        let ann = || "Ann <ann@example.com>".to_owned();
        let expected = [
            ("v3".to_owned(), How::Unrecorded, ann()),
            ("v2".to_owned(), How::Recorded(Action::Promote), "mona".to_owned()),
            ("v1".to_owned(), How::Unrecorded, ann()),
        ];
        assert_eq!(told, expected);
    }
}
