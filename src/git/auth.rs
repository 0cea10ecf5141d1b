//! Credentials for the `git` program: handed over in its environment, to the remote's own URL alone.

use super::error::Error;
use super::program::{Git, Limit};
use super::url;
use std::fmt;

/// What a run may use to reach the remote.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Credentials {
    /// The token that was given.
    pub chosen: Option<String>,
    /// The CI's own user and token, for want of anything better.
    pub fallback: Option<(String, String)>,
}

/// What is handed to the program, and what is kept out of every text.
#[derive(Clone, Default)]
pub(super) struct Access {
    header: Option<String>,
    scopes: Vec<String>,
    secrets: Vec<String>,
    /// Where access was looked for, in this order.
    pub tried: Vec<&'static str>,
}

/// The user that goes with a token; forges look at the token alone.
const USER: &str = "x-access-token";
/// The variable that carries the header to the program.
const VARIABLE: &str = "GIT_HOIST_HEADER";

impl Access {
    pub(super) fn to(urls: &[String], credentials: &Credentials, git: &Git) -> Result<Self, Error> {
        let mut access =
            Self { secrets: urls.iter().flat_map(|one| url::secrets(one)).collect(), ..Self::default() };
        // A secret that was read from a file often ends with a line break.
        let chosen = credentials.chosen.as_ref().map(|token| (USER, token.trim()));
        let fallback = credentials.fallback.as_ref().map(|(user, token)| (user.as_str(), token.trim()));
        let is_given = |pair: &(&str, &str)| !pair.1.is_empty();
        let (chosen, fallback) = (chosen.filter(is_given), fallback.filter(is_given));
        for (user, token) in chosen.iter().chain(&fallback) {
            access.secrets.extend([(*token).to_owned(), base64(format!("{user}:{token}").as_bytes())]);
        }
        // The longest first: a secret that is part of another leaves nothing of it.
        access.secrets.retain(|secret| !secret.is_empty());
        access.secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        access.choose(urls, chosen, fallback, git)?;
        Ok(access)
    }

    fn choose(
        &mut self,
        urls: &[String],
        chosen: Option<(&str, &str)>,
        fallback: Option<(&str, &str)>,
        git: &Git,
    ) -> Result<(), Error> {
        let web: Vec<_> = urls.iter().filter(|one| url::is_http(one)).collect();
        let Some(first) = web.first() else { return Ok(()) };
        if let Some(chosen) = chosen {
            self.tried.push("the given token");
            self.hand_over(chosen, &web);
            return Ok(());
        }
        let configured =
            git.run(&["config", "--get-urlmatch", "http.extraheader", &url::bare(first)], Limit::Question)?;
        let (header, password) = (!configured.stdout.trim().is_empty(), url::has_password(first));
        self.tried.extend(header.then_some("the header in git's configuration"));
        self.tried.extend(password.then_some("the remote's URL"));
        if let Some(fallback) = fallback.filter(|_| !header && !password) {
            self.tried.push("the CI's own token");
            self.hand_over(fallback, &web);
        }
        self.tried.push("git's credential helpers");
        Ok(())
    }

    fn hand_over(&mut self, (user, token): (&str, &str), web: &[&String]) {
        let pair = base64(format!("{user}:{token}").as_bytes());
        self.header = Some(format!("AUTHORIZATION: basic {pair}"));
        self.scopes = web.iter().map(|one| url::scope(one)).collect();
        self.scopes.dedup();
    }

    /// Arguments before the command; the secret itself is in none of them.
    pub(super) fn arguments(&self) -> Vec<String> {
        let one = |scope: &String| {
            let key = format!("http.{scope}.extraheader");
            [
                // Nothing first: it clears what the checkout step left.
                "-c".to_owned(),
                format!("{key}="),
                format!("--config-env={key}={VARIABLE}"),
                // git sends its headers on to wherever it is redirected.
                "-c".to_owned(),
                format!("http.{scope}.followRedirects=false"),
            ]
        };
        self.scopes.iter().flat_map(one).collect()
    }

    pub(super) fn variable(&self) -> Option<(&'static str, &str)> {
        self.header.as_deref().map(|header| (VARIABLE, header))
    }

    /// The text without anything secret.
    pub(super) fn scrub(&self, text: &str) -> String {
        self.secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret, "***"))
    }
}

impl Credentials {
    /// The given token, and what carries it: a CI that can mask them should.
    pub fn secrets(&self) -> Vec<String> {
        let chosen = self.chosen.iter();
        chosen.flat_map(|token| [token.clone(), base64(format!("{USER}:{token}").as_bytes())]).collect()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chosen = self.chosen.as_ref().map(|_| "***");
        let fallback = self.fallback.as_ref().map(|(user, _)| (user, "***"));
        f.debug_struct("Credentials").field("chosen", &chosen).field("fallback", &fallback).finish()
    }
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let at = |index: usize| u32::from(three.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place > three.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_the_standard_one() {
        let cases = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("a:ÿ?>", "YTrDvz8+"),
        ];
        for (plain, coded) in cases {
            assert_eq!(base64(plain.as_bytes()), coded, "{plain}");
        }
    }

    #[test]
    fn no_token_is_printed_by_debug() {
        let both =
            Credentials { chosen: Some("s3cret".into()), fallback: Some(("ci".into(), "s3cret".into())) };
        let text = format!("{both:?}");
        assert!(!text.contains("s3cret") && text.contains("ci"), "{text}");
    }
}
