//! The outcomes that every report is shown with.

use crate::model::delivery::{Delivery, Message, RequestText, Signature};
use crate::model::history::{Entry, History, Way};
use crate::model::hold::Standing;
use crate::model::name::{AppName, EnvironmentName};
use crate::model::outcome::{Outcome, Receipt};
use crate::model::path::RepoPath;
use crate::model::pin::{Field, PinKind, PinName, SelectorName};
use crate::model::plan::{Action, Base, Change, Fate, FileText, Move, Note, NoteKind, Oid, Plan, Promotion};
use crate::model::status::{Cell, Could, HoldShown, Runs, Since, Status, StatusRow};
use crate::model::step::Step;
use crate::model::summary::{Figures, Lead, Summary};
use crate::model::text::Position;
use crate::model::verdict::{GateName, Verdict};
use crate::model::verified::{Finding, Level, Verified};
use crate::model::version::Version;
use jiff::Timestamp;

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

/// A version that came so many hours ago.
fn runs(version: &str, hours: i64) -> Runs {
    let ago = |hours: i64| Timestamp::from_second(now().as_second() - hours * 3_600).unwrap();
    Runs {
        version: version.into(),
        written: version.into(),
        at: position("apps/web-app/kustomization.yaml", 9),
        since: Some(Since {
            at: ago(hours),
            how: Way::Promotion,
            by: "octocat".into(),
            request: Some("#12".into()),
            commit: oid('c'),
            subject: "promote(production): web-app v1.2.1 -> v1.2.2 (#12)".into(),
        }),
        since_unknown: None,
        unrecorded: false,
        behind: false,
        behind_by: None,
        could: None,
        held: false,
        unfixed: None,
        drift: Vec::new(),
        shared_with: None,
    }
}

fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

pub(super) fn status() -> Status {
    let cell = |runs: Runs| Cell::Runs(Box::new(runs));
    let row = |app: &str, cells| StatusRow { app: AppName::new(app).unwrap(), cells };
    let could = Could {
        version: "v1.2.3".into(),
        from: environment("staging"),
        step: Step::Patch,
        command: "hoist promote web-app --to production".into(),
        held_by: None,
    };
    let hold = |version: &str, standing| HoldShown {
        app: "web-*".into(),
        version: Some(version.into()),
        environments: vec![environment("production")],
        from: None,
        until: Some(now()),
        reason: "loses orders".into(),
        at: position(".hoist/holds.yaml", 1),
        standing,
    };
    Status {
        now: now(),
        environments: ["dev", "staging", "production"].map(environment).to_vec(),
        rows: vec![
            row(
                "web-app",
                vec![
                    cell(Runs { unfixed: Some("a moving tag".into()), ..runs("dev-latest", 0) }),
                    cell(Runs { behind: true, unrecorded: true, ..runs("v1.2.3", 5) }),
                    cell(Runs {
                        behind: true,
                        behind_by: Some(2),
                        held: true,
                        could: Some(could),
                        ..runs("v1.2.2", 100)
                    }),
                ],
            ),
            row(
                "a|b",
                vec![
                    Cell::Absent,
                    Cell::Unclear { why: HOSTILE.into() },
                    cell(Runs {
                        since: None,
                        since_unknown: Some("the clone is shallow".into()),
                        ..runs(HOSTILE, 0)
                    }),
                ],
            ),
        ],
        holds: vec![hold("v1.2.4", Standing::Holds), hold("v1.1.0", Standing::Expired)],
        notes: vec![Note {
            kind: NoteKind::Inferred,
            text: "apps: from `apps/*/overlays/*`".into(),
            at: None,
        }],
    }
}

/// So many apps in so many environments.
pub(super) fn fleet(apps: usize, environments: usize) -> Status {
    let names = ["dev", "staging", "production", "prod-eu", "prod-us", "prod-ap", "demo", "lab"];
    let version = |app: usize, at: usize| format!("v1.{app}.{}", 10 - at);
    let cell = |app: usize, at: usize| {
        let behind = at > 0 && app.is_multiple_of(3);
        Cell::Runs(Box::new(Runs { behind, ..runs(&version(app, at), (app * 7 + at) as i64) }))
    };
    let row = |app: usize| StatusRow {
        app: AppName::new(&format!("checkout-service-{app}")).unwrap(),
        cells: (0..environments).map(|at| cell(app, at)).collect(),
    };
    Status {
        environments: names[..environments].iter().map(|name| environment(name)).collect(),
        rows: (0..apps).map(row).collect(),
        holds: Vec::new(),
        notes: Vec::new(),
        now: now(),
    }
}

