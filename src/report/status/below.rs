//! What stands below the table of a status: what the marks mean, and what could be done.

use super::{BEHIND, DRIFT, HELD, UNRECORDED};
use crate::model::hold::Standing;
use crate::model::name::EnvironmentName;
use crate::model::status::{Cell, Could, Drift, HoldShown, Runs, Since, Status};
use crate::model::text::visible;
use crate::report::ago;
use crate::report::paint::Paint;
use crate::report::table::align;
use crate::report::text::note;
use std::collections::BTreeMap;

/// So many lines of a kind are read; the rest is counted.
const MOST: usize = 10;

/// The parts, each a few lines.
pub(super) fn parts(status: &Status) -> Vec<Vec<String>> {
    let parts = [since(status), marks(status), could(status), holds(status), troubles(status)];
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}

/// Each cell that runs something, with its app and environment.
fn running(status: &Status) -> impl Iterator<Item = (&str, &EnvironmentName, &Runs)> {
    status.rows.iter().flat_map(|row| {
        row.cells.iter().zip(&status.environments).filter_map(|(cell, environment)| match cell {
            Cell::Runs(runs) => Some((row.app.as_str(), environment, runs.as_ref())),
            Cell::Absent | Cell::Unclear { .. } => None,
        })
    })
}

/// Of one app there is room to say who brought each version.
fn since(status: &Status) -> Vec<String> {
    if status.rows.len() != 1 {
        return Vec::new();
    }
    let line = |(_, environment, runs): (&str, &EnvironmentName, &Runs)| {
        let Since { at, how, by, request, commit, .. } = runs.since.as_ref()?;
        let came =
            request.as_ref().map_or(how.as_str().to_owned(), |number| format!("{} {number}", how.as_str()));
        let when = format!("since {at}, {}", ago::long(status.now, *at));
        Some(vec![
            environment.to_string(),
            when,
            format!("by {}, {}, {}", visible(by), visible(&came), commit.short()),
        ])
    };
    align(&running(status).filter_map(line).collect::<Vec<_>>(), &[2])
}

fn marks(status: &Status) -> Vec<String> {
    let any = |test: fn(&Runs) -> bool| running(status).any(|(_, _, runs)| test(runs));
    let counted = if any(|runs| runs.behind_by.is_some()) {
        "; the number says how many versions came there since"
    } else {
        ""
    };
    let mut lines = Vec::new();
    if any(|runs| runs.behind) {
        lines.push(format!("{BEHIND} the environment before runs another version{counted}"));
    }
    if any(|runs| runs.unrecorded) {
        lines.push(format!("{UNRECORDED} changed without a record: by hand, or by another tool"));
    }
    if any(|runs| runs.shared_with.is_some()) {
        lines.push("(shared) the version stands in a file that another environment reads too".to_owned());
    }
    lines.extend(capped(drifts(status), "hoist status --format json"));
    lines
}

fn drifts(status: &Status) -> Vec<String> {
    let drift = |(app, environment, runs): (&str, &EnvironmentName, &Runs)| {
        let Drift { pin, here, before } = runs.drift.first()?;
        let more = runs.drift.len() - 1;
        let more = if more == 0 { String::new() } else { format!(", and {more} more") };
        let [app, pin, here, before] = [app, pin, here, before].map(visible);
        Some(format!(
            "{DRIFT} {app} in {environment}: {pin} is {here}, and {before} in the environment before{more}"
        ))
    };
    running(status).filter_map(drift).collect()
}

