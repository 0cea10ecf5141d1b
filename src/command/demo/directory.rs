//! Environments are folders of one branch.

use super::chapter::{Chapter, Step, typed};

pub(super) const CHAPTER: Chapter = Chapter {
    folder: "directory",
    title: "Environments are folders",
    files: &[
        ("hoist.yaml", include_str!("directory/hoist.yaml")),
        ("apps/web-app/overlays/dev/kustomization.yaml", include_str!("directory/dev.yaml")),
        ("apps/web-app/overlays/staging/kustomization.yaml", include_str!("directory/staging.yaml")),
        ("apps/web-app/overlays/production/kustomization.yaml", include_str!("directory/production.yaml")),
    ],
    branches: &[],
    steps: &[
        typed("Three environments, each with its own version:", "hoist status", 0),
        typed(
            "What would move to staging, and whether it may:",
            "hoist plan web-app --to staging --deliver push",
            0,
        ),
        typed("Lift it:", "hoist promote web-app --to staging --deliver push", 0),
        typed("And on to production:", "hoist promote web-app --to production --deliver push", 0),
        typed(
            "A version that staging never ran is refused:",
            "hoist promote web-app --to production --version v9.9.9 --deliver push",
            4,
        ),
        Step::Record { branch: "main" },
        typed(
            "It was a bad one. Back to the version before:",
            "hoist rollback web-app --in production --reason 'checkout is slow' --deliver push",
            0,
        ),
        typed(
            "The version left behind is held, so no schedule brings it back:",
            "hoist promote web-app --to production --deliver push",
            3,
        ),
        typed("What happened:", "hoist history", 0),
    ],
};
