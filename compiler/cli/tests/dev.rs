//! `wxc dev` over HTTP: what it serves, whom it answers, and what it does when a file changes.

mod project;

use project::{Project, wxc};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(project: &Project) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port();
        let mut child = wxc()
            .args(["dev", "--message-format", "json", "--port", &port.to_string()])
            .current_dir(&project.root)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("wxc runs");
        let out = BufReader::new(child.stdout.take().expect("piped"));
        let line = out.lines().map_while(Result::ok).find(|line| line.contains("listening")).expect("an address");
        let message: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        let address = message["url"].as_str().unwrap_or_default().trim_start_matches("http://").trim_end_matches('/').to_owned();
        Self { child, address }
    }

    /// Status line with headers, and body.
    fn get(&self, path: &str, headers: &[(&str, &str)]) -> (String, String) {
        let mut stream = TcpStream::connect(&self.address).expect("connected");
        let mut request = format!("GET {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            request += &format!("Host: {}\r\n", self.address);
        }
        headers.iter().for_each(|(name, value)| request += &format!("{name}: {value}\r\n"));
        stream.write_all(format!("{request}\r\n").as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("answered");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        (head.to_lowercase(), body.to_owned())
    }

    /// Asks again until the body holds `text`.
    fn wait_for(&self, path: &str, text: &str) {
        let start = Instant::now();
        while !self.get(path, &[]).1.contains(text) {
            assert!(start.elapsed() < Duration::from_secs(30), "`{path}` never held `{text}`");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_app_is_served_isolated_and_follows_changes() {
    let project = Project::counter();
    project.write("mock/list.json", "[1]");
    let server = Server::start(&project);
    let (head, body) = server.get("/", &[]);
    assert!(head.starts_with("http/1.1 200") && head.contains("content-type: text/html"), "{head}");
    assert!(
        head.contains("cross-origin-opener-policy: same-origin") && head.contains("cross-origin-embedder-policy: credentialless"),
        "{head}"
    );
    assert!(body.contains("wx-view") && body.contains("\"dev\":true"), "{body}");
    assert!(server.get("/assets/logic.js", &[]).0.contains("content-type: text/javascript"));
    assert!(server.get("/images/a.png", &[]).0.contains("content-type: image/png"));
    assert_eq!(server.get("/mock/list", &[]).1, "[1]");
    assert!(server.get("/mock/../app.js", &[]).0.contains("404"));
    assert!(server.get("/no/such.png", &[]).0.contains("404"));

    project.write("pages/a/a.wxml", "<view class=\"box\">changed</view>");
    server.wait_for("/", "changed");
    project.write("pages/a/a.wxss", ".box { width: 123rpx }");
    server.wait_for("/assets/pages-a-a.css", "123");
    // A new page in a new folder, then a broken one, then a good one again.
    project.write("extra/b.wxml", "<text>second</text>");
    project.write("extra/b.js", "Page({})");
    project.write("app.json", r#"{"pages": ["pages/a/a", "extra/b"]}"#);
    server.wait_for("/assets/extra-b.html", "second");
    project.write("app.json", "{");
    server.wait_for("/", "Nothing to show yet");
    project.write("app.json", r#"{"pages": ["extra/b"]}"#);
    server.wait_for("/", "second");
}

#[test]
fn only_pages_of_this_server_may_use_it() {
    let project = Project::counter();
    let server = Server::start(&project);
    assert!(server.get("/", &[("Host", "evil.example")]).0.contains("403"));
    assert!(server.get("/", &[("Host", "localhost:1")]).0.contains("200"));
    let target = format!("/__wxc/proxy?url=http%3A%2F%2F{}%2Fassets%2Flogic.js", server.address.replace(':', "%3A"));
    assert!(server.get(&target, &[("Sec-Fetch-Site", "cross-site")]).0.contains("403"));
    assert!(server.get(&target, &[("Origin", "http://evil.example")]).0.contains("403"));
    assert!(server.get("/__wxc/proxy?url=file%3A%2F%2F%2Fetc%2Fpasswd", &[("Sec-Fetch-Site", "same-origin")]).0.contains("400"));
    let (head, _) = server.get(&target, &[("Sec-Fetch-Site", "same-origin")]);
    assert!(head.contains("200") && head.contains("content-type: text/javascript"), "{head}");
}
