//! The table of a status: as wide as a person can read.

use super::{AGE_UNKNOWN, marks};
use crate::model::status::{Cell, Runs, Status};
use crate::model::text::visible;
use crate::report::ago;
use crate::report::paint::Paint;
use crate::report::table::align;
use jiff::Timestamp;

/// A line that still fits where most terminals and mails end.
const WIDTH: usize = 80;
/// Versions are cut where that makes the table fit; what isn't cut is tried first.
const LONGEST: [usize; 5] = [usize::MAX, 28, 20, 16, 12];

/// One cell, its texts without colour.
struct Shown {
    version: String,
    marks: String,
    age: String,
    paint: Option<Paint>,
}

/// A column for each environment, or where there are too many of them a line for each.
pub(super) fn lines(status: &Status) -> Vec<String> {
    let cells: Vec<Vec<Shown>> = status
        .rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| Shown::of(cell, status.now)).collect())
        .collect();
    match LONGEST.into_iter().find(|longest| width(status, &cells, *longest) <= WIDTH) {
        Some(longest) => wide(status, &cells, longest),
        None => tall(status, &cells),
    }
}

fn wide(status: &Status, cells: &[Vec<Shown>], longest: usize) -> Vec<String> {
    let dim = |text: &str| Paint::Dim.on(text);
    let names = status.environments.iter().flat_map(|name| [dim(name.as_str()), String::new()]);
    let mut table = vec![std::iter::once(dim("app")).chain(names).collect::<Vec<_>>()];
    table.extend(status.rows.iter().zip(cells).map(|(row, cells)| {
        let app = Paint::Bold.on(&visible(row.app.as_str()));
        let cells = cells.iter().flat_map(|cell| [cell.painted(longest), cell.painted_age()]);
        std::iter::once(app).chain(cells).collect()
    }));
    let gaps: Vec<_> = std::iter::once(2).chain(status.environments.iter().flat_map(|_| [1, 2])).collect();
    align(&table, &gaps)
}

fn tall(status: &Status, cells: &[Vec<Shown>]) -> Vec<String> {
    let mut table = Vec::new();
    for (row, cells) in status.rows.iter().zip(cells) {
        let mut app = Paint::Bold.on(&visible(row.app.as_str()));
        for (name, cell) in status.environments.iter().zip(cells) {
            let app = std::mem::take(&mut app);
            table.push(vec![app, name.to_string(), cell.painted(usize::MAX), cell.painted_age()]);
        }
    }
    align(&table, &[2, 2, 1])
}

/// How wide the table would be.
fn width(status: &Status, cells: &[Vec<Shown>], longest: usize) -> usize {
    let apps = status.rows.iter().map(|row| chars(&visible(row.app.as_str()))).max().unwrap_or(0);
    let column = |at: usize| {
        let here = || cells.iter().filter_map(|row| row.get(at));
        let version = here().map(|cell| cell.width(longest)).max().unwrap_or(0);
        let age = here().map(|cell| chars(&cell.age)).max().unwrap_or(0);
        version.max(chars(status.environments[at].as_str())) + usize::from(age > 0) + age
    };
    let columns = (0..status.environments.len()).map(|at| 2 + column(at)).sum::<usize>();
    apps.max(3) + columns
}

impl Shown {
    fn of(cell: &Cell, now: Timestamp) -> Self {
        let plain = |text: &str, paint| Self {
            version: text.to_owned(),
            marks: String::new(),
            age: String::new(),
            paint: Some(paint),
        };
        match cell {
            Cell::Absent => plain("-", Paint::Dim),
            Cell::Unclear { .. } => plain("?", Paint::Red),
            Cell::Runs(runs) => Self {
                version: visible(&runs.version),
                marks: marks(runs),
                age: age(runs, now),
                paint: (runs.behind || !runs.drift.is_empty()).then_some(Paint::Yellow),
            },
        }
    }

    fn text(&self, longest: usize) -> String {
        format!("{}{}", cut(&self.version, longest), self.marks)
    }

