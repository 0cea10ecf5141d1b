//! What is sent to a server, and what is told of it.

use crate::fixture::Place;
use hoist::git::{Credentials, Error, Remote, Repo, Update};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};

/// A server on loopback that answers everything alike, and tells the `authorization` lines of each request.
struct Server {
    port: u16,
    requests: Receiver<Vec<String>>,
}

impl Server {
    fn answering(status: &'static str, headers: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, requests) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let told = sender.send(answer(stream.unwrap(), status, headers));
                if told.is_err() {
                    return;
                }
            }
        });
        Self { port, requests }
    }

    fn url(&self, user: &str) -> String {
        format!("http://{user}127.0.0.1:{}/team/repo.git", self.port)
    }

    /// The `authorization` lines of all requests so far.
    fn seen(&self) -> Vec<String> {
        self.requests.try_iter().flatten().collect()
    }
}

fn answer(stream: TcpStream, status: &str, headers: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap() == 0 || line.trim().is_empty() {
            break;
        }
        lines.push(line.trim().to_owned());
    }
    let body = "no such thing";
    let length = body.len();
    let mut stream = stream;
    write!(
        stream,
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
    .unwrap();
    lines.retain(|line| line.to_lowercase().starts_with("authorization:"));
    lines
}

/// A repository whose remote is the server, without anybody's credential helpers.
fn with_remote(url: &str) -> (Place, Repo) {
    let place = Place::with(&[("f", "1")]);
    place.git("seed", &["remote", "add", "origin", url]);
    place.git("seed", &["config", "credential.helper", ""]);
    let repo = place.open("seed");
    (place, repo)
}

fn connect(repo: &Repo, chosen: Option<&str>, fallback: Option<(&str, &str)>) -> Remote {
    let credentials = Credentials {
        chosen: chosen.map(str::to_owned),
        fallback: fallback.map(|(user, token)| (user.to_owned(), token.to_owned())),
    };
    repo.remote(&credentials).unwrap().unwrap()
}

/// `x-access-token:s3cret-t0ken` and `gitlab-ci-token:s3cret-t0ken`.
const CHOSEN: &str = "AUTHORIZATION: basic eC1hY2Nlc3MtdG9rZW46czNjcmV0LXQwa2Vu";
const FALLBACK: &str = "AUTHORIZATION: basic Z2l0bGFiLWNpLXRva2VuOnMzY3JldC10MGtlbg==";
const TOKEN: &str = "s3cret-t0ken";
const JOB: (&str, &str) = ("gitlab-ci-token", TOKEN);

fn leave_header(place: &Place, server: &Server) {
    let key = format!("http.http://127.0.0.1:{}/.extraheader", server.port);
    place.git("seed", &["config", &key, "AUTHORIZATION: basic Y2hlY2tvdXQ="]);
}

#[test]
fn the_given_token_replaces_what_the_checkout_left() {
    let server = Server::answering("404 Not Found", "");
    let (place, repo) = with_remote(&server.url(""));
    leave_header(&place, &server);
    let error = connect(&repo, Some(TOKEN), Some(("ci", "other"))).fetch("main").unwrap_err();
    assert_eq!(server.seen(), [CHOSEN]);
    assert!(matches!(error, Error::Unreachable { .. }), "{error}");
}

#[test]
fn the_cis_own_token_stands_in_where_there_is_nothing_else() {
    let server = Server::answering("404 Not Found", "");
    let (place, repo) = with_remote(&server.url(""));
    assert!(connect(&repo, None, Some(JOB)).fetch("main").is_err());
    assert_eq!(server.seen(), [FALLBACK]);
    leave_header(&place, &server);
    assert!(connect(&repo, None, Some(JOB)).fetch("main").is_err());
    assert_eq!(server.seen(), ["AUTHORIZATION: basic Y2hlY2tvdXQ="]);
}

#[test]
fn a_header_that_the_checkout_left_in_a_file_of_its_own_counts() {
    let server = Server::answering("404 Not Found", "");
    let (place, repo) = with_remote(&server.url(""));
    let key = format!("[http \"http://127.0.0.1:{}/\"]", server.port);
    place.write("left.config", format!("{key}\n extraheader = AUTHORIZATION: basic Y2hlY2tvdXQ=\n"));
    let dir = place.path("seed/.git").canonicalize().unwrap();
    let condition = format!("includeIf.gitdir:{}.path", dir.display());
    place.git("seed", &["config", &condition, place.path("left.config").to_str().unwrap()]);
    assert!(connect(&repo, None, Some(JOB)).fetch("main").is_err());
    assert_eq!(server.seen(), ["AUTHORIZATION: basic Y2hlY2tvdXQ="]);
}

#[test]
fn a_password_in_the_url_comes_before_the_cis_token() {
    let server = Server::answering("401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n");
    let (_place, repo) = with_remote(&server.url("me:p%40ssw0rd@"));
    let error = connect(&repo, None, Some(JOB)).fetch("main").unwrap_err();
    // `me:p@ssw0rd`
    assert_eq!(server.seen(), ["Authorization: Basic bWU6cEBzc3cwcmQ="]);
    assert!(!format!("{error} {error:?}").contains("ssw0rd"), "{error:?}");
    let hint = error.hint().unwrap();
    assert!(hint.starts_with("tried the remote's URL, then git's credential helpers;"), "{hint}");
}

#[test]
fn a_refused_token_is_not_told() {
    let server = Server::answering("401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n");
    let (_place, repo) = with_remote(&server.url(""));
    let there = connect(&repo, Some(TOKEN), None);
    let error = there.fetch("main").unwrap_err();
    assert!(matches!(&error, Error::Denied { tried, .. } if tried == &["the given token"]), "{error:?}");
    assert!(!format!("{error} {error:?}").contains(TOKEN));
    assert!(server.seen().iter().all(|line| line == CHOSEN));
}

#[test]
fn a_token_is_not_sent_where_the_server_redirects() {
    let other = Server::answering("404 Not Found", "");
    let headers = format!("Location: http://localhost:{}/x.git/info/refs\r\n", other.port);
    let server = Server::answering("302 Found", Box::leak(headers.into_boxed_str()));
    let (_place, repo) = with_remote(&server.url(""));
    let error = connect(&repo, Some(TOKEN), None).fetch("main").unwrap_err();
    assert!(matches!(error, Error::Redirects { .. }), "{error}");
    assert_eq!(other.requests.try_iter().count(), 0);
}

#[test]
fn a_token_is_for_the_web_alone() {
    let place = Place::cloned(&[("f", "1")]);
    let tip = place.rev("clone", "HEAD");
    assert_eq!(connect(&place.open("clone"), Some(TOKEN), Some(JOB)).fetch("main").unwrap(), tip);
}

#[test]
fn a_forbidden_push_is_a_refusal() {
    let server = Server::answering("403 Forbidden", "");
    let (place, repo) = with_remote(&server.url(""));
    let tip = place.rev("seed", "HEAD");
    let update = Update::branch("main", None, tip);
    let error = connect(&repo, Some(TOKEN), None).push(&[update]).unwrap_err();
    assert!(matches!(&error, Error::Rejected { branch, .. } if branch == "main"), "{error:?}");
    assert!(error.hint().unwrap().contains("contents: write"));
}

#[test]
fn a_broken_server_is_asked_again() {
    let server = Server::answering("503 Service Unavailable", "");
    let (_place, repo) = with_remote(&server.url(""));
    let error = connect(&repo, Some(TOKEN), None).fetch("main").unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }), "{error}");
    assert_eq!(server.seen().len(), 3);
}
