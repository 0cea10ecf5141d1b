//! A token that the CI doesn't know of is masked before anything can print it.

use super::ci::Ci;
use super::console::Stream;
use crate::git::Credentials;
use crate::report::escape;

pub(super) fn secrets(ci: Ci, credentials: &Credentials) -> anyhow::Result<()> {
    match ci {
        Ci::GitHub => Stream::Err.write(&commands(credentials)),
        // GitLab masks by its settings alone.
        Ci::GitLab | Ci::Other | Ci::Absent => Ok(()),
    }
}

fn commands(credentials: &Credentials) -> String {
    credentials.secrets().iter().map(|secret| format!("::add-mask::{}\n", escape::message(secret))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_token_is_masked_raw_and_as_a_header() {
        let fallback = Some(("x-access-token".to_owned(), "known".to_owned()));
        let credentials = Credentials { chosen: Some("abc".into()), fallback };
        let percent = Credentials { chosen: Some("a%0A".into()), fallback: None };
        assert!(commands(&percent).starts_with("::add-mask::a%250A\n"), "the runner decodes it");
        assert_eq!(commands(&credentials), "::add-mask::abc\n::add-mask::eC1hY2Nlc3MtdG9rZW46YWJj\n");
    }
}
