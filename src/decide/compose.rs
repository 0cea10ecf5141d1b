//! The words of a promotion: branch, title, body, and a commit message that ends in the record.

use super::{Batch, Case};
use crate::config::Route;
use crate::error::{Ask, Error};
use crate::message::{self, Context, Holding, Rendered};
use crate::model::back::Former;
use crate::model::delivery::{Deliver, Delivery, Message, RequestText, Signature};
use crate::model::facts::AppFound;
use crate::model::merge::{Conflict, Merge, Touch};
use crate::model::name;
use crate::model::pin::Field;
use crate::model::plan::{Change, HoldChange, Move, NewTag, Note, NoteKind, Oid, Promotion};
use crate::model::record::{AppLine, Record};
use crate::model::text::visible;
use crate::model::verdict::{GateName, Verdict};

/// How the promotion reaches the repository, with all its words.
pub(super) fn delivery(
    case: &Case<'_>,
    route: &Route,
    batch: &Batch<'_>,
    promotion: &Promotion,
    notes: &[Note],
) -> Result<Delivery, Error> {
    let selection = selection(case, &batch.apps);
    let context = context(case, promotion, selection, notes);
    let rendered = approved(batch, case.templates.render(&context)?);
    delivered(case, route, promotion, rendered)
}

/// The same for a hold, or for one that is taken away.
pub(super) fn holding(case: &Case<'_>, route: &Route, promotion: &Promotion) -> Result<Delivery, Error> {
    let held: Vec<_> =
        promotion.held.iter().filter(|one| one.is_new).map(|one| visible(&one.what())).collect();
    let asked: Vec<_> = promotion.held.iter().map(|one| one.what().replace(' ', "-")).collect();
    let selection = if asked == ["*"] { "all".to_owned() } else { part(&asked.join("+")) };
    let was = promotion.held.iter().filter_map(|one| {
        let was = one.was.as_ref()?;
        Some(format!("{} was held {}", visible(&one.what()), visible(&was.words())))
    });
    let holding = Holding {
        action: promotion.action.as_str(),
        environment: promotion.environment.to_string(),
        selection,
        summary: names(&held),
        held,
        reason: case.inputs.reason.as_deref().map(visible).unwrap_or_default(),
        until: case.inputs.until.map(|until| until.to_string()),
        was: was.collect(),
        actor: case.inputs.run.actor.clone(),
        run: case.inputs.run.url.clone(),
    };
    delivered(case, route, promotion, holding.render()?)
}

fn delivered(
    case: &Case<'_>,
    route: &Route,
    promotion: &Promotion,
    rendered: Rendered,
) -> Result<Delivery, Error> {
    let words = chosen(case, rendered);
    let message = message(case, promotion, &words)?;
    Ok(match route.deliver {
        Deliver::Worktree => Delivery::Worktree,
        Deliver::Commit => Delivery::Commit(message),
        Deliver::Push => Delivery::Push(message),
        Deliver::Branch => {
            name::branch(&words.branch).map_err(Ask::from)?;
            let request = RequestText { branch: words.branch, title: words.title, body: words.body };
            Delivery::Branch { message, request }
        }
    })
}

/// The tags of a promotion, each new one with a message of its own: the record of what it is of.
pub(super) fn tags(case: &Case<'_>, batch: &Batch<'_>, promotion: &Promotion) -> Result<Vec<NewTag>, Error> {
    let mut tags = promotion.tags.clone();
    for tag in tags.iter_mut().filter(|tag| !tag.is_there) {
        let is_its = |one: &&Move| case.tag_name(&promotion.environment, one).as_ref() == Some(&tag.name);
        let alone = Promotion {
            moves: promotion.moves.iter().filter(is_its).cloned().collect(),
            tags: vec![tag.clone()],
            ..promotion.clone()
        };
        let context = context(case, &alone, selection(case, &batch.apps), &[]);
        let words = chosen(case, case.templates.render(&context)?);
        tag.message = Some(message(case, &alone, &words)?);
    }
    Ok(tags)
}

