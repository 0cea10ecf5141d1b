//! `hoist man`: the manual page of hoist, or of one command.

use super::cli::shown;
use super::console::Stream;
use clap::{ArgMatches, Command};
use clap_mangen::Man;

pub(super) fn run(flags: &ArgMatches) -> anyhow::Result<u8> {
    let mut page = Vec::new();
    let command = page_of(flags.get_one::<String>("of"));
    let is_whole = command.has_subcommands();
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let man = Man::new(command);
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if is_whole {
        man.render_subcommands_section(&mut page)?;
    }
    page.extend(section("NOTES", &after).into_bytes());
    Stream::Out.write(&String::from_utf8_lossy(&page))?;
    Ok(0)
}

/// A text whose lines stay as they are: a manual page would fill them.
fn section(title: &str, text: &str) -> String {
    // https://man7.org/linux/man-pages/man7/groff.7.html: a line that begins with `.` or `'` is a request.
    let escaped =
        text.replace('\\', "\\e").replace('-', "\\-").replace("\n.", "\n\\&.").replace("\n'", "\n\\&'");
    let escaped = escaped.trim_end();
    format!(".SH \"{title}\"\n.nf\n{escaped}\n.fi\n")
}

fn page_of(command: Option<&String>) -> Command {
    let whole = shown();
    let Some(name) = command else { return whole };
    let named = whole.find_subcommand(name).cloned().map(|one| one.name(format!("hoist-{name}")));
    named.unwrap_or(whole)
}