/// What to type, by environment.
fn could(status: &Status) -> Vec<String> {
    let mut rows = Vec::new();
    let mut more = Vec::new();
    for name in &status.environments {
        let here = running(status).filter(|(_, environment, _)| *environment == name);
        let all: Vec<_> = here.filter_map(|(app, _, runs)| Some((app, runs, runs.could.as_ref()?))).collect();
        let all: Vec<_> = all.chunk_by(|(_, _, one), (_, _, next)| one.command == next.command).collect();
        rows.extend(all.iter().take(MOST).filter_map(|one| command(one)));
        if all.len() > MOST {
            more.push(format!("  and {} more: hoist plan '*' --to {name}", all.len() - MOST));
        }
    }
    if rows.is_empty() {
        return rows.into_iter().flatten().collect();
    }
    let head = "could be promoted:".to_owned();
    std::iter::once(head).chain(align(&rows, &[0, 3, 2])).chain(more).collect()
}

/// One command, and what it would bring: several apps where a branch moves as a whole.
fn command(brought: &[(&str, &Runs, &Could)]) -> Option<Vec<String>> {
    let (_, _, first) = brought.first()?;
    let versions =
        |runs: &Runs, could: &Could| format!("{} → {}", visible(&runs.version), visible(&could.version));
    let (all, word) = match brought {
        [(_, runs, could)] => (versions(runs, could), could.step.word()),
        several => {
            let each = several
                .iter()
                .map(|(app, runs, could)| format!("{} {}", visible(app), versions(runs, could)));
            (each.collect::<Vec<_>>().join(", "), None)
        }
    };
    let standing = match brought.iter().find_map(|(_, _, could)| could.held_by.as_ref()) {
        Some(why) => Paint::Yellow.on(&format!("(held: {})", visible(why))),
        None => word.map(|word| format!("({word})")).unwrap_or_default(),
    };
    Some(vec!["  ".to_owned(), visible(&first.command), all, standing])
}

fn holds(status: &Status) -> Vec<String> {
    capped(status.holds.iter().map(hold).collect(), "see .hoist/holds.yaml")
}

fn hold(hold: &HoldShown) -> String {
    let version = hold.version.as_ref().map(|version| format!(" {}", visible(version))).unwrap_or_default();
    let names: Vec<_> = hold.environments.iter().map(ToString::to_string).collect();
    let what = format!("{}{version} in {}", visible(&hold.app), names.join(", "));
    let until = hold.until.map(|until| format!(" until {until}")).unwrap_or_default();
    let time = match (hold.standing, hold.from) {
        (Standing::NotYet, Some(from)) => format!("will be held from {from}{until}"),
        (Standing::Expired, _) => format!("was held{until}, which is over"),
        (Standing::NotYet | Standing::Holds, _) => format!("is held{until}"),
    };
    let line = format!("{HELD} {what} {time}: {}", visible(&hold.reason));
    match hold.standing {
        Standing::Holds => line,
        Standing::NotYet | Standing::Expired => Paint::Dim.on(&line),
    }
}

/// What isn't known, and the notes.
fn troubles(status: &Status) -> Vec<String> {
    let unclear = status.rows.iter().flat_map(|row| {
        row.cells.iter().zip(&status.environments).filter_map(move |(cell, environment)| match cell {
            Cell::Unclear { why } => {
                Some(format!("? {} in {environment}: {}", visible(row.app.as_str()), visible(why)))
            }
            Cell::Absent | Cell::Runs(_) => None,
        })
    });
    let mut whys: BTreeMap<&str, usize> = BTreeMap::new();
    for why in running(status).filter_map(|(_, _, runs)| runs.since_unknown.as_deref()) {
        *whys.entry(why).or_default() += 1;
    }
    let unknown = whys.into_iter().map(|(why, count)| {
        let versions = if count == 1 { "1 version".to_owned() } else { format!("{count} versions") };
        format!("? since when isn't known of {versions}: {}", visible(why))
    });
    let unclear = capped(unclear.collect(), "hoist status --format json");
    unclear.into_iter().chain(unknown).chain(status.notes.iter().map(note)).collect()
}

/// The first lines, and how many more there are.
fn capped(mut lines: Vec<String>, rest: &str) -> Vec<String> {
    let more = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    lines.extend((more > 0).then(|| format!("and {more} more: {rest}")));
    lines
}