/// The branch that an approved plan named stays its branch.
fn approved(batch: &Batch<'_>, rendered: Rendered) -> Rendered {
    match batch.approved.and_then(|promotion| promotion.delivery.as_ref()) {
        Some(Delivery::Branch { request, .. }) => Rendered { branch: request.branch.clone(), ..rendered },
        Some(Delivery::Worktree | Delivery::Commit(_) | Delivery::Push(_)) | None => rendered,
    }
}

/// What the user chose beats what the templates say. It is text, no template.
fn chosen(case: &Case<'_>, rendered: Rendered) -> Rendered {
    let words = case.inputs.words.clone();
    Rendered {
        branch: words.branch.unwrap_or(rendered.branch),
        title: words.title.unwrap_or(rendered.title),
        commit: words.commit_message.unwrap_or(rendered.commit),
        body: words.body.unwrap_or(rendered.body),
    }
}

fn message(case: &Case<'_>, promotion: &Promotion, words: &Rendered) -> Result<Message, Error> {
    if Record::is_claimed_by(&words.commit) {
        let what = "the commit message has a line that begins with `Hoist-`".to_owned();
        let hint = "these lines are the record of a promotion; hoist alone writes them".to_owned();
        return Err(Ask::Contradiction { what, hint }.into());
    }
    let committer = case.facts.committer.clone();
    let author = case.inputs.words.author.as_deref().map(Signature::parse).transpose().map_err(Ask::from)?;
    let author = author.unwrap_or_else(|| committer.clone());
    let mut text = format!("{}\n\n{}", words.commit.trim_end(), record(case, promotion));
    if case.inputs.words.sign_off {
        text.push_str(&format!("Signed-off-by: {author}\n"));
    }
    Ok(Message { text, author, committer })
}

fn record(case: &Case<'_>, promotion: &Promotion) -> Record {
    let gates = promotion.moving().flat_map(|one| one.verdicts.iter().map(move |verdict| (one, verdict)));
    let several = promotion.moving().count() > 1;
    let gate = |(one, (name, verdict)): (&Move, &(GateName, Verdict))| {
        let app = if several { format!("{}: ", one.app) } else { String::new() };
        format!("{app}{name} {} {}", verdict.word(), verdict.why())
    };
    Record {
        action: promotion.action.as_str().to_owned(),
        environment: promotion.environment.to_string(),
        from: promotion.from.as_ref().map(ToString::to_string),
        source: read_from(case, promotion).map(ToString::to_string),
        config: case.config.is_given.then(|| "given, not the repository's".to_owned()),
        apps: promotion.moving().flat_map(lines).chain(held_lines(promotion)).collect(),
        gates: gates.map(gate).collect(),
        overrides: Vec::new(),
        reason: case.inputs.reason.clone(),
        until: case.inputs.until.map(|until| until.to_string()),
        approved_by: Vec::new(),
        actor: case.inputs.run.actor.clone(),
        run: case.inputs.run.url.clone(),
    }
}

/// Where tags alone tell, a tag's record names the commit that it is on.
fn read_from<'a>(case: &Case<'a>, promotion: &'a Promotion) -> Option<&'a Oid> {
    let tagged = tagged(promotion);
    tagged.filter(|_| promotion.is_tags_alone()).or_else(|| source(case, promotion)).or(tagged)
}

/// The commit that the versions were read from; none where each was read from its own.
fn source<'a>(case: &Case<'a>, promotion: &'a Promotion) -> Option<&'a Oid> {
    if let Some(merge) = &promotion.merge {
        return Some(&merge.of.commit);
    }
    let of = |one: &Move| case.facts.older(&one.app, &promotion.environment).map(|older| &older.commit);
    let mut commits = promotion.moving().map(|one| of(one).unwrap_or(&promotion.base.commit));
    let first = commits.next()?;
    commits.all(|other| other == first).then_some(first)
}

/// What a hold is about moves nowhere. What a rollback holds is what it leaves, and told so already.
fn held_lines(promotion: &Promotion) -> impl Iterator<Item = AppLine> {
    let own = promotion.held.iter().filter(|one| one.is_new && promotion.moves.is_empty());
    own.map(|one| AppLine {
        app: one.app.clone(),
        from: one.version.as_ref().map(ToString::to_string),
        to: String::new(),
        pin: None,
    })
}

