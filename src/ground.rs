//! What a run stands on: the configuration at the tip, and the commit that holds the environments.

mod branches;

use crate::config::holds;
use crate::config::{Config, Doors, Environment, Look, Route, TemplateSource, seen_in_refs};
use crate::error::{Ask, Error, Refusal};
use crate::git::{Remote, Tree};
use crate::message::Templates;
use crate::model::delivery::{Deliver, Signature};
use crate::model::inputs::Inputs;
use crate::model::path::RepoPath;
use crate::model::plan::{Action, Base, Fate, Note, NoteKind, Oid, Plan};
use crate::model::strategy::StrategyName;
use crate::model::text::visible;
use crate::observe::{Home, Homes, Sight};
use crate::world::World;
use branches::Stand;
use jiff::Timestamp;
use std::collections::BTreeMap;

pub(crate) struct Ground<'w> {
    pub config: Config,
    pub templates: Templates,
    homes: Homes<'w>,
    committer: Signature,
    /// The time that everything is judged by.
    now: Timestamp,
    /// A hoist.yaml in the work tree that doesn't count.
    overlooked: Option<String>,
    /// Why the holds in the work tree don't count.
    own_holds: Option<String>,
    /// Environments without a branch, where each should have one.
    left_out: Vec<Environment>,
}

const CONFIG: &str = "hoist.yaml";

impl<'w> Ground<'w> {
    pub(crate) fn sight<'a>(&'a self, world: &'w World) -> Sight<'a, 'w> {
        Sight {
            config: &self.config,
            repo: &world.repo,
            remote: world.remote.as_ref(),
            homes: &self.homes,
            now: self.now,
            committer: &self.committer,
            say: &world.say,
        }
    }

    /// What can't be done as asked may be what a hoist.yaml that doesn't count would allow.
    pub(crate) fn explain(&self, error: Error) -> Error {
        let own = self.own_holds.as_ref().filter(|_| matches!(error, Error::Holds(_)));
        let error = own.into_iter().fold(error, |error, note| error.beside(note.clone()));
        explain(self.overlooked.as_ref(), error)
    }

    /// Says which is read where something else is checked out.
    pub(crate) fn tell_from_head(&mut self, world: &World) -> Result<(), Error> {
        let base = &self.homes.main.base;
        let head = world.repo.head()?.commit.filter(|commit| *commit != base.commit);
        if let (Some(head), Some(_), Some(_)) = (head, &world.remote, world.repo.root()) {
            let (branch, tip, here) = (&base.branch, base.commit.short(), head.short());
            let text =
                format!("{branch} on the remote is read ({tip}), not what is checked out here ({here})");
            self.config.notes.push(Note { kind: NoteKind::Aside, text, at: None });
        }
        Ok(())
    }

    fn stand_on(&mut self, base: Base, world: &'w World) -> Result<(), Error> {
        let main = &mut self.homes.main;
        if base.commit != main.base.commit {
            main.tree = world.repo.tree(&base.commit)?;
        }
        main.base = base;
        Ok(())
    }
}

/// The ground of a promotion. What is delivered locally stands on the local branch, else on the remote's tip.
pub(crate) fn find<'w>(inputs: &Inputs, world: &'w World) -> Result<Ground<'w>, Error> {
    inputs.saved.as_ref().map_or(Ok(()), has_something)?;
    let mut ground = find_to_read(inputs, world)?;
    ground.config.notes.extend(told_of_given(inputs, &ground.config));
    let routes = ground.config.routes(inputs).map_err(|error| ground.explain(error.into()))?;
    refuse_files(&ground.config, &routes)?;
    let deliver = one_kind(&routes)?;
    if let (Some(deliver @ (Deliver::Push | Deliver::Branch)), None) = (deliver, &world.remote) {
        return Err(Ask::NoRemote { deliver: deliver.to_string() }.into());
    }
    if ground.config.strategy.name() == StrategyName::Branch {
        branches::all_there(&ground.config, &ground.left_out, &routes, world)?;
        branches::locally(&routes, &mut ground.homes.own, world)?;
        return Ok(ground);
    }
    match deliver {
        Some(Deliver::Worktree) => ground.stand_on(checked_out(world, &ground.homes.main.base)?, world)?,
        Some(Deliver::Commit) => ground.stand_on(local_branch(world, &ground.homes.main.base)?, world)?,
        Some(Deliver::Push | Deliver::Branch) | None => {}
    }
    Ok(ground)
}

