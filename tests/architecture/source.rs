//! What a source file names: its paths, without comments, texts and tests.

/// A file below src/. Of its text only the code is kept; all else is blank, so that lines stay.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: code(text) }
    }

    pub(crate) fn shown(&self) -> String {
        format!("src/{}", self.path)
    }

    /// The top-level module that the file belongs to.
    pub(crate) fn module(&self, of_lib: &[&str]) -> String {
        let name = self.place().first().copied().unwrap_or_default().to_owned();
        if of_lib.contains(&name.as_str()) { "lib".to_owned() } else { name }
    }

    /// `git/remote/mod.rs` is `git`, `remote`.
    fn place(&self) -> Vec<&str> {
        let place = self.path.trim_end_matches(".rs").split('/');
        place.filter(|part| *part != "mod").collect()
    }

    /// The paths that start at the root of the crate, by `crate::` or by enough `super::`, with their lines.
    pub(crate) fn paths_of_the_crate(&self) -> Vec<(usize, Vec<String>)> {
        let mut found = paths(&self.text, "crate");
        for (line, mut path) in paths(&self.text.replace("self::super", "super"), "super") {
            let ups = 1 + path.iter().take_while(|part| *part == "super").count();
            let at_root = self.place().len() == ups;
            if at_root && !["lib", "main"].contains(&self.place()[0]) {
                found.push((line, path.split_off(ups - 1)));
            }
        }
        found
    }

    /// The lines where a method is called by this name.
    pub(crate) fn called(&self, name: &str) -> Vec<usize> {
        let whole = |at: usize| {
            !self.text[..at].ends_with(is_word) && !self.text[at + name.len()..].starts_with(is_word)
        };
        let found = self.text.match_indices(name).filter(|(at, _)| whole(*at));
        found.map(|(at, _)| line_of(&self.text, at)).collect()
    }
}

/// The files without those that `#[cfg(test)] mod name;` brings in, and without their test items.
pub(crate) fn without_tests(files: &[Source]) -> Vec<Source> {
    let mut for_tests = Vec::new();
    let mut kept: Vec<_> = files.to_vec();
    for file in &mut kept {
        let (text, modules) = cut_tests(&file.text);
        let folder = file.path.trim_end_matches("mod.rs").trim_end_matches("lib.rs").trim_end_matches(".rs");
        let folder =
            if folder.is_empty() || folder.ends_with('/') { folder.to_owned() } else { format!("{folder}/") };
        for_tests.extend(modules.iter().map(|module| format!("{folder}{module}")));
        file.text = text;
    }
    let is_test = |path: &str| {
        for_tests.iter().any(|test| path == format!("{test}.rs") || path.starts_with(&format!("{test}/")))
    };
    kept.into_iter().filter(|file| !is_test(&file.path)).collect()
}

/// The paths below `root::`, groups taken apart, with their lines; an empty path where the root stands alone.
pub(crate) fn paths(text: &str, root: &str) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(root) {
        let (before, after) = (&text[..at], &text[at + root.len()..]);
        let part_of_a_path = before.ends_with("::")
            && !before.trim_end_matches("::").trim_end().ends_with([' ', '(', ',', '{']);
        if before.ends_with(|c| is_word(c) || c == '.') || after.starts_with(is_word) || part_of_a_path {
            continue;
        }
        let line = line_of(text, at);
        if let Some(tree) = after.strip_prefix("::") {
            let mut flat = Vec::new();
            tree_paths(tree, &[], &mut flat);
            found.extend(flat.into_iter().map(|path| (line, path)));
        } else if ends_alone(before, after) {
            found.push((line, Vec::new()));
        }
    }
    found
}

/// `use root;` and `use root as other;`; a word in another place is no path.
fn ends_alone(before: &str, after: &str) -> bool {
    let after = after.trim_start();
    before.trim_end().ends_with("use") && (after.starts_with(';') || after.starts_with("as "))
}

/// Takes a use tree apart; gives what is left behind it.
fn tree_paths<'a>(tree: &'a str, before: &[String], found: &mut Vec<Vec<String>>) -> &'a str {
    let tree = tree.trim_start();
    if let Some(group) = tree.strip_prefix('{') {
        let mut rest = group.trim_start();
        while !rest.is_empty() && !rest.starts_with('}') {
            let left = tree_paths(rest, before, found);
            // An alias, a comma: on to the next branch of this group.
            let next = left.find([',', '}']).unwrap_or(left.len());
            rest = left[next..].trim_start_matches(',').trim_start();
        }
        return rest.strip_prefix('}').unwrap_or(rest);
    }
    let end = tree.find(|c| !is_word(c) && c != '*').unwrap_or(tree.len());
    let path = [before, &[tree[..end].to_owned()]].concat();
    match tree[end..].strip_prefix("::") {
        Some(rest) if path.len() < 6 => tree_paths(rest, &path, found),
        Some(_) | None => {
            found.push(path);
            &tree[end..]
        }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text[..at].matches('\n').count()
}

/// The text with its test items blank, and the names of the modules that are for tests only.
fn cut_tests(text: &str) -> (String, Vec<String>) {
    let (mut text, mut modules) = (text.to_owned(), Vec::new());
    while let Some(start) = text.find("#[cfg(test)]") {
        let end = item_end(&text, start);
        let item = text[start..end].to_owned();
        if let Some((_, name)) = item.strip_suffix(';').and_then(|item| item.split_once("mod ")) {
            modules.push(name.trim().to_owned());
        }
        text.replace_range(start..end, &blank(&item));
    }
    (text, modules)
}

/// Where the item that an attribute stands on ends: at its `;`, or at the end of its block.
fn item_end(text: &str, start: usize) -> usize {
    let mut depth = 0;
    for (at, c) in text[start..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return start + at + 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return start + at + 1,
            _ => {}
        }
    }
    text.len()
}

fn blank(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect()
}

/// The text with comments, strings and characters blank.
fn code(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(next) = rest.chars().next() {
        let after_word = out.ends_with(is_word);
        let length = other_than_code(rest, after_word);
        if length > 0 {
            out.push_str(&blank(&rest[..length]));
            rest = &rest[length..];
        } else {
            out.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    out
}

/// How long the comment, string or character at the start is; 0 where code stands.
fn other_than_code(text: &str, after_word: bool) -> usize {
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return text.find("*/").map_or(text.len(), |end| end + 2);
    }
    if text.starts_with('r') && !after_word {
        let hashes = text[1..].chars().take_while(|c| *c == '#').count();
        if text[1 + hashes..].starts_with('"') {
            let (close, body) = (format!("\"{}", "#".repeat(hashes)), 2 + hashes);
            return text[body..].find(&close).map_or(text.len(), |end| body + end + close.len());
        }
    }
    if let Some(inside) = text.strip_prefix('"') {
        return 1 + until(inside, '"');
    }
    // A lifetime has no closing quote: 'a is code.
    let character =
        text.starts_with('\'') && (text[1..].starts_with('\\') || text.chars().nth(2) == Some('\''));
    if character { 1 + until(&text[1..], '\'') } else { 0 }
}

/// The length up to and with the closing quote.
fn until(text: &str, close: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if c == close && !escaped {
            return at + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
}
