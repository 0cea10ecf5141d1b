//! Running the `git` program: quiet, in English, without prompts, and not for ever.

use super::auth::Access;
use super::error::Error;
use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// The `git` program in one repository.
#[derive(Clone)]
pub(super) struct Git {
    program: OsString,
    dir: PathBuf,
    here: PathBuf,
    ssh: bool,
    pub access: Access,
    question: Duration,
    transfer: Duration,
}

/// How long a command may take.
#[derive(Clone, Copy)]
pub(super) enum Limit {
    /// It asks something.
    Question,
    /// It moves objects.
    Transfer,
}

/// What a command said.
pub(super) struct Ran {
    pub ok: bool,
    pub stdout: String,
    /// Without secrets.
    pub stderr: String,
}

/// What a hook of git or a caller may have left, and that means another repository than ours.
const FOREIGN: [&str; 14] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_QUARANTINE_PATH",
    "GIT_SHALLOW_FILE",
    "GIT_GRAFT_FILE",
    "GIT_REPLACE_REF_BASE",
    "GIT_CONFIG",
    "GIT_PUSH_OPTION_COUNT",
];

/// No housekeeping behind our back, and an answer that stops coming is given up.
const SETTINGS: [&str; 5] = [
    "gc.auto=0",
    "maintenance.auto=false",
    "fetch.writeCommitGraph=false",
    "http.lowSpeedLimit=1",
    "http.lowSpeedTime=60",
];

impl Git {
    pub(super) fn new(dir: &Path, work_tree: Option<&Path>) -> Self {
        Self {
            program: "git".into(),
            dir: dir.to_owned(),
            here: work_tree.unwrap_or(dir).to_owned(),
            ssh: false,
            access: Access::default(),
            question: Duration::from_mins(2),
            transfer: Duration::from_mins(20),
        }
    }

    /// The same, with access to a remote. `ssh`: no command for ssh is configured, so ours is used, which never asks.
    pub(super) fn with(&self, access: Access, ssh: bool) -> Self {
        Self { access, ssh, ..self.clone() }
    }

    #[cfg(test)]
    pub(super) fn standing_in(mut self, program: &str, limit: Duration) -> Self {
        (self.program, self.question, self.transfer) = (program.into(), limit, limit);
        self
    }

    pub(super) fn run(&self, arguments: &[&str], limit: Limit) -> Result<Ran, Error> {
        let mut child = match self.command(arguments).spawn() {
            Ok(child) => child,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Error::NoProgram),
            Err(error) => return Err(Error::Failed { doing: "run git", words: error.to_string() }),
        };
        let (stdout, stderr) = (gather(child.stdout.take()), gather(child.stderr.take()));
        let time = match limit {
            Limit::Question => self.question,
            Limit::Transfer => self.transfer,
        };
        let Ok(stdout) = stdout.recv_timeout(time) else { return Ok(give_up(child, time)) };
        let Ok(stderr) = stderr.recv_timeout(time) else { return Ok(give_up(child, time)) };
        let status = child
            .wait()
            .map_err(|error| Error::Failed { doing: "wait for git", words: error.to_string() })?;
        let stderr = self.access.scrub(&String::from_utf8_lossy(&stderr));
        Ok(Ran { ok: status.success(), stdout: String::from_utf8_lossy(&stdout).into_owned(), stderr })
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        if self.ssh {
            command.args(["-c", "core.sshCommand=ssh -o BatchMode=yes -o ConnectTimeout=30"]);
        }
        command.args(self.access.arguments()).args(arguments).current_dir(&self.here);
        for name in FOREIGN {
            command.env_remove(name);
        }
        // A folder that is named isn't searched for: whose it is was settled when it was opened.
        command.env("GIT_DIR", &self.dir).env("GIT_TERMINAL_PROMPT", "0").env("GCM_INTERACTIVE", "never");
        command.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").envs(self.access.variable());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

fn give_up(mut child: Child, time: Duration) -> Ran {
    // It may be gone already; either way it ends here.
    child.kill().ok();
    child.wait().ok();
    Ran {
        ok: false,
        stdout: String::new(),
        stderr: format!("fatal: no answer for {} seconds", time.as_secs()),
    }
}

/// Reads to the end beside us, so that a full pipe never blocks the program.
fn gather(pipe: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            pipe.read_to_end(&mut bytes).ok();
        }
        sender.send(bytes).ok();
    });
    receiver
}

#[cfg(test)]
mod tests {
    use super::*;

    fn git(program: &str, limit: Duration) -> Git {
        Git::new(Path::new("/"), None).standing_in(program, limit)
    }

    #[test]
    fn without_the_program_it_says_so() {
        let ran = git("/nowhere/git", Duration::from_secs(9)).run(&["version"], Limit::Question);
        assert!(matches!(ran, Err(Error::NoProgram)));
    }

    #[test]
    fn what_does_not_answer_is_given_up() {
        let dir = tempfile::TempDir::new().unwrap();
        let program = dir.path().join("git");
        std::fs::write(&program, "#!/bin/sh\nexec cat /dev/zero >/dev/null\n").unwrap();
        std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let ran =
            git(program.to_str().unwrap(), Duration::from_millis(50)).run(&["x"], Limit::Transfer).unwrap();
        assert!(!ran.ok && ran.stderr.contains("no answer"), "{}", ran.stderr);
    }

    #[test]
    fn no_secret_is_an_argument() {
        let credentials = super::super::Credentials { chosen: Some("s3cret".into()), fallback: None };
        let plain = git("git", Duration::from_secs(9));
        let access = Access::to(&["https://example.com/a.git".into()], &credentials, &plain).unwrap();
        let command = plain.with(access, true).command(&["fetch"]);
        let secrets = ["s3cret", "eC1hY2Nlc3MtdG9rZW46czNjcmV0"];
        for argument in command.get_args() {
            let argument = argument.to_str().unwrap();
            assert!(!secrets.iter().any(|secret| argument.contains(secret)), "{argument}");
        }
        let handed = command
            .get_envs()
            .any(|(_, value)| value.is_some_and(|value| value.to_str().unwrap().contains(secrets[1])));
        assert!(handed);
    }

    #[test]
    fn what_a_hook_leaves_is_not_handed_on() {
        let command = git("git", Duration::from_secs(9)).command(&["fetch"]);
        let value = |name: &str| command.get_envs().find(|(key, _)| *key == name).unwrap().1;
        assert_eq!((value("GIT_INDEX_FILE"), value("GIT_WORK_TREE")), (None, None));
        assert_eq!(value("GIT_DIR").unwrap(), "/");
    }
}
