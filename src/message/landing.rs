//! What the message of a commit says of how it came: the forge's request, and the commits that it reverts.

/// The forge's number of the request: `#12` of GitHub and Gitea, `!12` of GitLab.
pub fn request(message: &str) -> Option<String> {
    let subject = message.lines().next().unwrap_or_default().trim_end();
    let merged = subject.strip_prefix("Merge pull request #").and_then(leading);
    let named = || {
        subject
            .strip_prefix("Merge pull request '")
            .and_then(|rest| rest.rsplit_once("(#")?.1.split_once(')'))
    };
    let squashed =
        || leading(subject.strip_suffix(')')?.rsplit_once(" (#")?.1).filter(|(_, rest)| rest.is_empty());
    let number = merged.or_else(|| named().and_then(|(number, _)| leading(number))).or_else(squashed);
    number.map(|(number, _)| format!("#{number}")).or_else(|| message.lines().find_map(merge_request))
}

/// `See merge request group/project!12`, a line of its own.
fn merge_request(line: &str) -> Option<String> {
    let (_, number) = line.trim().strip_prefix("See merge request ")?.rsplit_once('!')?;
    leading(number).filter(|(_, rest)| rest.is_empty()).map(|(number, _)| format!("!{number}"))
}

/// The digits that a text begins with, and the rest.
fn leading(text: &str) -> Option<(&str, &str)> {
    let (number, rest) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    (!number.is_empty()).then_some((number, rest))
}

/// The commits that `git revert` names: `This reverts commit 3f1c2ab….`
pub fn reverted(message: &str) -> impl Iterator<Item = &str> {
    let named = message.lines().filter_map(|line| line.trim().strip_prefix("This reverts commit "));
    let ids = named.filter_map(|rest| rest.split(|c: char| !c.is_ascii_hexdigit()).next());
    ids.filter(|id| (7..=40).contains(&id.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_told_as_each_forge_writes_it() {
        let cases = [
            ("Merge pull request #12 from acme/hoist/production/web\n\npromote", Some("#12")),
            ("promote(production): web v1 -> v2 (#12)\n\n* x (#9)", Some("#12")),
            ("Merge pull request 'promote: web (#3)' (#12) from hoist into main", Some("#12")),
            ("Merge branch 'x' into 'main'\n\npromote\n\nSee merge request acme/deploy!12", Some("!12")),
            ("promote\n\nSee merge request acme/sub/deploy!12\nCo-authored-by: A <a@b.c>", Some("!12")),
            ("Revert \"promote (#12)\"", None),
            ("Revert \"promote (#12)\" (#13)", Some("#13")),
            ("fixes (#12) at last", None),
            ("a (#)\n\nSee merge request x!", None),
            ("a (#1b)", None),
            ("", None),
        ];
        for (message, want) in cases {
            assert_eq!(request(message).as_deref(), want, "{message:?}");
        }
    }

    #[test]
    fn a_revert_names_what_it_takes_back() {
        let ids = |message: &str| reverted(message).map(str::to_owned).collect::<Vec<String>>();
        let id = "1234567890123456789012345678901234567890";
        assert_eq!(ids(&format!("Revert \"x\"\n\nThis reverts commit {id}.\n")), [id]);
        let merge = format!("Revert \"x\"\n\nThis reverts commit {id}, reversing\nchanges made to {id}.");
        assert_eq!(ids(&merge), [id]);
        assert_eq!(ids("This reverts commit 3f1c2ab (promote, 2026-03-01)."), ["3f1c2ab"]);
        assert_eq!(ids("This reverts commit ab.\nIt reverts commit 3f1c2ab"), [""; 0]);
    }
}
