//! How an environment writes its versions, told from what stands there.

use super::Environment;
use super::names;
use crate::model::format::Format;
use crate::model::step::alike;
use crate::model::version::Version;

/// The format of a text that stands in an environment: its own name, or a word for it, before or after the
/// version. What stands in another environment too is no sign of this one; nor is an affix without which the version
/// is built like no other: `prod-` is part of `prod-70c027f-20250521` where another environment has `pr-7-4d1a-20250502`.
pub fn infer_format(environment: &Environment, text: &str, others: &[(&Environment, &str)]) -> Format {
    let is_own = |affix: &Affix| !others.iter().any(|(_, other)| affix.is_on(other));
    let format = formats(environment, text).find(|(affix, _)| is_own(affix)).map(|(_, format)| format);
    let is_like_another = |format: &Format| {
        let bare = format.read(text);
        let alike = |(environment, other): &(&Environment, &str)| {
            bare.as_ref().zip(bare_version(environment, other)).is_some_and(|(one, other)| alike(one, &other))
        };
        others.is_empty() || others.iter().any(alike)
    };
    format.filter(is_like_another).unwrap_or_else(Format::plain)
}

/// A version without the affix that its environment may have put on it.
fn bare_version(environment: &Environment, text: &str) -> Option<Version> {
    let format = formats(environment, text).map(|(_, format)| format).next().unwrap_or_else(Format::plain);
    format.read(text)
}

/// The affixes that a text has, each with the format that it makes.
fn formats(environment: &Environment, text: &str) -> impl Iterator<Item = (Affix, Format)> {
    let lower = text.to_lowercase();
    let is_on = move |word: &String| {
        let word = word.to_lowercase();
        lower.starts_with(&word) || lower.ends_with(&word)
    };
    let affixes = words(environment).into_iter().filter(is_on).flat_map(|word| affixes(&word));
    affixes.filter_map(move |affix| affix.format(text).map(|format| (affix, format)))
}

/// What an environment may be called in a tag, the surest and longest first.
fn words(environment: &Environment) -> Vec<String> {
    let mut words = vec![environment.name.to_string()];
    words.extend(environment.vars.values().filter(|value| !value.contains('{')).cloned());
    let mut known = names::synonyms(environment.name.as_str());
    known.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.extend(known.into_iter().map(str::to_owned));
    words.retain(|word| !word.is_empty());
    words
}

/// A word and a joint, before or after the version.
enum Affix {
    Before(String),
    After(String),
}

fn affixes(word: &str) -> Vec<Affix> {
    let word = word.to_lowercase();
    let joints = ['-', '_', '.'];
    let before = joints.map(|joint| Affix::Before(format!("{word}{joint}")));
    let after = joints.map(|joint| Affix::After(format!("{joint}{word}")));
    before.into_iter().chain(after).collect()
}

impl Affix {
    fn is_on(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        match self {
            Self::Before(affix) => text.starts_with(affix.as_str()),
            Self::After(affix) => text.ends_with(affix.as_str()),
        }
    }

    /// The format with the affix as it is written in a text.
    fn format(&self, text: &str) -> Option<Format> {
        let pattern = match self {
            Self::Before(affix) => {
                let (written, rest) = text.split_at_checked(affix.len())?;
                if rest.is_empty() || !self.is_on(text) {
                    return None;
                }
                format!("{written}{{version}}")
            }
            Self::After(affix) => {
                let (rest, written) = text.split_at_checked(text.len().checked_sub(affix.len())?)?;
                if rest.is_empty() || !self.is_on(text) {
                    return None;
                }
                format!("{{version}}{written}")
            }
        };
        Format::new(&pattern).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::name::EnvironmentName;

    #[test]
    fn a_format_is_told_from_what_stands_there() {
        let cases: [(&str, &str, &[&str], &str); 20] = [
            ("staging", "staging-v1.2.3", &["dev-latest", "v1.2.2"], "staging-{version}"),
            ("staging", "stg-v1.2.3", &[], "stg-{version}"),
            ("production", "prod-70c027f-20250521100535", &["stg-70c027f-20250521100535"], "prod-{version}"),
            // A build of a pull request: `prod-` is part of the name that builds have.
            ("prod", "prod-95cbe45-20231023145741", &["pr-696-5935a2f-20250502110924"], "{version}"),
            ("staging", "staging-v1.2.3", &["8f3c2a1"], "staging-{version}"),
            ("dev", "dev-latest", &[], "dev-{version}"),
            ("qa", "1.2.3_qa", &[], "{version}_qa"),
            ("qa", "1.2.3.qa", &[], "{version}.qa"),
            ("staging", "Staging.1", &[], "Staging.{version}"),
            ("prod-eu", "prod-eu-v1", &[], "prod-eu-{version}"),
            ("prod-eu", "prod-v1", &[], "prod-{version}"),
            // An image variant stands everywhere.
            ("production", "2025-11-10-034557-production", &["2025-11-09-010101-production"], "{version}"),
            // Nothing would be left.
            ("staging", "staging", &[], "{version}"),
            ("staging", "staging-", &[], "{version}"),
            // Part of a word is no word.
            ("dev", "develop1-v1", &[], "{version}"),
            ("staging", "v1.2.3", &["staging-v1.2.3"], "{version}"),
            ("blue", "prod-v1", &[], "{version}"),
            ("blue", "blue-v1", &[], "blue-{version}"),
            ("non-prod", "prod-v1", &[], "{version}"),
            ("staging", "élan-v1", &[], "{version}"),
        ];
        for (name, text, others, format) in cases {
            let environment = Environment::named(EnvironmentName::new(name).unwrap());
            let other = Environment::named(EnvironmentName::new("staging").unwrap());
            let others: Vec<_> = others.iter().map(|text| (&other, *text)).collect();
            assert_eq!(
                infer_format(&environment, text, &others).to_string(),
                format,
                "{name}: {text}, {others:?}"
            );
        }
    }

    #[test]
    fn a_var_is_a_word_for_its_environment() {
        let mut environment = Environment::named(EnvironmentName::new("blue").unwrap());
        environment.vars.insert("short".to_owned(), "b".to_owned());
        environment.vars.insert("chart".to_owned(), "{app}".to_owned());
        assert_eq!(infer_format(&environment, "b-v1", &[]).to_string(), "b-{version}");
    }
}
