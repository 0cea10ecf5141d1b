//! Environments are tags.

use super::chapter::{Chapter, typed};

pub(super) const CHAPTER: Chapter = Chapter {
    folder: "tag",
    title: "Environments are tags",
    files: &[
        ("hoist.yaml", include_str!("tag/hoist.yaml")),
        ("argocd/web-app-dev.yaml", include_str!("tag/dev.yaml")),
        ("argocd/web-app-staging.yaml", include_str!("tag/staging.yaml")),
        ("argocd/web-app-production.yaml", include_str!("tag/production.yaml")),
    ],
    branches: &[],
    steps: &[
        typed(
            "A version starts in dev: a tag, and the pin that names it, in one push:",
            "hoist promote web-app --to dev --version v1.3.0 --deliver push",
            0,
        ),
        typed("The same commit gets staging's tag:", "hoist promote web-app --to staging --deliver push", 0),
        typed("And production's:", "hoist promote web-app --to production --deliver push", 0),
        typed("Now all run the same:", "hoist status", 0),
    ],
};