/// The one commit that the tags of a promotion are on.
fn tagged(promotion: &Promotion) -> Option<&Oid> {
    let first = promotion.tags.first()?;
    promotion.tags.iter().all(|tag| tag.on == first.on).then_some(&first.on)
}

/// One line for the app, and one for each pin that takes another step than the app does.
fn lines(one: &Move) -> Vec<AppLine> {
    let text = |version: &Option<crate::model::version::Version>| version.as_ref().map(ToString::to_string);
    let line = |from, to, pin| AppLine { app: one.app.to_string(), from, to, pin };
    let to = text(&one.to).unwrap_or_default();
    let mut lines = vec![line(text(&one.from), to.clone(), None)];
    let others = one.changes.iter().filter(|change| change.field == Field::Version);
    let others = others.filter(|change| change.to.as_ref().is_some_and(|written| !written.contains(&to)));
    lines.extend(others.map(|change| {
        line(change.from.clone(), change.to.clone().unwrap_or_default(), Some(change.pin.to_string()))
    }));
    lines
}

/// What was asked for, as one part of a branch name.
fn selection(case: &Case<'_>, apps: &[&AppFound]) -> String {
    if let Some(group) = one_group(case, apps) {
        return part(group);
    }
    let asked: Vec<_> = asked(case);
    match (apps, asked.as_slice()) {
        ([one], _) => part(one.app.as_str()),
        (_, []) => "all".to_owned(),
        // What is all there is in one folder isn't what is all in another.
        (_, ["*"]) if case.inputs.scope.is_none() => "all".to_owned(),
        (_, ["*"]) => part(&format!("{}/all", case.inputs.scope.as_deref().unwrap_or_default())),
        (_, asked) => part(&asked.join("+")),
    }
}

/// The group that all of them are of: whichever of its apps was asked for, it is one selection.
fn one_group<'a>(case: &Case<'a>, apps: &[&AppFound]) -> Option<&'a str> {
    let mut groups = apps.iter().map(|one| case.config.group_of(&one.app).map(|(name, _)| name));
    let first = groups.next()?;
    groups.all(|other| other == first).then_some(first)?
}

