//! How one scalar holds a version: alone, as an image reference, or in the query of an address.

const SHA256: &str = "sha256:";

/// What stands around a version in its scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Nothing: a chart's version, a revision.
    Plain,
    /// `tag`, `tag@sha256:…` or a digest alone.
    Tag,
    /// `sha256:…`, which leaves no room for a tag.
    Digest,
    /// `[old=]name[:tag][@sha256:…]`
    Reference,
    /// `address?ref=version`
    Query,
}

/// The parts of a scalar that move.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Parts {
    pub(super) version: Option<String>,
    pub(super) digest: Option<String>,
}

impl Form {
    /// The form of a value of which nobody says what it is.
    pub(super) fn of(text: &str) -> Self {
        let (before, digest) = strip_digest(text);
        let (name, tag) = name_and_tag(before);
        let is_tagged = tag.is_some_and(is_tag) && is_image(name);
        if is_tagged || (digest.is_some() && before.contains('/') && tag.is_none()) {
            Self::Reference
        } else if digest.is_some() {
            Self::Tag
        } else {
            Self::Plain
        }
    }

    /// What a person sees as the key where there is none: in a list.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Query => "ref",
            Self::Plain | Self::Tag | Self::Digest | Self::Reference => "value",
        }
    }

    pub(super) fn read(self, text: &str) -> Parts {
        let owned = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        match self {
            Self::Plain => Parts { version: owned(text), digest: None },
            Self::Tag => {
                let (tag, digest) = strip_digest(text);
                Parts { version: owned(tag), digest: digest.and_then(owned) }
            }
            Self::Digest => Parts { version: None, digest: owned(text) },
            Self::Reference => {
                let (before, digest) = strip_digest(text);
                let (_, tag) = name_and_tag(before);
                Parts { version: tag.and_then(owned), digest: digest.and_then(owned) }
            }
            Self::Query => {
                let version = query(text).and_then(|(from, to)| text.get(from..to)).and_then(owned);
                Parts { version, digest: None }
            }
        }
    }

    /// The scalar with other parts; none where they don't fit in its form, and would read as something else.
    pub(super) fn write(self, text: &str, parts: &Parts) -> Option<String> {
        if let (Self::Reference, Some(whole), None) = (self, &parts.version, &parts.digest)
            && whole.contains(['/', ':'])
        {
            // The whole reference was given.
            return Some(whole.clone());
        }
        let written = self.filled(text, parts)?;
        let is_whole = self != Self::Reference || parts.version.as_deref().is_none_or(is_tag);
        (is_whole && self.read(&written) == *parts).then_some(written)
    }

    fn filled(self, text: &str, parts: &Parts) -> Option<String> {
        let Parts { version, digest } = parts;
        let at_digest = |before: String| match digest {
            Some(digest) => format!("{before}@{digest}"),
            None => before,
        };
        match (self, version, digest) {
            (Self::Plain, Some(version), None) => Some(version.clone()),
            (Self::Tag, Some(tag), _) => Some(at_digest(tag.clone())),
            (Self::Tag | Self::Digest, None, Some(digest)) => Some(digest.clone()),
            (Self::Reference, Some(tag), _) => Some(at_digest(format!("{}:{tag}", full_name(text)))),
            (Self::Reference, None, Some(_)) => Some(at_digest(full_name(text).to_owned())),
            // It would be read as more than the version.
            (Self::Query, Some(version), None) if version.contains(['&', '#']) => None,
            (Self::Query, Some(version), None) => {
                let (from, to) = query(text)?;
                Some(format!("{}{version}{}", text.get(..from)?, text.get(to..)?))
            }
            (Self::Digest, Some(_), _) | (Self::Plain | Self::Query, _, Some(_)) | (_, None, None) => None,
        }
    }
}

/// The image that a reference names, without tag and digest: what it replaces, where it says so with `old=`.
pub(super) fn image_name(reference: &str) -> &str {
    let name = full_name(reference);
    name.split_once('=').map_or(name, |(old, _)| old)
}

/// The repository of an address with a `?ref=`.
pub(super) fn address(text: &str) -> &str {
    text.split('?').next().unwrap_or(text)
}

/// Something that another program puts a value in place of.
pub(super) fn is_placeholder(text: &str) -> bool {
    let is_named = |name: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.');
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(fits)
    };
    let mut opened = text.split('<').skip(1);
    let in_angles = opened.any(|rest| rest.split_once('>').is_some_and(|(name, _)| is_named(name)));
    in_angles || ["{{", "${", "$("].iter().any(|start| text.contains(start))
}

/// An image with a tag or a digest.
pub(super) fn is_reference(text: &str) -> bool {
    let Parts { version, digest } = Form::Reference.read(text);
    let is_versioned = version.as_deref().map_or(digest.is_some(), is_tag);
    is_versioned && is_image(full_name(text)) && !is_placeholder(text)
}

/// The digest of `…@sha256:…`, or of one that stands alone.
fn strip_digest(text: &str) -> (&str, Option<&str>) {
    match text.split_once('@') {
        Some((before, digest)) if digest.starts_with(SHA256) => (before, Some(digest)),
        Some(_) | None if text.starts_with(SHA256) => ("", Some(text)),
        Some(_) | None => (text, None),
    }
}

/// `12:30` is a time, and `oci://host` an address.
fn is_image(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "._-/:=".contains(c);
    name.contains(|c: char| c.is_ascii_alphabetic()) && name.chars().all(fits) && !name.contains("://")
}

fn is_tag(tag: &str) -> bool {
    tag.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && tag.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
}

