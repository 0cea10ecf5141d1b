//! Examples of files: configurations, workflows, GitLab jobs.

use crate::fence::Fence;
use hoist::config::Config;
use serde_json::Value;
use std::collections::BTreeSet;

/// The name by which a workflow or a GitLab file calls hoist.
const PUBLISHED: &str = "hoist-tools/hoist";

/// Each document of the example is a hoist.yaml without errors; or, for what isn't built, one that is told so.
pub(crate) fn configuration(fence: &Fence, later: bool) -> Result<(), String> {
    for document in fence.text.split("---\n") {
        match (Config::parse("hoist.yaml", document), later) {
            (Ok(_), false) => {}
            (Err(problems), true) if problems.to_string().contains("not yet") => {}
            (Ok(_), true) => return Err("this works now: take `later` away".to_owned()),
            (Err(problems), _) => return Err(problems.to_string()),
        }
    }
    Ok(())
}

pub(crate) fn yaml(text: &str) -> Result<Value, String> {
    serde_yaml::from_str(text).map_err(|error| error.to_string())
}

/// A workflow pins what it uses, and speaks of inputs and outputs that the action has.
pub(crate) fn workflow(fence: &Fence) -> Result<(), String> {
    let action = yaml(&crate::read("action.yml"))?;
    let (inputs, outputs) = (keys(&action["inputs"]), keys(&action["outputs"]));
    for (id, job) in yaml(&fence.text)?["jobs"].as_object().ok_or("a workflow has jobs")? {
        for step in job["steps"].as_array().ok_or(format!("the job `{id}` has steps"))? {
            let Some(uses) = step["uses"].as_str() else { continue };
            let (name, at) = uses.split_once('@').ok_or(format!("`{uses}` names no version"))?;
            if name != PUBLISHED {
                let pinned = at.len() == 40 && at.chars().all(|c| c.is_ascii_hexdigit());
                if !pinned {
                    return Err(format!("`{uses}` isn't pinned by its commit"));
                }
                continue;
            }
            version(at)?;
            known("input", &inputs, keys(&step["with"]).iter())?;
            let named = named_outputs(&fence.text, step["id"].as_str());
            known("output", &outputs, named.iter())?;
        }
    }
    Ok(())
}

/// A GitLab example sets variables that hoist reads, and extends what the template has.
pub(crate) fn gitlab(fence: &Fence) -> Result<(), String> {
    let pipeline = yaml(&fence.text)?;
    let template = yaml(&crate::read("gitlab-template.yml"))?;
    let action = yaml(&crate::read("action.yml"))?;
    let variable = |name: &String| format!("HOIST_{}", name.replace('-', "_").to_uppercase());
    let inputs: BTreeSet<_> = keys(&action["inputs"]).iter().map(variable).collect();
    let outputs: BTreeSet<_> = keys(&action["outputs"])
        .iter()
        .map(|name| variable(name).replacen("HOIST_", "HOIST_OUT_", 1))
        .collect();
    let words = fence.text.split(|c: char| !c.is_ascii_uppercase() && !c.is_ascii_digit() && c != '_');
    let ours: BTreeSet<_> = words.filter(|word| word.starts_with("HOIST_")).map(str::to_owned).collect();
    known("variable", &inputs.union(&outputs).cloned().collect(), ours.iter())?;
    for (name, job) in pipeline.as_object().ok_or("a pipeline has jobs")? {
        let extended = job["extends"].as_str().filter(|base| *base == ".hoist");
        if extended.is_some() && template.get(".hoist").is_none() {
            return Err(format!("`{name}` extends what gitlab-template.yml doesn't have"));
        }
    }
    for include in pipeline["include"].as_array().into_iter().flatten() {
        include["ref"].as_str().map_or(Ok(()), version)?;
        if let Some((component, at)) =
            include["component"].as_str().and_then(|component| component.rsplit_once('@'))
        {
            version(at)?;
            let promote = component.ends_with(&format!("{PUBLISHED}/promote"));
            let header = crate::read("templates/promote.yml");
            let header = yaml(header.split("\n---\n").next().unwrap_or_default())?;
            if !promote {
                return Err(format!("`{component}` isn't a component of ours"));
            }
            known("input", &keys(&header["spec"]["inputs"]), keys(&include["inputs"]).iter())?;
        }
    }
    Ok(())
}

/// The version that the pages speak of is the one of this tree.
fn version(at: &str) -> Result<(), String> {
    let own = format!("v{}", env!("CARGO_PKG_VERSION"));
    if at.trim_start_matches('v') == env!("CARGO_PKG_VERSION") {
        Ok(())
    } else {
        Err(format!("`{at}` isn't {own}"))
    }
}

/// `steps.ID.outputs.NAME` anywhere in the example.
fn named_outputs(text: &str, id: Option<&str>) -> BTreeSet<String> {
    let Some(id) = id else { return BTreeSet::new() };
    let start = format!("steps.{id}.outputs.");
    let rest = text.split(&start).skip(1);
    rest.map(|rest| rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect()).collect()
}

fn keys(map: &Value) -> BTreeSet<String> {
    map.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect()
}

fn known<'a>(
    what: &str,
    known: &BTreeSet<String>,
    mut named: impl Iterator<Item = &'a String>,
) -> Result<(), String> {
    named.find(|name| !known.contains(*name)).map_or(Ok(()), |name| Err(format!("`{name}` is no {what}")))
}
