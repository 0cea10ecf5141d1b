//! Columns that line up.

use super::paint::stripped;

/// Each row as a line, its cells as wide as the widest of their column; `gaps` stand between the columns, the
/// last one between all that follow.
pub(super) fn align(rows: &[Vec<String>], gaps: &[usize]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<_> = (0..columns)
        .map(|at| rows.iter().filter_map(|row| row.get(at)).map(|cell| width(cell)).max())
        .collect();
    rows.iter().map(|row| line(row, &widths, gaps)).collect()
}

fn line(row: &[String], widths: &[Option<usize>], gaps: &[usize]) -> String {
    let mut line = String::new();
    let mut owed = 0;
    for (at, cell) in row.iter().enumerate() {
        if !cell.is_empty() {
            line.push_str(&" ".repeat(owed));
            line.push_str(cell);
            owed = 0;
        }
        let gap = gaps.get(at).or(gaps.last()).copied().unwrap_or(2);
        owed += widths[at].unwrap_or(0) - width(cell) + gap;
    }
    line
}

fn width(cell: &str) -> usize {
    stripped(cell).chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::paint::Paint;

    #[test]
    fn columns_line_up_whatever_their_colour_and_end_without_blanks() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let rows = [row(["a", &Paint::Red.on("bbb"), "c"]), row(["aaé", "b", ""]), row(["", "", "c"])];
        let lines: Vec<_> = align(&rows, &[2, 1]).iter().map(|line| stripped(line)).collect();
        assert_eq!(lines, ["a    bbb c", "aaé  b", "         c"]);
    }
}
