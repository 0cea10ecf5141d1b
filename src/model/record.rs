//! The record: trailers by which git remembers a promotion, written and read back.

use super::text::visible;
use std::fmt;

/// What the trailers of one commit say. All values are one line each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    pub action: String,
    pub environment: String,
    pub from: Option<String>,
    /// The commit that the versions were read from.
    pub source: Option<String>,
    /// The configuration wasn't the repository's own.
    pub config: Option<String>,
    pub apps: Vec<AppLine>,
    pub gates: Vec<String>,
    /// Each gate that was broken, with the reason: `soak: hotfix for an outage`.
    pub overrides: Vec<String>,
    pub reason: Option<String>,
    /// When a hold ends.
    pub until: Option<String>,
    pub approved_by: Vec<String>,
    pub actor: Option<String>,
    pub run: Option<String>,
}

/// One app's step, or that of one of its pins where it differs: `web-app v1.2.2 -> v1.2.3 (logs)`. What is held moves
/// nowhere: `web-app v1.3.0`, or `web-app` where every version is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppLine {
    pub app: String,
    pub from: Option<String>,
    /// Empty where nothing moves.
    pub to: String,
    pub pin: Option<String>,
}

impl Record {
    /// Reads the record of a message; of several, which forges squash into one, the newest.
    pub fn read(message: &str) -> Option<Self> {
        Self::all(message).pop()
    }

    /// All records of a message, in their order, equal ones once. Forges reorder messages when they squash, so trailers
    /// count anywhere in it. What a record has once begins another one where it comes again.
    pub fn all(message: &str) -> Vec<Self> {
        let mut records = vec![Self::default()];
        for line in message.lines() {
            let trailer = line.trim().strip_prefix("Hoist-").and_then(|rest| rest.split_once(": "));
            let Some((key, value)) = trailer else { continue };
            if records.last().is_some_and(|last| last.has(key)) {
                records.push(Self::default());
            }
            records.last_mut().into_iter().for_each(|last| last.take(key, value));
        }
        let mut all = Vec::new();
        for record in records {
            let is_whole = !record.action.is_empty() && !record.environment.is_empty();
            if is_whole && !all.contains(&record) {
                all.push(record);
            }
        }
        all
    }

    /// Whether it has what every record has once.
    fn has(&self, key: &str) -> bool {
        match key {
            "Action" => !self.action.is_empty(),
            "Environment" => !self.environment.is_empty(),
            _ => false,
        }
    }

    fn take(&mut self, key: &str, value: &str) {
        let value = value.to_owned();
        match key {
            "Action" => self.action = value,
            "Environment" => self.environment = value,
            "From" => self.from = Some(value),
            "Source" => self.source = Some(value),
            "Config" => self.config = Some(value),
            "App" => self.apps.extend(AppLine::read(&value)),
            "Gate" => self.gates.push(value),
            "Override" => self.overrides.push(value),
            "Reason" => self.reason = Some(value),
            "Until" => self.until = Some(value),
            "Approved-By" => self.approved_by.push(value),
            "Actor" => self.actor = Some(value),
            "Run" => self.run = Some(value),
            // A newer hoist may leave more.
            _ => {}
        }
    }

    /// Whether both tell of the same deed; who did it, and when its gates let it through, may differ.
    pub fn does_as(&self, other: &Self) -> bool {
        let deed = |one: &Self| {
            let Self { action, environment, from, source, config, apps, .. } = one.clone();
            (action, environment, from, source, config, apps)
        };
        deed(self) == deed(other)
    }

    /// Whether a text has a line that would be read as part of a record.
    pub fn is_claimed_by(text: &str) -> bool {
        text.lines().any(|line| {
            line.trim_start().get(..6).is_some_and(|start| start.eq_ignore_ascii_case("hoist-"))
                && line.contains(':')
        })
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = |key: &str, value: &str| writeln!(f, "Hoist-{key}: {}", visible(value));
        line("Action", &self.action)?;
        line("Environment", &self.environment)?;
        for (key, value) in [("From", &self.from), ("Source", &self.source), ("Config", &self.config)] {
            value.iter().try_for_each(|value| line(key, value))?;
        }
        self.apps.iter().try_for_each(|app| line("App", &app.to_string()))?;
        self.gates.iter().try_for_each(|gate| line("Gate", gate))?;
        self.overrides.iter().try_for_each(|one| line("Override", one))?;
        for (key, value) in [("Reason", &self.reason), ("Until", &self.until)] {
            value.iter().try_for_each(|value| line(key, value))?;
        }
        self.approved_by.iter().try_for_each(|one| line("Approved-By", one))?;
        for (key, value) in [("Actor", &self.actor), ("Run", &self.run)] {
            value.iter().try_for_each(|value| line(key, value))?;
        }
        Ok(())
    }
}