/// All of a reference but tag and digest.
pub(super) fn full_name(reference: &str) -> &str {
    name_and_tag(strip_digest(reference).0).0
}

/// A colon after the last slash is the tag's; one before it is a port's.
fn name_and_tag(text: &str) -> (&str, Option<&str>) {
    let last = text.rfind(['/', '=']).map_or(0, |slash| slash + 1);
    match text.get(last..).and_then(|rest| rest.find(':')) {
        Some(colon) => (&text[..last + colon], text.get(last + colon + 1..)),
        None => (text, None),
    }
}

/// Where the value of `ref` stands in the query of an address. kustomize takes `version` where there is no `ref`.
fn query(text: &str) -> Option<(usize, usize)> {
    let start = text.find('?')? + 1;
    let value = |key: &str| {
        let mut at = start;
        for pair in text.get(start..)?.split('&') {
            let end = at + pair.len();
            if let Some(value) = pair.strip_prefix(key).filter(|value| !value.is_empty()) {
                return Some((end - value.len(), end));
            }
            at = end + 1;
        }
        None
    };
    value("ref=").or_else(|| value("version="))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(version: Option<&str>, digest: Option<&str>) -> Parts {
        Parts { version: version.map(str::to_owned), digest: digest.map(str::to_owned) }
    }

    #[test]
    fn a_scalar_is_read_in_its_form() {
        let cases = [
            ("v1", Form::Plain, Some("v1"), None),
            ("1.2@sha256:ab", Form::Tag, Some("1.2"), Some("sha256:ab")),
            ("ghcr.io/a/b:1.2", Form::Reference, Some("1.2"), None),
            ("ghcr.io/a/b@sha256:ab", Form::Reference, None, Some("sha256:ab")),
            ("host:5000/b:1@sha256:ab", Form::Reference, Some("1"), Some("sha256:ab")),
            ("web:1", Form::Reference, Some("1"), None),
            ("sha256:ab", Form::Tag, None, Some("sha256:ab")),
            ("release/1.2", Form::Plain, Some("release/1.2"), None),
        ];
        for (text, form, version, digest) in cases {
            assert_eq!(Form::of(text), form, "{text}");
            assert_eq!(form.read(text), parts(version, digest), "{text}");
            assert_eq!(form.write(text, &form.read(text)).as_deref(), Some(text), "{text}");
        }
    }

    #[test]
    fn a_name_keeps_its_port_and_what_it_replaces() {
        let cases = [
            ("host:5000/a", "host:5000/a"),
            ("host:5000/a:1", "host:5000/a"),
            ("a=host:5000/b:1@sha256:ab", "a"),
            ("a", "a"),
        ];
        for (reference, name) in cases {
            assert_eq!(image_name(reference), name);
        }
        let new = Form::Reference.write("a=host:5000/b:1", &parts(Some("2"), Some("sha256:cd")));
        assert_eq!(new.as_deref(), Some("a=host:5000/b:2@sha256:cd"));
        assert_eq!(Form::Plain.write("v1", &parts(Some("v2"), Some("sha256:cd"))), None);
    }

    #[test]
    fn what_would_read_as_something_else_is_not_written() {
        let cases = [
            (Form::Reference, "web:1", "1.0+b5"),
            (Form::Reference, "web:1", "@x"),
            (Form::Query, "https://h/o/r?ref=v1", "v2&ref=v3"),
            (Form::Tag, "v1", "v2@sha256:ab"),
        ];
        for (form, text, version) in cases {
            assert_eq!(form.write(text, &parts(Some(version), None)), None, "{version}");
        }
    }

    #[test]
    fn a_query_is_more_than_its_ref() {
        let cases = [
            ("https://h/o/r//p?ref=v1", Some("https://h/o/r//p?ref=v2")),
            ("https://h/o/r?timeout=9&ref=v1&x=1", Some("https://h/o/r?timeout=9&ref=v2&x=1")),
            ("https://h/o/r?version=v1", Some("https://h/o/r?version=v2")),
            ("https://h/o/r?version=v0&ref=v1", Some("https://h/o/r?version=v0&ref=v2")),
            ("https://h/o/r?ref=", None),
            ("https://h/o/r?xref=v1", None),
            ("https://h/o/r", None),
        ];
        for (text, new) in cases {
            assert_eq!(Form::Query.write(text, &parts(Some("v2"), None)).as_deref(), new, "{text}");
        }
        assert_eq!(Form::Query.write("https://h/o/r?ref=v1", &parts(Some("v2&x=1"), None)), None);
        assert_eq!(address("https://h/o/r//p?ref=v1"), "https://h/o/r//p");
    }

    #[test]
    fn a_placeholder_is_no_version() {
        for text in ["{{ .Values.tag }}", "${TAG}", "$(TAG)", "<TAG>", "ghcr.io/<OWNER>/web:v1", "<your tag>"]
        {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["v1", "$v", "<2.0.0", ">=1.0.0 <2.0.0", "<3 >1", "{a}", ""] {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn a_reference_is_an_image_with_a_tag_or_a_digest() {
        for text in ["web:v1", "host:5000/web:v1", "web@sha256:ab", "a/web:v1@sha256:ab", "old=new:v1"] {
            assert!(is_reference(text), "{text}");
        }
        for text in
            ["web", "host:5000/web", "web:", ":v1", "https://host:80", "12:30", "web:{{ .t }}", "web:a b"]
        {
            assert!(!is_reference(text), "{text}");
        }
        assert_eq!(Form::Digest.write("sha256:ab", &parts(Some("v1"), Some("sha256:cd"))), None);
    }
}