/// What is in no directory of the work tree can't be written there.
fn refuse_files(config: &Config, routes: &[Route]) -> Result<(), Ask> {
    let is_worktree =
        routes.iter().any(|route| route.action == Action::Promote && route.deliver == Deliver::Worktree);
    if !is_worktree || config.strategy.name() != StrategyName::Tag {
        return Ok(());
    }
    let what = "`worktree` edits files, and environments are tags here".to_owned();
    Err(Ask::Contradiction { what, hint: "use --deliver commit, push or branch".to_owned() })
}

/// A plan in which everything was stuck is no approval of anything.
fn has_something(plan: &Plan) -> Result<(), Refusal> {
    if let Some(one) = plan.promotions.iter().find(|one| one.action != Action::Promote) {
        return Err(Refusal::NoPromotion { action: one.action.as_str() });
    }
    let moves = || plan.promotions.iter().flat_map(|promotion| &promotion.moves);
    if moves().any(|one| one.fate == Fate::Moves) {
        return Ok(());
    }
    let stuck = moves().find_map(|one| match one.fate {
        Fate::Held => Some((one.app.clone(), "held")),
        Fate::Refused => Some((one.app.clone(), "refused")),
        Fate::Moves | Fate::Level => None,
    });
    stuck.map_or(Ok(()), |(app, fate)| Err(Refusal::NothingApproved { app, fate }))
}

/// The tip of the remote's branch; the local one where there is no remote.
pub(crate) fn find_to_read<'w>(inputs: &Inputs, world: &'w World) -> Result<Ground<'w>, Error> {
    let told = tip(world, inputs.base.as_deref())?;
    let tree = world.repo.tree(&told.commit)?;
    let overlooked = overlooked(inputs, world, &tree)?;
    let is_given = is_given(inputs, &tree)?;
    let declared = declared(inputs, &tree).map_err(|error| explain(overlooked.as_ref(), error))?;
    let elsewhere =
        declared.as_ref().and_then(|config| config.base.clone()).filter(|_| inputs.base.is_none());
    let templates = declared
        .as_ref()
        .map_or_else(|| Ok(Templates::of(inputs.action)), |config| templates(inputs, config, &tree))?;
    let told = Home { base: told, tree, begins: false };
    let (main, beside) = match elsewhere.filter(|base| *base != told.base.branch) {
        Some(base) => {
            let base = tip(world, Some(&base))?;
            let tree = world.repo.tree(&base.commit)?;
            (Home { base, tree, begins: false }, Some(told))
        }
        None => (told, None),
    };
    let explained = |error| explain(overlooked.as_ref(), error);
    let declared = as_asked(declared, inputs).map_err(explained)?;
    let (mut config, own, left_out) = match declared.strategy.name() {
        StrategyName::Branch => {
            let Stand { config, own, left_out } =
                branches::stand(declared, inputs, world).map_err(explained)?;
            (config, own, left_out)
        }
        StrategyName::Directory | StrategyName::Tag => {
            let config = completed(&declared, inputs, &main.tree, world).map_err(explained)?;
            (config, BTreeMap::new(), Vec::new())
        }
    };
    config.is_given = is_given;
    let warning = |text: &String| Note { kind: NoteKind::Warning, text: text.clone(), at: None };
    config.notes.extend(overlooked.as_ref().map(warning));
    let own_holds = uncounted_holds(world, &main)?;
    config.notes.extend(own_holds.as_ref().map(warning));
    config.notes.extend(no_remote(world, &main.base));
    let committer = world.repo.identity().unwrap_or_else(Signature::hoist);
    let homes = Homes { main, declared: beside, own };
    let now = inputs.at.unwrap_or(world.now);
    Ok(Ground { config, templates, homes, now, committer, overlooked, own_holds, left_out })
}