impl AppLine {
    fn read(text: &str) -> Option<Self> {
        let still = |app: &str, version: Option<&str>| {
            let (app, from) = (app.to_owned(), version.map(str::to_owned));
            Some(Self { app, from, to: String::new(), pin: None })
        };
        let Some((app, rest)) = text.split_once(' ') else { return still(text, None) };
        let (from, to) = match (rest.strip_prefix("-> "), rest.split_once(" -> ")) {
            (Some(to), _) => (None, to),
            (None, Some((from, to))) => (Some(from.to_owned()), to),
            (None, None) => return still(app, Some(rest)),
        };
        let pin = to.strip_suffix(')').and_then(|to| to.split_once(" ("));
        let (to, pin) = pin.map_or((to, None), |(to, pin)| (to, Some(pin.to_owned())));
        Some(Self { app: app.to_owned(), from, to: to.to_owned(), pin })
    }
}

impl fmt::Display for AppLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.app)?;
        if let Some(from) = &self.from {
            write!(f, " {from}")?;
        }
        if !self.to.is_empty() {
            write!(f, " -> {}", self.to)?;
        }
        self.pin.iter().try_for_each(|pin| write!(f, " ({pin})"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let line = |from: Option<&str>, pin: Option<&str>| AppLine {
            app: "web-app".into(),
            from: from.map(Into::into),
            to: "v1.2.3".into(),
            pin: pin.map(Into::into),
        };
        Record {
            action: "promote".into(),
            environment: "production".into(),
            from: Some("staging".into()),
            source: Some("3f1c2ab".into()),
            config: Some("given, not the repository's".into()),
            apps: vec![
                line(Some("v1.2.2"), None),
                line(None, None),
                line(Some(">=1.0.0 <2"), Some("ghcr.io/acme/logs")),
                AppLine { to: String::new(), ..line(Some("v1.3.0"), None) },
                AppLine { to: String::new(), ..line(None, None) },
            ],
            gates: vec!["order pass staging runs it".into()],
            overrides: vec!["soak: an outage".into()],
            reason: Some("an outage".into()),
            until: Some("2026-03-01T12:00:00Z".into()),
            approved_by: vec!["mona".into()],
            actor: Some("octocat".into()),
            run: Some("https://ci.example.com/1".into()),
        }
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        assert_eq!(Record::read(&record().to_string()), Some(record()));
    }

    #[test]
    fn a_record_is_found_anywhere_in_a_message() {
        let squashed =
            format!("title (#12)\n\n* first\n\n{}\n* second\n\nCo-authored-by: A <a@b.c>\n", record());
        assert_eq!(Record::read(&squashed), Some(record()));
        assert_eq!(Record::read("fix: Hoist-Action: promote"), None);
        assert_eq!(Record::read("Hoist-Action: promote\n"), None);
    }

    #[test]
    fn each_record_of_a_squashed_message_is_read() {
        let staging = Record { environment: "staging".into(), ..record() };
        let squashed = format!("title (#12)\n\n* first\n\n{staging}\n* second\n\n{}\n{staging}", record());
        assert_eq!(Record::all(&squashed), [staging, record()]);
        let turned =
            "Hoist-Environment: dev\nHoist-Action: hold\nHoist-Environment: prod\nHoist-Action: unhold";
        let told: Vec<_> =
            Record::all(turned).into_iter().map(|one| one.environment + " " + &one.action).collect();
        assert_eq!(told, ["dev hold", "prod unhold"]);
    }

    #[test]
    fn a_value_stays_on_its_line() {
        let record = Record { actor: Some("a\nHoist-Environment: dev".into()), ..record() };
        let read = Record::read(&record.to_string()).unwrap();
        assert_eq!(read.environment, "production");
        assert_eq!(read.actor.as_deref(), Some("a\\nHoist-Environment: dev"));
    }

    #[test]
    fn words_of_a_user_claim_no_record() {
        assert!(Record::is_claimed_by("x\n hoist-app: web v1 -> v2"));
        assert!(!Record::is_claimed_by("we use hoist: good"));
    }
}
