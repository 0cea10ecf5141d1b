//! The fenced examples and the links of a Markdown page.

use std::ops::Range;

/// One fenced example.
#[derive(Debug, Clone)]
pub(crate) struct Fence {
    page: String,
    line: usize,
    /// What stands behind the opening fence.
    pub(crate) info: String,
    pub(crate) text: String,
    /// Where the text stands in the page.
    span: Range<usize>,
}

impl Fence {
    pub(crate) fn place(&self) -> String {
        format!("{}:{}", self.page, self.line)
    }

    pub(crate) fn word(&self, at: usize) -> &str {
        self.info.split(' ').nth(at).unwrap_or_default()
    }
}

/// The examples of a page, from first to last. A fence stands at the start of its line.
pub(crate) fn fences(page: &str, text: &str) -> Vec<Fence> {
    let (mut found, mut open, mut at) = (Vec::new(), None::<(usize, String, usize)>, 0);
    for (index, line) in text.split_inclusive('\n').enumerate() {
        assert!(
            !line.starts_with([' ', '>']) || !line.contains("```"),
            "{page}:{}: a fence inside a list or a quote",
            index + 1
        );
        match (&open, line.trim_end().strip_prefix("```")) {
            (None, Some(info)) => open = Some((index + 1, info.to_owned(), at + line.len())),
            (Some((line, info, start)), Some("")) => {
                let span = *start..at;
                let (line, info, text) = (*line, info.clone(), text[span.clone()].to_owned());
                found.push(Fence { page: page.to_owned(), line, info, text, span });
                open = None;
            }
            (Some(_), Some(_) | None) | (None, None) => {}
        }
        at += line.len();
    }
    assert!(open.is_none(), "{page}: a fence isn't closed");
    found
}

/// The page with other texts in these fences.
pub(crate) fn replaced(page: &str, fences: &[Fence], texts: &[String]) -> String {
    let mut page = page.to_owned();
    for (fence, text) in fences.iter().zip(texts).rev() {
        page.replace_range(fence.span.clone(), text);
    }
    page
}

/// The targets of `[…](target)` outside of fences.
pub(crate) fn links(text: &str) -> Vec<String> {
    let mut inside = false;
    let prose = text.lines().filter(|line| {
        let fence = line.starts_with("```");
        inside ^= fence;
        !inside && !fence
    });
    let found = prose.flat_map(|line| {
        line.split("](").skip(1).filter_map(|rest| rest.split_once(')')).collect::<Vec<_>>()
    });
    found.map(|(target, _)| target.to_owned()).collect()
}

#[test]
fn fences_know_their_place_and_can_be_filled_in() {
    let page = "a\n```console\n$ x\n```\nb [c](d.md) `[e]`\n```json\n{}\n```\n";
    let found = fences("p.md", page);
    let shown: Vec<_> =
        found.iter().map(|fence| (fence.place(), fence.info.as_str(), fence.text.as_str())).collect();
    assert_eq!(shown, [("p.md:2".to_owned(), "console", "$ x\n"), ("p.md:6".to_owned(), "json", "{}\n")]);
    assert_eq!(
        replaced(page, &found, &["$ y\n".to_owned(), "[]\n".to_owned()]),
        page.replace("$ x", "$ y").replace("{}", "[]")
    );
    assert_eq!(links(page), ["d.md"]);
}