/// The strategy that was asked for, where nothing else is declared.
fn as_asked(declared: Option<Config>, inputs: &Inputs) -> Result<Config, Error> {
    match (declared, inputs.strategy) {
        (None, Some(asked)) => Ok(Config::default().with_strategy(asked)),
        (Some(config), Some(asked)) if config.strategy.name() != asked => {
            let there = config.strategy.name().as_str();
            let what = format!("`{}` was asked for, and hoist.yaml says `{there}`", asked.as_str());
            let hint = "leave --strategy out, or change `strategy:` in hoist.yaml".to_owned();
            Err(Ask::Contradiction { what, hint }.into())
        }
        (declared, _) => Ok(declared.unwrap_or_default()),
    }
}

fn tip(world: &World, branch: Option<&str>) -> Result<Base, Error> {
    if let Some(remote) = &world.remote {
        (world.say)("asking the remote");
        let branch = branch.map_or_else(|| remote.default_branch(), |branch| Ok(branch.to_owned()))?;
        (world.say)(&format!("fetching {branch}"));
        let commit = remote.fetch(&branch)?;
        return Ok(Base { branch, commit });
    }
    let head = world.repo.head()?;
    let branch = branch.map(str::to_owned).or(head.branch.clone());
    let commit = match &branch {
        Some(branch) => world.repo.branch(branch)?,
        None => head.commit.clone(),
    };
    let commit = commit.ok_or_else(|| match &branch {
        Some(typed) if head.commit.is_some() => Ask::UnknownRef { typed: typed.clone() },
        Some(_) | None => Ask::NoCommit,
    })?;
    Ok(Base { branch: branch.unwrap_or_else(|| "HEAD".to_owned()), commit })
}

/// The configuration as it is declared at the tip, or in the file that was given.
fn declared(inputs: &Inputs, tree: &Tree<'_>) -> Result<Option<Config>, Error> {
    if let Some(given) = &inputs.config {
        return Ok(Some(Config::parse(&given.name, &given.text)?));
    }
    let Some(bytes) = tree.read(&fixed(CONFIG)?)? else { return Ok(None) };
    Ok(Some(Config::parse(CONFIG, &text(CONFIG, bytes)?)?))
}

/// The configuration was given, and the repository declares another or none.
fn is_given(inputs: &Inputs, tree: &Tree<'_>) -> Result<bool, Error> {
    let Some(given) = &inputs.config else { return Ok(false) };
    Ok(tree.read(&fixed(CONFIG)?)?.is_none_or(|own| own != given.text.as_bytes()))
}

/// Its gates are others than those that the repository asks for.
fn told_of_given(inputs: &Inputs, config: &Config) -> Option<Note> {
    let given = inputs.config.as_ref().filter(|_| config.is_given)?;
    let text = format!(
        "the configuration {} counts, not the repository's: its gates alone are asked, and the record says so",
        visible(&given.name)
    );
    Some(Note { kind: NoteKind::Warning, text, at: None })
}

/// A hoist.yaml that stands here and isn't the one that counts.
fn overlooked(inputs: &Inputs, world: &World, tree: &Tree<'_>) -> Result<Option<String>, Error> {
    let path = fixed(CONFIG)?;
    let Some(here) = world.repo.work_file(&path)?.filter(|_| inputs.config.is_none()) else {
        return Ok(None);
    };
    Ok(match tree.read(&path)? {
        None => Some(
            "hoist.yaml here isn't at the tip, and doesn't count yet; --config hoist.yaml tries it"
                .to_owned(),
        ),
        Some(at_tip) if at_tip != here => Some(
            "hoist.yaml here isn't the one at the tip, which counts; --config hoist.yaml tries yours"
                .to_owned(),
        ),
        Some(_) => None,
    })
}

