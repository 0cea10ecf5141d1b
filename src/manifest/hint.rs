//! What to do about a refusal.

use super::Error;
use crate::model::text::visible;

impl Error {
    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        if let Self::NotFound { near, .. } = self {
            return near.as_ref().map(|near| format!("did you mean `{}`?", visible(near)));
        }
        self.way_out().map(str::to_owned)
    }

    fn way_out(&self) -> Option<&'static str> {
        Some(match self {
            Self::InvalidUtf8 { .. } | Self::Nul { .. } => "save the file as UTF-8 text",
            Self::Parse { .. } => "mend the file first; nothing was written",
            Self::Template { .. } => "promote the file that gives the template its values",
            Self::ComplexKey { .. } => "write the key as one word or in quotes",
            Self::DuplicateKey { .. } => "take one of them out: readers don't agree on which counts",
            Self::MultipleDocuments { .. } => "move the other documents to files of their own",
            Self::AmbiguousDocument { .. } => "say which with `document: { kind: …, name: … }`",
            Self::Alias { .. } => {
                "write the value here: a change of the anchor would move every place that uses it"
            }
            Self::MergeKey { .. } => "write the key here, beside the `<<`: then it is this place's own",
            Self::NotMapping { .. } | Self::NotSequence { .. } => "compare the key path with the file",
            Self::Ambiguous { .. } => "leave one of them, or give them different names",
            Self::FitsTwice { .. } => "make `pattern:` longer, so that it fits in one place only",
            Self::Anchored { .. } => "write the value in each place that should have its own",
            Self::Stale { .. } => "the file changed since: plan again",
            Self::DigestPins { .. } => "give the new digest too, or take the old one out",
            Self::TagStale { .. } => "give the new tag too, or take the old one out",
            Self::SourceAndSources { .. } => "take `source` out: Argo CD reads `sources` alone",
            Self::SourceHydrator { .. } => "promote in the files that it hydrates from",
            Self::AmbiguousSource { .. } => "say which with `source:`, by number or by its values",
            Self::TextOfValues { .. } => "write the values as a map, as `helm.valuesObject`",
            Self::MarkerTarget { .. } => "write the marker behind the value, on the line where that ends",
            Self::NoDigest { .. } => "give the digest with the version",
            Self::DigestApart { .. } => "take the digest out by hand, or give the new one too",
            Self::Layout { .. } => "write the first one by hand; the next promotion edits it",
            Self::NotScalar { .. } => "name a key whose value is a version",
            Self::BlockScalar { .. } | Self::MultiLine { .. } => {
                "write the value on one line, behind its key"
            }
            Self::Tagged { .. } => "take the tag away, or write `!!str`",
            Self::BadValue { .. } => "a version is one line of text",
            Self::TypeMismatch { .. } => "take the quotes away, or give a text",
            Self::Internal { .. } => "nothing was written; please report this with the file",
            Self::NotFound { .. } => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::manifest::{KeyPath, Kustomize, Manifest, Value, Want, Yaml, splice};
    use crate::model::path::RepoPath;
    use crate::model::pin::{PinKind, SelectorName};
    use crate::model::wanted::Wish;

    fn told(manifest: &Manifest, name: &str, text: &str) -> String {
        let kind = if manifest.selector() == SelectorName::Yaml { PinKind::Key } else { PinKind::Image };
        let path = RepoPath::new("prod/values.yaml").unwrap();
        let want = Want { version: Wish::Set(Value::Text("v2".to_owned())), ..Want::of(kind, name) };
        let error =
            manifest.edits(&path, text, &want).and_then(|edits| splice(&path, text, &edits)).unwrap_err();
        format!("{error}\n  {}", error.hint().unwrap_or_default())
    }

    #[test]
    fn a_refusal_says_where_what_and_what_to_do() {
        let key = KeyPath::parse("image.tag").unwrap();
        let yaml = Manifest::Yaml(Yaml { keys: vec![key], document: None });
        let texts = [
            "image: {tags: v1}\n",
            "a: &t v1\nimage: {tag: *t}\n",
            "image: {tag: v1}\nx: 1\n'x': \u{202e}\n",
            "image:\n  tag: |\n    v1\n",
            "image: {tag: v1}\n---\nimage: {tag: v1}\n",
            "image: {tag: 'v1}\n",
            "{{- if .x }}\nimage: {tag: v1}\n{{- end }}\n",
        ];
        let told_all: Vec<_> = texts.iter().map(|text| told(&yaml, "image.tag", text)).collect();
        insta::assert_snapshot!(told_all.join("\n"), @r"
        prod/values.yaml:1:8: there is no `tag`
          did you mean `tags`?
        prod/values.yaml:2:14: `tag` is an alias, `*t`
          write the value here: a change of the anchor would move every place that uses it
        prod/values.yaml:3:1: the key `x` stands twice, first in line 2
          take one of them out: readers don't agree on which counts
        prod/values.yaml:3:5: the value is a block of text after `|` or `>`
          write the value on one line, behind its key
        prod/values.yaml:3:1: `image.tag` is found in 2 documents of the file
          say which with `document: { kind: …, name: … }`
        prod/values.yaml:1:14: the file is not valid YAML: unclosed quote
          mend the file first; nothing was written
        prod/values.yaml:1:3: the file is a template, or the value is one
          promote the file that gives the template its values
        ");
        let kustomize = Manifest::Kustomize(Kustomize::every());
        let texts =
            ["images: [{name: wep}]\n", "images: [{name: web, digest: 'x'}]\n", "kind: Kustomization\n"];
        let told_all: Vec<_> = texts.iter().map(|text| told(&kustomize, "web", text)).collect();
        insta::assert_snapshot!(told_all.join("\n"), @r"
        prod/values.yaml:1:9: there is no `name=web`
          did you mean `wep`?
        prod/values.yaml:1:30: the image has a digest, and the digest is what runs, whatever the tag says
          give the new digest too, or take the old one out
        prod/values.yaml:1:1: there is no `web`
        ");
        let values = Manifest::Values;
        let texts =
            ["image: {repository: wep, tag: v1}\n", "image: {repository: web, digest: 'sha256:ab'}\n"];
        let told_all: Vec<_> = texts.iter().map(|text| told(&values, "web", text)).collect();
        insta::assert_snapshot!(told_all.join("\n"), @r"
        prod/values.yaml:1:1: there is no `web`
          did you mean `wep`?
        prod/values.yaml:1:34: the image has a digest, and the digest is what runs, whatever the tag says
          give the new digest too, or take the old one out
        ");
    }
}
