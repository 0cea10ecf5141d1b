//! Environments are tags on commits: `{version}-{env}`.

use crate::model::format::Format;
use crate::model::name;
use crate::model::version::Version;
use std::collections::BTreeMap;

/// What the tags of environments are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tags(pub String);

impl Default for Tags {
    fn default() -> Self {
        Self("{version}-{env}".to_owned())
    }
}

impl Tags {
    /// All apps of the repository have the same tags.
    pub fn is_shared(&self) -> bool {
        !self.0.contains("{app}")
    }

    /// How an environment writes a version as the name of a tag; none where something that is named isn't known.
    pub fn format(&self, names: &BTreeMap<String, String>) -> Option<Format> {
        // The value of a var may name the app.
        Format::new(&filled(&filled(&self.0, names), names)).ok()
    }

    /// How a version is tagged that is in no environment yet: `v1.2.3`, or `web-app/v1.2.3` where apps have their own.
    pub fn plain(&self, app: &str) -> Option<Format> {
        if self.is_shared() {
            return Some(Format::plain());
        }
        let (before, _) = self.0.split_once("{version}")?;
        let before = before.replace("{app}", app);
        Format::new(&format!("{before}{{version}}")).ok().filter(|_| self.0.starts_with("{app}"))
    }

    /// The text before the version, where it names an app.
    pub fn app(&self) -> Option<&str> {
        let (before, _) = self.0.split_once("{version}")?;
        let name = before.trim_end_matches(['/', '-', '_', '.']);
        (!name.is_empty() && !name.contains(['{', '/'])).then_some(name)
    }
}

fn filled(text: &str, names: &BTreeMap<String, String>) -> String {
    names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// The version that the name of a tag holds. One with a slash is another app's.
pub fn version_in(format: &Format, tag: &str) -> Option<Version> {
    let version = format.read(tag)?;
    (!version.as_str().contains('/') && name::tag(tag).is_ok()).then_some(version)
}

/// Whose tags are of which format, found by what stands before the version: there may be many of both.
#[derive(Debug, Clone)]
pub struct Owners<T>(BTreeMap<String, Vec<(T, Format)>>);

impl<T> Owners<T> {
    pub fn new(all: impl Iterator<Item = (T, Format)>) -> Self {
        let mut owners: BTreeMap<String, Vec<(T, Format)>> = BTreeMap::new();
        for (owner, format) in all {
            owners.entry(format.around().0.to_owned()).or_default().push((owner, format));
        }
        Self(owners)
    }

    /// Whose a tag is, and its version. Where several formats read it, the one that says most does:
    /// `v1-pre-prod` is pre-prod's `v1`, not prod's `v1-pre`.
    pub fn of(&self, tag: &str) -> Option<(&T, Version)> {
        let starts = (0..tag.len()).filter_map(|end| self.0.get(tag.get(..end)?));
        let reads = |(owner, format)| Some((owner, format, version_in(format, tag)?));
        let closest = starts.flatten().map(|(owner, format)| (owner, format)).filter_map(reads);
        let said = |format: &Format| format.around().0.len() + format.around().1.len();
        let closest = closest.max_by_key(|(_, format, _)| said(format));
        closest.map(|(owner, _, version)| (owner, version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(env: &str, short: &str) -> BTreeMap<String, String> {
        [("app", "web"), ("env", env), ("short", short)].map(|(k, v)| (k.to_owned(), v.to_owned())).into()
    }

    #[test]
    fn an_environment_writes_its_versions_as_tags() {
        let cases = [
            ("{version}-{short}", "{version}-p"),
            ("{app}/{version}-{env}", "web/{version}-prod"),
            ("{env}/{version}", "prod/{version}"),
        ];
        for (pattern, format) in cases {
            let tags = Tags(pattern.to_owned());
            assert_eq!(tags.format(&names("prod", "p")).unwrap().to_string(), format);
        }
        assert_eq!(Tags("{version}-{team}".to_owned()).format(&names("prod", "p")), None);
        assert_eq!(Tags::default().format(&names("prod", "{app}")).unwrap().to_string(), "{version}-prod");
    }

    #[test]
    fn a_version_that_is_nowhere_yet_has_a_plain_tag() {
        let plain = |pattern: &str| Tags(pattern.to_owned()).plain("web").map(|format| format.to_string());
        assert_eq!(plain("{version}-{env}").as_deref(), Some("{version}"));
        assert_eq!(plain("{app}/{version}-{env}").as_deref(), Some("web/{version}"));
        assert_eq!(plain("{env}/{app}-{version}"), None);
    }

    #[test]
    fn a_tag_belongs_to_the_format_that_says_most() {
        let own = |env| (env, Tags::default().format(&names(env, "")).unwrap());
        let owners = Owners::new(["prod", "pre-prod"].map(own).into_iter());
        let owner = |tag| owners.of(tag).map(|(env, version)| format!("{env} {version}"));
        assert_eq!(owner("v1-pre-prod").as_deref(), Some("pre-prod v1"));
        assert_eq!(owner("v1-prod").as_deref(), Some("prod v1"));
        assert_eq!(owner("web/v1-prod"), None);
        assert_eq!(owner("v1-dev"), None);
        assert_eq!(owner("-prod"), None);
    }
}
