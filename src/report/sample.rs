//! The outcomes that every report is shown with.

use crate::model::name::{AppName, EnvironmentName};
use crate::model::outcome::{Cell, Outcome, Receipt, Runs, Status, StatusRow};
use crate::model::path::RepoPath;
use crate::model::pin::{Field, PinKind, PinName, SelectorName};
use crate::model::plan::{
    Action, Base, Change, Delivery, Fate, FileText, GateName, Message, Move, Note, NoteKind, Oid, Plan,
    Promotion, RequestText, Signature, Verdict,
};
use crate::model::step::Step;
use crate::model::text::Position;
use crate::model::version::Version;

/// Text that would do harm if it were taken for more than data.
pub(super) const HOSTILE: &str =
    "::set-output name=x::y ##[error] %0A | `x` </details> @team #1 \u{202e}/merge";

pub(super) fn planned() -> Outcome {
    Outcome::Planned(plan(vec![web_app()]))
}

pub(super) fn requested(fresh: bool) -> Outcome {
    let receipt = Receipt::Branch { branch: "hoist/production/web-app".into(), commit: oid('b'), fresh };
    Outcome::Applied(plan(vec![web_app()]), vec![receipt])
}

/// One app moves, one is held, one refused, one level.
pub(super) fn partial() -> Outcome {
    let held =
        Verdict::Held { why: "the history is cut short".into(), until: "2026-03-01T12:00:00Z".parse().ok() };
    let refused = Verdict::Refused { why: "`dev-latest` moves".into() };
    let moves = vec![
        web_app(),
        stays("api", Fate::Held, (GateName::Order, held)),
        stays("worker", Fate::Refused, (GateName::Immutable, refused)),
        level_app(),
    ];
    let receipt = Receipt::Push { branch: "main".into(), commit: oid('c') };
    let mut plan = plan(moves);
    plan.notes.push(Note {
        kind: NoteKind::Warning,
        text: "`sidecar` isn't in production and is left out".into(),
        at: Some(position("apps/web-app/overlays/staging/kustomization.yaml", 12)),
    });
    Outcome::Applied(plan, vec![receipt])
}

pub(super) fn level() -> Outcome {
    let mut plan = plan(vec![level_app()]);
    plan.promotions[0].delivery = None;
    plan.promotions[0].files.clear();
    Outcome::Applied(plan, vec![Receipt::Nothing])
}

pub(super) fn hostile() -> Outcome {
    let mut one = web_app();
    one.app = AppName::new("::add-mask::x").unwrap();
    one.to = Some(Version::new(HOSTILE).unwrap());
    one.changes[0].to = Some(HOSTILE.into());
    one.changes[0].at.file = HOSTILE.into();
    one.verdicts = vec![(GateName::Order, Verdict::Held { why: format!("a\n{HOSTILE}"), until: None })];
    one.fate = Fate::Held;
    let mut plan = plan(vec![one]);
    plan.notes.push(Note { kind: NoteKind::Warning, text: format!("a\r\n{HOSTILE}"), at: None });
    Outcome::Planned(plan)
}

pub(super) fn status() -> Status {
    let runs = |version: &str, behind, moving: bool| {
        Cell::Runs(Box::new(Runs {
            version: version.into(),
            written: version.into(),
            at: position("apps/web-app/kustomization.yaml", 9),
            behind,
            unfixed: moving.then(|| "a moving tag".to_owned()),
            drift: Vec::new(),
            shared_with: None,
        }))
    };
    let row = |app: &str, cells| StatusRow { app: AppName::new(app).unwrap(), cells };
    Status {
        environments: ["dev", "staging", "production"].map(environment).to_vec(),
        rows: vec![
            row(
                "web-app",
                vec![
                    runs("dev-latest", false, true),
                    runs("v1.2.3", true, false),
                    runs("v1.2.2", true, false),
                ],
            ),
            row(
                "a|b",
                vec![Cell::Absent, Cell::Unclear { why: HOSTILE.into() }, runs(HOSTILE, false, false)],
            ),
        ],
        notes: vec![Note {
            kind: NoteKind::Inferred,
            text: "apps: from `apps/*/overlays/*`".into(),
            at: None,
        }],
    }
}

fn plan(moves: Vec<Move>) -> Plan {
    let file = RepoPath::new("apps/web-app/overlays/production/kustomization.yaml").unwrap();
    let title = "promote(production): web-app v1.2.2 -> v1.2.3".to_owned();
    let promotion = Promotion {
        action: Action::Promote,
        merge: None,
        tags: Vec::new(),
        environment: environment("production"),
        from: Some(environment("staging")),
        moves,
        held: Vec::new(),
        files: vec![FileText { path: file, text: "newTag: v1.2.3\n".into() }],
        base: Base { branch: "main".into(), commit: oid('a') },
        delivery: Some(Delivery::Branch {
            message: Message { text: title.clone(), author: hoist(), committer: hoist() },
            request: RequestText {
                branch: "hoist/production/web-app".into(),
                title,
                body: "Promotes.".into(),
            },
        }),
    };
    Plan { promotions: vec![promotion], notes: vec![], held_passes: false }
}

fn web_app() -> Move {
    let file = "apps/web-app/overlays/production/kustomization.yaml";
    let pin = PinName { kind: PinKind::Image, name: "web-app".into(), entry: 0 };
    let change = Change {
        selector: SelectorName::Kustomize,
        pin,
        file: RepoPath::new(file).unwrap(),
        field: Field::Version,
        key: "newTag".into(),
        from: Some("v1.2.2".into()),
        to: Some("v1.2.3".into()),
        lines: None,
        at: position(file, 9),
    };
    Move {
        app: AppName::new("web-app").unwrap(),
        from: Version::new("v1.2.2").ok(),
        to: Version::new("v1.2.3").ok(),
        step: Step::Patch,
        back: None,
        changes: vec![change],
        verdicts: vec![pass(GateName::Order), pass(GateName::Immutable)],
        fate: Fate::Moves,
    }
}

fn level_app() -> Move {
    let one = stays("cart", Fate::Level, pass(GateName::Order));
    Move { from: one.to.clone(), step: Step::Same, ..one }
}

fn stays(app: &str, fate: Fate, verdict: (GateName, Verdict)) -> Move {
    let name = AppName::new(app).unwrap();
    Move { app: name, fate, changes: vec![], verdicts: vec![verdict], ..web_app() }
}

fn pass(gate: GateName) -> (GateName, Verdict) {
    (gate, Verdict::Pass { why: "staging runs it (3f1c2ab)".into() })
}

fn environment(name: &str) -> EnvironmentName {
    EnvironmentName::new(name).unwrap()
}

fn position(file: &str, line: usize) -> Position {
    Position { file: file.into(), line, column: 11 }
}

fn oid(digit: char) -> Oid {
    Oid(digit.to_string().repeat(40))
}

fn hoist() -> Signature {
    Signature { name: "hoist".into(), email: "hoist@example.com".into() }
}