fn explain(overlooked: Option<&String>, error: Error) -> Error {
    match overlooked {
        Some(note) if error.exit_code() == 2 => error.beside(note.clone()),
        Some(_) | None => error,
    }
}

/// What isn't declared is told by the layout.
fn completed(declared: &Config, inputs: &Inputs, tree: &Tree<'_>, world: &World) -> Result<Config, Error> {
    let asked: Vec<_> = inputs.apps.iter().map(|asked| asked.app.as_str()).collect();
    let declared = declared.clone().with_one_app(|| repository(world));
    let look = |apps: &[&str]| {
        let doors = Doors { list: &mut |folder| tree.list(folder), read: &mut |file| tree.read(file) };
        declared.clone().completed(doors, Look { apps, scope: inputs.scope.as_deref() })
    };
    let mut config = look(&asked)?;
    if !asked.is_empty() && config.is_whole() && config.targets(&inputs.to).is_err() {
        // An environment that these apps lack may have others.
        config = look(&[])?;
    }
    if config.is_whole() { Ok(config) } else { Err(no_layout(&config, world)) }
}

/// What the repository is called: by its remote, else by its folder.
fn repository(world: &World) -> Option<String> {
    let url = world.remote.as_ref().map(Remote::url_shown);
    let folder = || world.repo.root()?.file_name()?.to_str().map(str::to_owned);
    let last = url.and_then(|url| {
        let path = url.trim_end_matches('/').trim_end_matches(".git").to_owned();
        path.rsplit(['/', ':', '\\']).next().map(str::to_owned)
    });
    last.filter(|name| !name.is_empty()).or_else(folder)
}

/// What branches tell that are named like environments, where folders tell nothing.
pub(crate) fn on_branches(declared: Config, world: &World) -> Option<Config> {
    let is_open = declared.strategy.name() == StrategyName::Directory && declared.environments.is_empty();
    let config = if is_open { declared.with_strategy(StrategyName::Branch) } else { declared };
    let is_branch = config.strategy.name() == StrategyName::Branch;
    let stand = is_branch.then(|| branches::stand(config, &Inputs::default(), world))?;
    stand.ok().map(|stand| stand.config)
}

/// What was seen where no usual layout is.
pub(crate) fn no_layout(config: &Config, world: &World) -> Error {
    let (mut branches, tags) = world.repo.refs().unwrap_or_default();
    let there = world.remote.as_ref().and_then(|remote| remote.branches().ok());
    branches.extend(there.unwrap_or_default());
    let mut seen: Vec<_> = config.notes.iter().map(|note| note.text.clone()).collect();
    seen.extend(seen_in_refs(branches.iter().map(String::as_str), tags.iter().map(String::as_str)));
    Ask::NoLayout { seen }.into()
}

/// Holds that stand here and nowhere else hold nothing yet.
fn uncounted_holds(world: &World, main: &Home<'_>) -> Result<Option<String>, Error> {
    let path = fixed(holds::FILE)?;
    // A link here is no file, and what is no file at the tip is told where holds are read.
    let Some(here) = world.repo.work_file(&path).ok().flatten() else { return Ok(None) };
    let is_it = |tree: &Tree<'_>| tree.read(&path).is_ok_and(|there| there.as_ref() == Some(&here));
    if is_it(&main.tree) {
        return Ok(None);
    }
    let head = world.repo.head()?.commit;
    let todo = match head {
        Some(head) if is_it(&world.repo.tree(&head)?) => {
            match world.repo.contains(&head, &main.base.commit)? {
                Some(true) => "push it",
                Some(false) | None => "run `git pull`",
            }
        }
        Some(_) | None => "commit it and push",
    };
    Ok(Some(format!("{path} here isn't the one at the tip, which counts: {todo}")))
}

