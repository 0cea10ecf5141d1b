//! URLs of remotes: what may be shown of them, and what in them is secret.

use crate::model::text::visible;

/// `scheme://user:password@rest`; what has no scheme (a path, `host:path`) is no such URL.
struct Parts<'a> {
    scheme: &'a str,
    user: Option<&'a str>,
    rest: &'a str,
}

fn parts(url: &str) -> Option<Parts<'_>> {
    let (scheme, after) = url.split_once("://")?;
    let end = after.find(['/', '?', '#']).unwrap_or(after.len());
    let (user, rest) = match after[..end].rfind('@') {
        Some(at) => (Some(&after[..at]), &after[at + 1..]),
        None => (None, after),
    };
    Some(Parts { scheme, user, rest })
}

pub(super) fn is_http(url: &str) -> bool {
    parts(url).is_some_and(|url| ["http", "https"].iter().any(|http| url.scheme.eq_ignore_ascii_case(http)))
}

/// A path, or a server on this machine: no network that needs patience.
pub(super) fn is_near(url: &str) -> bool {
    parts(url).is_none_or(|url| {
        let host = url.rest.split(['/', ':']).next();
        url.scheme == "file" || matches!(host, Some("localhost" | "127.0.0.1"))
    })
}

/// The URL has a user and a password.
pub(super) fn has_password(url: &str) -> bool {
    is_http(url) && parts(url).and_then(|url| url.user).is_some_and(|user| user.contains(':'))
}

/// The URL without its user and password.
pub(super) fn bare(url: &str) -> String {
    match parts(url) {
        Some(Parts { scheme, rest, .. }) => format!("{scheme}://{rest}"),
        None => url.to_owned(),
    }
}

/// The URL for people: no password, and of ssh just the user.
pub(super) fn shown(url: &str) -> String {
    let user = parts(url).filter(|_| !is_http(url)).and_then(|url| url.user);
    let user = user.map(|user| user.split(':').next().unwrap_or(user));
    let shown = match (parts(url), user) {
        (Some(Parts { scheme, rest, .. }), Some(user)) => format!("{scheme}://{user}@{rest}"),
        _ => bare(url),
    };
    visible(&shown)
}

/// For what part of git's configuration a header to this URL counts: the URL itself, or its host.
pub(super) fn scope(url: &str) -> String {
    let whole = bare(url);
    if !whole.contains('=') && !whole.chars().any(char::is_control) {
        return whole;
    }
    let Some(Parts { scheme, rest, .. }) = parts(url) else { return whole };
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    format!("{scheme}://{host}/")
}

/// What must never be printed, as written and decoded.
pub(super) fn secrets(url: &str) -> Vec<String> {
    let Some(user) = parts(url).and_then(|url| url.user) else { return Vec::new() };
    let secret = match user.split_once(':') {
        Some((_, password)) => password,
        None if is_http(url) => user,
        None => return Vec::new(),
    };
    vec![user.to_owned(), secret.to_owned(), decoded(secret)]
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend(before.bytes());
        match after.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(b'%');
                rest = after;
            }
        }
    }
    bytes.extend(rest.bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_shown_without_what_is_secret() {
        let cases = [
            ("https://user:p%40ss@example.com/a.git", "https://example.com/a.git"),
            ("https://token@example.com/a.git", "https://example.com/a.git"),
            ("ssh://git:secret@example.com:22/a.git", "ssh://git@example.com:22/a.git"),
            ("git@example.com:a.git", "git@example.com:a.git"),
            ("/srv/a@b.git", "/srv/a@b.git"),
            ("https://example.com/a@b.git", "https://example.com/a@b.git"),
            ("https://a:b@c@example.com/\n", "https://example.com/\\n"),
        ];
        for (url, expected) in cases {
            assert_eq!(shown(url), expected, "{url}");
        }
    }

    #[test]
    fn the_secrets_of_a_url_are_known_as_written_and_decoded() {
        assert_eq!(secrets("https://user:p%40ss%@example.com/"), ["user:p%40ss%", "p%40ss%", "p@ss%"]);
        assert_eq!(secrets("https://token@example.com/"), ["token", "token", "token"]);
        assert!(secrets("ssh://git@example.com/a").is_empty() && secrets("git@example.com:a").is_empty());
    }

    #[test]
    fn a_header_counts_for_the_url_or_its_host() {
        assert_eq!(scope("https://u:p@example.com/a.git"), "https://example.com/a.git");
        assert_eq!(scope("https://example.com:8443/a?b=c"), "https://example.com:8443/");
    }

    #[test]
    fn only_the_web_takes_headers() {
        assert!(is_http("https://example.com/a") && is_http("HTTP://example.com/a"));
        assert!(
            !is_http("ssh://git@example.com/a") && !is_http("/srv/a.git") && !is_http("git@example.com:a")
        );
        assert!(has_password("https://u:p@example.com/a") && !has_password("https://u@example.com/a"));
    }
}
