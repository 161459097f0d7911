//! `wxc dev` over HTTP: what it serves, whom it answers, and what it does when a file changes.

mod project;

use project::{Project, Server};

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
fn a_folder_named_dist_that_holds_sources_is_watched() {
    let project = Project::counter();
    project.write("app.json", r#"{"pages": ["pages/a/a", "dist/b"]}"#);
    project.write("dist/b.wxml", "<text>first</text>");
    project.write("dist/b.js", "Page({})");
    let server = Server::start(&project);
    server.wait_for("/assets/dist-b.html", "first");
    project.write("dist/b.wxml", "<text>second</text>");
    server.wait_for("/assets/dist-b.html", "second");
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
