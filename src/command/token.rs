//! A token that the CI doesn't know of is masked before anything can print it.

use super::ci::Ci;
use super::console::Stream;

/// Masks the token, and the header that carries it.
pub(super) fn mask(ci: Ci, token: Option<&str>) -> anyhow::Result<()> {
    match (ci, token) {
        (Ci::GitHub, Some(token)) => Stream::Err.write(&masks(token)),
        (Ci::GitHub | Ci::GitLab | Ci::Other | Ci::Absent, _) => Ok(()),
    }
}

fn masks(token: &str) -> String {
    let header = base64(format!("x-access-token:{token}").as_bytes());
    format!("::add-mask::{token}\n::add-mask::{header}\n")
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte))
            << (8 * (3 - three.len()));
        for at in 0..4 {
            let digit = char::from(DIGITS[bits >> (18 - 6 * at) & 63]);
            text.push(if at <= three.len() { digit } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_masked_raw_and_as_a_header() {
        assert_eq!(masks("abc"), "::add-mask::abc\n::add-mask::eC1hY2Nlc3MtdG9rZW46YWJj\n");
        assert_eq!((base64(b"a"), base64(b"ab"), base64(b"")), ("YQ==".into(), "YWI=".into(), String::new()));
    }
}