/// What was asked for, each group by its name.
fn asked<'a>(case: &Case<'a>) -> Vec<&'a str> {
    let mut names = Vec::new();
    for one in &case.inputs.apps {
        let group =
            case.config.groups.iter().find(|(_, apps)| apps.iter().any(|app| app.as_str() == one.app));
        let name = group.map_or(one.app.as_str(), |(name, _)| name);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// A text as one part of a branch name. What can't stand there is replaced, and a checksum tells two such apart.
fn part(text: &str) -> String {
    const LONGEST: usize = 80;
    let fits = |c: char| c.is_alphanumeric() || "_-+.".contains(c);
    let safe: String = text.chars().map(|c| if fits(c) { c } else { '-' }).take(LONGEST).collect();
    if safe == text && name::branch(&safe).is_ok() && safe != "all" {
        return safe;
    }
    let sum = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{}-{:08x}", safe.trim_matches(['.', '-']), sum as u32)
}

fn context(case: &Case<'_>, promotion: &Promotion, selection: String, notes: &[Note]) -> Context {
    let apps: Vec<_> = promotion.moving().map(app).collect();
    let warnings = notes.iter().filter(|note| note.kind == NoteKind::Warning).map(|note| note.text.clone());
    let hold = |one: &HoldChange| message::Hold {
        app: visible(&one.app),
        version: one.version.as_ref().map(|version| visible(version.as_str())),
        reason: visible(&one.reason),
        until: one.until.map(|until| until.to_string()),
    };
    Context {
        action: promotion.action.as_str(),
        holds: promotion.held.iter().map(hold).collect(),
        reason: case.inputs.reason.as_deref().map(visible),
        environment: promotion.environment.to_string(),
        from: promotion.from.as_ref().map(ToString::to_string),
        selection,
        summary: summary(&apps),
        title: String::new(),
        not_before: not_before(promotion),
        digests: promotion.moving().all(has_digest),
        apps,
        merge: promotion.merge.as_ref().map(|merge| merged(promotion, merge)),
        warnings: warnings.collect(),
        actor: case.inputs.run.actor.clone(),
        run: case.inputs.run.url.clone(),
    }
}

/// When the last of the gates is open that only wait for a time.
fn not_before(promotion: &Promotion) -> Option<message::NotBefore> {
    let verdicts = promotion.moving().flat_map(|one| &one.verdicts);
    let later = |(gate, verdict): &(GateName, Verdict)| match verdict {
        Verdict::Later { until: Some(until), .. } => Some((gate.as_str(), *until)),
        Verdict::Later { until: None, .. }
        | Verdict::Pass { .. }
        | Verdict::Held { .. }
        | Verdict::Refused { .. } => None,
    };
    let waits: Vec<_> = verdicts.filter_map(later).collect();
    let time = waits.iter().map(|(_, until)| until).max()?.to_string();
    let mut gates: Vec<_> = waits.iter().map(|(gate, _)| *gate).collect();
    gates.sort_unstable();
    gates.dedup();
    Some(message::NotBefore { time, gates })
}

/// How many files of drift a request names.
const MOST_DRIFT: usize = 20;

fn merged(promotion: &Promotion, merge: &Merge) -> message::Merge {
    let source = promotion.from.as_ref().map_or("before", |from| from.as_str());
    let side = |name: &str, touch: &Option<Touch>| {
        let touch = touch.as_ref()?;
        let (commit, subject) = (touch.commit.short(), visible(&touch.subject));
        Some(format!("{name}: {commit} {subject} ({})", visible(&touch.author)))
    };
    let conflict = |one: &Conflict| {
        let sides = [side(promotion.environment.as_str(), &one.target), side(source, &one.source)];
        let diff = one.diff.lines().map(str::to_owned).collect();
        let (path, what) = (one.path.clone(), one.what.clone());
        message::Conflict { path, what, sides: sides.into_iter().flatten().collect(), diff }
    };
    message::Merge {
        branch: merge.of.branch.clone(),
        commit: merge.of.commit.short().to_owned(),
        files: merge.paths.len(),
        drift: merge.drift.paths.iter().take(MOST_DRIFT).cloned().collect(),
        keep: merge.keep.clone(),
        conflicts: merge.conflicts.iter().map(conflict).collect(),
    }
}

fn app(one: &Move) -> message::App {
    let gate = |(name, verdict): &(GateName, Verdict)| message::Gate {
        name: name.as_str(),
        verdict: verdict.word(),
        why: visible(verdict.why()),
    };
    message::App {
        name: one.app.to_string(),
        from: one.from.as_ref().map(|from| visible(from.as_str())),
        to: one.to.as_ref().map(ToString::to_string).unwrap_or_default(),
        step: one.step.word(),
        back: one.back.as_ref().map(back),
        changes: one.changes.iter().map(change).collect(),
        gates: one.verdicts.iter().map(gate).collect(),
    }
}

fn back(former: &Former) -> message::Back {
    message::Back {
        when: former.when(),
        commit: former.commit.as_ref().map(|commit| commit.short().to_owned()),
        by: former.by.as_deref().map(visible),
    }
}

fn change(change: &Change) -> message::Change {
    message::Change {
        file: change.file.to_string(),
        line: change.at.line,
        key: visible(&change.key),
        from: change.from.as_deref().map(visible),
        to: change.to.as_deref().map(visible),
    }
}

fn has_digest(one: &Move) -> bool {
    one.changes.iter().any(|change| change.field == Field::Digest && change.to.is_some())
}

/// `web-app v1.2.2 -> v1.2.3`, or the names where there are several.
fn summary(apps: &[message::App]) -> String {
    match apps {
        [one] => match &one.from {
            Some(from) => format!("{} {from} -> {}", one.name, one.to),
            None => format!("{} {}", one.name, one.to),
        },
        several => names(&several.iter().map(|one| one.name.clone()).collect::<Vec<_>>()),
    }
}

/// The first names, and how many more there are.
fn names(names: &[String]) -> String {
    match names {
        [one] => one.clone(),
        [first, second] => format!("{first} and {second}"),
        [first, second, rest @ ..] => format!("{first}, {second} and {} more", rest.len()),
        [] => "nothing".to_owned(),
    }
}