/// A promotion with all that can be said, a rollback, a change by hand, a hold, and data that would do harm.
pub(super) fn history() -> History {
    let entry = |hours: i64, how: Way, from: Option<&str>, to: Option<&str>| Entry {
        at: Timestamp::from_second(now().as_second() - hours * 3_600).unwrap(),
        environment: environment("production"),
        app: "web-app".into(),
        from: from.map(Into::into),
        to: to.map(Into::into),
        how,
        by: "octocat".into(),
        request: None,
        commit: oid('d'),
        subject: "change web-app".into(),
        reason: None,
        until: None,
        overrides: Vec::new(),
        approved_by: Vec::new(),
        run: None,
    };
    let promotion = Entry {
        request: Some("#12".into()),
        overrides: vec!["soak: an outage".into()],
        reason: Some("an outage".into()),
        approved_by: vec!["mona".into()],
        run: Some("https://ci.example.com/1".into()),
        ..entry(1, Way::Promotion, Some("v1.2.2"), Some("v1.2.3"))
    };
    let hold =
        Entry { app: "web-*".into(), until: Some("2026-03-02".into()), ..entry(2, Way::Hold, None, None) };
    let hostile = Entry {
        app: "::add-mask::x".into(),
        by: "=HYPERLINK(\"x\")".into(),
        reason: Some(HOSTILE.into()),
        subject: HOSTILE.into(),
        ..entry(50, Way::ByHand, Some("v1,2"), Some(HOSTILE))
    };
    let entries = vec![
        promotion,
        hold,
        entry(3, Way::Rollback, Some("v1.2.3"), Some("v1.2.2")),
        hostile,
        entry(60, Way::ByHand, Some("v1.2.3"), None),
        entry(99, Way::First, None, Some("v1.2.2")),
    ];
    let missing = vec!["older changes of 3 apps in production: the clone is shallow".into()];
    History { now: now(), entries, missing, notes: Vec::new() }
}

pub(super) fn verified() -> Verified {
    let finding = |level, app: Option<&str>, what: &str| Finding {
        level,
        at: now(),
        commit: oid('e'),
        environment: "production".into(),
        app: app.map(Into::into),
        what: what.into(),
    };
    let findings = vec![
        finding(Level::Wrong, Some("web-app"), "the record says v1 -> v2, and the commit brought v9"),
        finding(Level::Unrecorded, Some("api"), HOSTILE),
        finding(Level::Incomplete, None, "the record has no Hoist-Actor"),
    ];
    Verified { now: now(), records: 2, changes: 1, findings }
}

pub(super) fn summary() -> Summary {
    let figures = |name: &str, changes: usize| Figures {
        environment: environment(name),
        changes,
        promotions: changes / 2,
        rollbacks: changes / 4,
        unrecorded: changes / 4,
        per_week: (changes > 0).then_some(1.25),
        rollback_share: (changes > 0).then_some(0.25),
        unrecorded_share: (changes > 0).then_some(0.25),
    };
    let lead = |versions: usize| Lead {
        from: environment("staging"),
        to: environment("production"),
        versions,
        median_seconds: (versions > 0).then_some(7_200),
        p90_seconds: (versions > 0).then_some(30),
    };
    Summary {
        from: "2026-01-01T00:00:00Z".parse().ok(),
        to: now(),
        environments: vec![figures("staging", 0), figures("production", 8)],
        leads: vec![lead(4), lead(0)],
        missing: vec!["older changes of api in staging: the clone is shallow".into()],
    }
}

/// What an app runs in an environment, by their places.
pub(super) fn runs_mut(status: &mut Status, row: usize, cell: usize) -> &mut Runs {
    match &mut status.rows[row].cells[cell] {
        Cell::Runs(runs) => runs,
        Cell::Absent | Cell::Unclear { .. } => panic!("nothing runs there"),
    }
}

fn plan(moves: Vec<Move>) -> Plan {
    let file = RepoPath::new("apps/web-app/overlays/production/kustomization.yaml").unwrap();
    let title = "promote(production): web-app v1.2.2 -> v1.2.3".to_owned();
    let promotion = Promotion {
        held: Vec::new(),
        action: Action::Promote,
        merge: None,
        tags: Vec::new(),
        environment: environment("production"),
        from: Some(environment("staging")),
        moves,
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