    fn width(&self, longest: usize) -> usize {
        chars(&self.version).min(longest) + chars(&self.marks)
    }

    fn painted(&self, longest: usize) -> String {
        let text = self.text(longest);
        self.paint.map_or(text.clone(), |paint| paint.on(&text))
    }

    fn painted_age(&self) -> String {
        if self.age.is_empty() { String::new() } else { Paint::Dim.on(&self.age) }
    }
}

pub(super) fn age(runs: &Runs, now: Timestamp) -> String {
    match (&runs.since, &runs.since_unknown) {
        (Some(since), _) => ago::short(now, since.at),
        (None, Some(_)) => AGE_UNKNOWN.to_owned(),
        (None, None) => String::new(),
    }
}

/// A long version without its middle: where it begins and how it ends tell it from others.
fn cut(version: &str, longest: usize) -> String {
    let count = chars(version);
    if count <= longest {
        return version.to_owned();
    }
    let end = longest / 3;
    let begin: String = version.chars().take(longest - end - 1).collect();
    let end: String = version.chars().skip(count - end).collect();
    format!("{begin}…{end}")
}

fn chars(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::paint::stripped;
    use crate::report::sample;

    fn plain(status: &Status) -> String {
        lines(status).iter().map(|line| stripped(line) + "\n").collect()
    }

    #[test]
    fn thirty_apps_in_three_environments_fit_into_eighty_columns() {
        let status = sample::fleet(30, 3);
        let text = plain(&status);
        assert_eq!(text.lines().count(), 31);
        assert!(text.lines().all(|line| chars(line) <= WIDTH), "{text}");
        insta::assert_snapshot!(text.lines().take(4).collect::<Vec<_>>().join("\n"), @r"
        app                  dev           staging          production
        checkout-service-0   v1.0.10  now  v1.0.9 ↑  60min  v1.0.8 ↑   2h
        checkout-service-1   v1.1.10  7h   v1.1.9    8h     v1.1.8     9h
        checkout-service-2   v1.2.10  14h  v1.2.9    15h    v1.2.8     16h
        ");
    }

    #[test]
    fn long_versions_lose_their_middle_where_the_table_would_be_too_wide() {
        let mut status = sample::fleet(2, 3);
        sample::runs_mut(&mut status, 0, 1).version = "prod-95cbe45-20231023145741".into();
        sample::runs_mut(&mut status, 1, 2).version = "sha256:".to_owned() + &"0a".repeat(32);
        insta::assert_snapshot!(plain(&status), @r"
        app                 dev          staging                   production
        checkout-service-0  v1.0.10 now  prod-95cbe…45741 ↑ 60min  v1.0.8 ↑         2h
        checkout-service-1  v1.1.10 7h   v1.1.9             8h     sha256:0a0…a0a0a 9h
        ");
    }

    #[test]
    fn many_environments_stand_below_each_other() {
        insta::assert_snapshot!(plain(&sample::fleet(2, 8)), @r"
        checkout-service-0  dev         v1.0.10  now
                            staging     v1.0.9 ↑ 60min
                            production  v1.0.8 ↑ 2h
                            prod-eu     v1.0.7 ↑ 3h
                            prod-us     v1.0.6 ↑ 4h
                            prod-ap     v1.0.5 ↑ 5h
                            demo        v1.0.4 ↑ 6h
                            lab         v1.0.3 ↑ 7h
        checkout-service-1  dev         v1.1.10  7h
                            staging     v1.1.9   8h
                            production  v1.1.8   9h
                            prod-eu     v1.1.7   10h
                            prod-us     v1.1.6   11h
                            prod-ap     v1.1.5   12h
                            demo        v1.1.4   13h
                            lab         v1.1.3   14h
        ");
    }

    #[test]
    fn a_cut_version_shows_where_it_begins_and_ends() {
        assert_eq!(cut("v1.2.3", 12), "v1.2.3");
        assert_eq!(cut("0123456789abcdef", 12), "0123456…cdef");
    }
}
