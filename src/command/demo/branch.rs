//! Environments are branches.

use super::chapter::{Chapter, File, Step, typed};

const APP: [File; 2] = [
    ("apps/web-app/kustomization.yaml", include_str!("branch/kustomization.yaml")),
    ("apps/web-app/config.yaml", include_str!("branch/config.yaml")),
];

pub(super) const CHAPTER: Chapter = Chapter {
    folder: "branch",
    title: "Environments are branches",
    files: &[("hoist.yaml", include_str!("branch/hoist.yaml")), APP[0], APP[1]],
    branches: &[("env/dev", &[]), ("env/staging", &[]), ("env/production", &[])],
    steps: &[
        Step::ByHand {
            words: "A new version comes to dev:",
            branch: "env/dev",
            file: ("apps/web-app/kustomization.yaml", include_str!("branch/newer.yaml")),
        },
        typed(
            "A promotion merges dev into staging, without a checkout:",
            "hoist promote --to staging --deliver push",
            0,
        ),
        typed("And staging into production:", "hoist promote --to production --deliver push", 0),
        Step::ByHand {
            words: "Somebody raises the timeout in production alone:",
            branch: "env/production",
            file: ("apps/web-app/config.yaml", include_str!("branch/hotfix.yaml")),
        },
        Step::ByHand {
            words: "Somebody else lowers it in staging:",
            branch: "env/staging",
            file: ("apps/web-app/config.yaml", include_str!("branch/lowered.yaml")),
        },
        typed(
            "Both changed the same line, and hoist doesn't guess:",
            "hoist promote --to production --deliver push",
            4,
        ),
    ],
};