/// The team's templates where it has some; a file stands beside the configuration.
fn templates(inputs: &Inputs, config: &Config, tree: &Tree<'_>) -> Result<Templates, Error> {
    let usual = Templates::of(inputs.action);
    let read = |source: &Option<TemplateSource>, usual: String| match source {
        None => Ok(usual),
        Some(TemplateSource::Text(text)) => Ok(text.clone()),
        Some(TemplateSource::File(path)) => {
            let missing = || Ask::Contradiction {
                what: format!("{path}: this template isn't there"),
                hint: "templates are read where hoist.yaml is, at the tip: commit it and push".to_owned(),
            };
            text(path.as_str(), tree.read(path)?.ok_or_else(missing)?)
        }
    };
    // Requests of promotions and of what isn't one never share a branch.
    let branch = config.templates.branch.clone().filter(|_| inputs.action == Action::Promote);
    Ok(Templates {
        branch: read(&branch, usual.branch)?,
        title: read(&config.templates.title, usual.title)?,
        commit: read(&config.templates.commit, usual.commit)?,
        body: read(&config.templates.body, usual.body)?,
    })
}

fn text(file: &str, bytes: Vec<u8>) -> Result<String, Error> {
    let not_utf8 = |_| Ask::BadFile { file: file.to_owned(), what: "it isn't UTF-8".to_owned() }.into();
    String::from_utf8(bytes).map_err(not_utf8)
}

fn fixed(path: &str) -> Result<RepoPath, Error> {
    RepoPath::new(path)
        .map_err(|error| Ask::BadFile { file: path.to_owned(), what: error.to_string() }.into())
}

fn no_remote(world: &World, base: &Base) -> Option<Note> {
    let text = format!("no remote: the local {} is the source", base.branch);
    world.remote.is_none().then_some(Note { kind: NoteKind::Inferred, text, at: None })
}

/// Local deliveries and those to the remote stand on different commits: one run has one kind.
fn one_kind(routes: &[Route]) -> Result<Option<Deliver>, Error> {
    let local = |deliver: Deliver| match deliver {
        Deliver::Worktree | Deliver::Commit => Some(deliver),
        Deliver::Push | Deliver::Branch => None,
    };
    let Some(first) = routes.first() else { return Ok(None) };
    if routes.iter().all(|route| local(route.deliver) == local(first.deliver)) {
        return Ok(Some(first.deliver));
    }
    let words: Vec<_> = routes.iter().map(|route| format!("{}: {}", route.to, route.deliver)).collect();
    let what = format!("one run can't write both here and to the remote ({})", words.join(", "));
    let hint = "promote to one environment at a time, or give one --deliver for all".to_owned();
    Err(Ask::Contradiction { what, hint }.into())
}

/// What is checked out; it must have all that the remote has.
fn checked_out(world: &World, remote: &Base) -> Result<Base, Error> {
    let head = world.repo.head()?;
    let branch = head.branch.unwrap_or_else(|| "HEAD".to_owned());
    if world.repo.root().is_none() {
        let what = "this repository has no work tree to be written to".to_owned();
        let hint = "use --deliver branch or push".to_owned();
        return Err(Ask::Contradiction { what, hint }.into());
    }
    let commit = head.commit.ok_or(Ask::NoCommit)?;
    up_to_date(world, &branch, commit, remote)
}

fn local_branch(world: &World, remote: &Base) -> Result<Base, Error> {
    let Some(commit) = world.repo.branch(&remote.branch)? else {
        let what = format!("there is no local branch `{}` to commit on", remote.branch);
        let hint = format!("`git switch {}` makes one, or use --deliver push or branch", remote.branch);
        return Err(Ask::Contradiction { what, hint }.into());
    };
    up_to_date(world, &remote.branch, commit, remote)
}

fn up_to_date(world: &World, branch: &str, commit: Oid, remote: &Base) -> Result<Base, Error> {
    let (what, there) = (format!("`{branch}`"), format!("`{}` on the remote", remote.branch));
    match world.repo.contains(&commit, &remote.commit)? {
        Some(true) => Ok(Base { branch: branch.to_owned(), commit }),
        Some(false) => Err(Refusal::Behind { what, remote: there, commit: remote.commit.clone() }.into()),
        None => Err(Refusal::MaybeBehind { what, remote: there }.into()),
    }
}
