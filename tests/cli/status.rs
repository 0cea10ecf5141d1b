//! What runs where.

use super::support::{overlay, seed};

#[test]
fn status_shows_each_app_in_each_environment() {
    let repo = seed();
    let ran = repo.hoist(&["status"]).exits(0);
    for word in ["web-app", "dev", "staging", "production", "v1.2.3", "v1.2.2", "latest"] {
        assert!(ran.stdout.contains(word), "{word} in\n{}", ran.stdout);
    }
}

#[test]
fn status_is_json_too() {
    let repo = seed();
    repo.write(&overlay("web-app", "dev"), "images: [\n");
    repo.commit_and_push("dev is broken");
    let status = repo.hoist(&["status", "--format", "json"]).exits(0).json();
    assert_eq!(status["environments"], serde_json::json!(["dev", "staging", "production"]));
    let cells = &status["rows"][0]["cells"];
    assert_eq!(cells[0]["state"], "unclear");
    assert_eq!(cells[1]["version"], "v1.2.3");
    assert_eq!(cells[1]["written"], "staging-v1.2.3");
    assert_eq!(cells[2]["behind"], true);
}
