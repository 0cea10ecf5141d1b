//! Texts that stand for a version, and are none.

/// A template or a name in braces that something else fills in.
pub(super) fn is_placeholder(text: &str) -> bool {
    text.contains("{{") || text.contains("${") || (text.starts_with('<') && text.ends_with('>'))
}
