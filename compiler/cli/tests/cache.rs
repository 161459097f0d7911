//! `--cache`: what comes out is what a build gives, whatever lies in the cache and however its server behaves.
#![cfg(unix)]

mod project;

use project::{Project, Run};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

fn contents(project: &Project, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let read = |file: String| (file.clone(), fs::read(project.root.join(folder).join(file)).expect("read"));
    project.list(folder).into_iter().map(read).collect()
}

/// A project in `app`, with a mistake to tell.
fn project() -> Project {
    let project = Project::counter();
    for path in ["app.json", "app.js", "pages/a/a.wxml", "pages/a/a.wxss", "pages/a/a.js", "images/a.png"] {
        let text = project.read(path);
        fs::remove_file(project.root.join(path)).expect("removed");
        project.write(&format!("app/{path}"), &text);
    }
    project.write("app/pages/a/a.wxss", ".box { width: 20rpx }\n.a { colour: red; color: }\n");
    project
}

const BUILD: [&str; 5] = ["build", "app", "--message-format", "json", "--no-prerender"];

fn build(project: &Project, cache: &str, out: &str) -> Run {
    project.wxc(&BUILD.into_iter().chain(["-o", out, "--cache", cache, "--print-inputs"]).collect::<Vec<_>>())
}

/// Without the last line, which tells the time.
fn said(run: &Run) -> Vec<String> {
    run.err.lines().filter(|line| !line.starts_with("wxc: built")).map(str::to_owned).collect()
}

/// Builds with the cache and without; gives what was said about the cache.
#[track_caller]
fn compare(project: &Project, cache: &str) -> Vec<String> {
    let plain = plain(project);
    compare_with(project, cache, &plain)
}

fn plain(project: &Project) -> Run {
    project.wxc(&BUILD.into_iter().chain(["-o", "plain", "--print-inputs"]).collect::<Vec<_>>())
}

/// The same, where the project has not changed since it was built without the cache.
#[track_caller]
fn compare_with(project: &Project, cache: &str, plain: &Run) -> Vec<String> {
    let run = build(project, cache, "cached");
    assert_eq!((run.code, &run.out), (plain.code, &plain.out), "{}", run.err);
    let (about, rest): (Vec<String>, Vec<String>) = said(&run).into_iter().partition(|line| line.contains("the cache `"));
    assert_eq!(rest, said(plain));
    assert!(contents(project, "cached") == contents(project, "plain"));
    about
}

/// Files of the cache below a folder.
fn kept(project: &Project, kind: &str) -> Vec<PathBuf> {
    project.list(&format!("cache/{kind}")).iter().map(|path| project.root.join("cache").join(kind).join(path)).collect()
}

#[test]
fn what_was_built_before_is_taken() {
    let project = project();
    assert_eq!(compare(&project, "cache"), Vec::<String>::new());
    assert_eq!((kept(&project, "ac").len(), kept(&project, "cas").len()), (2, 1));
    // A result under another name can only come from the cache.
    let blob = kept(&project, "cas").remove(0);
    let modified = || fs::metadata(&blob).and_then(|metadata| metadata.modified()).expect("a time");
    let before = modified();
    assert_eq!(compare(&project, "cache"), Vec::<String>::new());
    assert!(modified() > before, "it was used");
    assert_eq!(kept(&project, "ac").len(), 2, "and nothing new was kept");

    // In another folder, the same project is the same.
    fs::create_dir_all(project.root.join("else/where")).expect("made");
    fs::rename(project.root.join("app"), project.root.join("else/where/app")).expect("moved");
    let arguments =
        ["build", "else/where/app", "--message-format", "short", "--no-prerender", "-o", "moved", "--cache", "cache", "--cache-read-only"];
    assert_eq!(project.wxc(&arguments).code, 0);
    assert_eq!(kept(&project, "ac").len(), 2);
    assert!(contents(&project, "moved") == contents(&project, "plain"));
}

#[test]
fn every_change_counts() {
    let project = project();
    let changes = [
        ("app/pages/a/a.js", Some("Page({ data: { text: 'changed' } })")),
        ("app/pages/a/a.wxml", Some("<include src='./part.wxml'/>")),
        ("app/pages/a/part.wxml", Some("<view>part {{text}}</view>")),
        ("app/images/b.png", Some("png")),
        ("app/images/a.png", Some("gnp")),
        ("app/app.wxss", Some("@import './theme.wxss';")),
        ("app/pages/a/.hidden.wxml", Some("<view/>")),
        ("app/pages/a/a.ts", Some("Page({ data: { text: 'typed' } })")),
        ("app/pages/a/a.ts", None),
        ("app/images/b.png", None),
    ];
    for (path, text) in changes {
        match text {
            Some(text) => project.write(path, text),
            None => fs::remove_file(project.root.join(path)).expect("removed"),
        }
        assert_eq!(compare(&project, "cache"), Vec::<String>::new(), "after {path}");
    }
    let results = kept(&project, "ac").len();
    project.write("app/images/b.png", "png");
    assert_eq!(compare(&project, "cache"), Vec::<String>::new());
    assert_eq!(kept(&project, "ac").len(), results, "what was there before is known");
    // Options count, too.
    let wide = project.wxc(&["build", "app", "-o", "wide", "--max-width", "600", "--no-prerender", "--cache", "cache"]);
    assert_eq!(wide.code, 1, "the sheet that `app.wxss` imports is missing");
    assert!(contents(&project, "wide") != contents(&project, "cached"));
}

#[test]
fn damage_is_told_once_and_mended() {
    let project = project();
    let plain = plain(&project);
    assert_eq!(compare_with(&project, "cache", &plain), Vec::<String>::new());
    for index in 0..3 {
        let path = kept(&project, "ac").into_iter().chain(kept(&project, "cas")).nth(index).expect("three things");
        let bytes = fs::read(&path).expect("read");
        let damages: [(&str, &dyn Fn()); 5] = [
            ("cut short", &|| fs::write(&path, &bytes[..bytes.len() / 2]).expect("written")),
            ("empty", &|| fs::write(&path, "").expect("written")),
            ("noise", &|| fs::write(&path, bytes.iter().map(|byte| byte ^ 0x55).collect::<Vec<_>>()).expect("written")),
            ("a link", &|| fs::remove_file(&path).and_then(|()| symlink("/dev/zero", &path)).expect("linked")),
            ("a pipe", &|| {
                fs::remove_file(&path).expect("removed");
                assert!(Command::new("mkfifo").arg(&path).status().expect("runs").success());
            }),
        ];
        // Every kind of damage, but not to every thing.
        for (what, damage) in damages.into_iter().skip(index).step_by(2) {
            damage();
            let about = compare_with(&project, "cache", &plain);
            assert_eq!(about.len(), 1, "{what}: {about:?}");
            assert!(about[0].starts_with("warning: in the cache `cache`, ") && about[0].ends_with("; built anew"), "{what}: {about:?}");
            assert!(fs::read(&path).expect("read") == bytes, "{what} was mended");
        }
    }
    // What cannot be mended is left alone.
    let path = kept(&project, "cas").remove(0);
    fs::remove_file(&path).and_then(|()| fs::create_dir(&path)).expect("made");
    assert!(compare_with(&project, "cache", &plain)[0].starts_with("warning: the cache `cache` is not used: it cannot be written: "));
    project.write("file", "");
    assert!(compare_with(&project, "file", &plain)[0].contains("the cache `file` is not used: "));
}

#[test]
fn forged_results_are_refused() {
    let project = project();
    let plain = plain(&project);
    assert_eq!(compare_with(&project, "cache", &plain), Vec::<String>::new());
    let holds = |path: &PathBuf| fs::read_to_string(path).expect("text").contains(r#""wxc":"build""#);
    let path = kept(&project, "ac").into_iter().find(holds).expect("a result");
    let honest: Value = serde_json::from_slice(&fs::read(&path).expect("read")).expect("JSON");
    let forge = |change: &dyn Fn(&mut Value)| {
        let mut forged = honest.clone();
        change(&mut forged);
        fs::write(&path, forged.to_string()).expect("written");
        assert_eq!(compare_with(&project, "cache", &plain).len(), 1, "{forged}");
        assert!(!project.exists("evil") && !project.exists("../evil"));
    };
    forge(&|entry| entry["outputs"][0]["path"] = "../evil".into());
    forge(&|entry| entry["outputs"][0]["path"] = "/evil".into());
    forge(&|entry| entry["outputs"][0]["path"] = entry["outputs"][1]["path"].clone());
    forge(&|entry| entry["outputs"][1]["path"] = format!("{}/x", entry["outputs"][0]["path"].as_str().unwrap_or_default()).into());
    forge(&|entry| entry["outputs"][0]["size"] = u64::MAX.into());
    forge(&|entry| entry["outputs"][0]["copy"] = "../../etc/passwd".into());
    forge(&|entry| entry["outputs"][0]["copy"] = "no/such".into());
    forge(&|entry| entry["blob"] = "../../../etc/passwd".into());
    forge(&|entry| entry["key"] = "0".repeat(64).into());
    forge(&|entry| entry["wxc"] = "shapes".into());
    forge(&|entry| entry["diagnostics"][0]["code"] = "no/such".into());
    forge(&|entry| *entry = serde_json::from_str(&format!("{}{}", "[".repeat(100), "]".repeat(100))).expect("JSON"));
}

/// A server that treats every connection alike; gives its address and the number of connections so far.
fn server(treat: impl Fn(TcpStream) + Send + Sync + 'static) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://user:secret@{}/some/where", listener.local_addr().expect("known"));
    let count = Arc::new(AtomicUsize::new(0));
    let (counted, treat) = (count.clone(), Arc::new(treat));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            counted.fetch_add(1, Ordering::Relaxed);
            let treat = treat.clone();
            std::thread::spawn(move || treat(stream));
        }
    });
    (address, count)
}

fn answering(answer: &'static str) -> (String, Arc<AtomicUsize>) {
    server(move |mut stream| {
        let mut request = [0; 4096];
        while stream.read(&mut request).is_ok_and(|length| length > 0) {
            if stream.write_all(answer.as_bytes()).is_err() {
                return;
            }
        }
    })
}

#[test]
fn servers_that_fail_are_left_alone() {
    let project = project();
    let plain = plain(&project);
    let check = |(address, count): (String, Arc<AtomicUsize>), words: &str| {
        let about = compare_with(&project, &address, &plain);
        assert_eq!(about.len(), 1, "{about:?}");
        assert!(about[0].starts_with("warning: ") && about[0].contains(words) && !about[0].contains("secret"), "{about:?}");
        count.load(Ordering::Relaxed)
    };
    assert_eq!(
        check(answering("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"), "it answers 500 (internal server error)"),
        1
    );
    let elsewhere = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
    assert_eq!(check(answering(elsewhere), "it answers 302 (sends elsewhere, which is not followed)"), 1);
    check(answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nnot JSON!"), "a list of inputs is damaged");
    check(answering("gibberish\r\n\r\n"), "the connection broke off");
    check(server(drop), "the connection broke off");
    // Says nothing, and does not hang up.
    check(server(|mut stream| _ = stream.read_to_end(&mut Vec::new())), "it takes too long to answer");
    // Does not stop talking.
    let endless = |mut stream: TcpStream| {
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(&[b' '; 65536]).is_ok() {}
    };
    check(server(endless), "is larger than it can be");
    // Takes nothing.
    check(answering("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"), "it answers 404 (not found)");
    let nobody = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("an address");
    let about = compare_with(&project, &format!("http://{nobody}"), &plain);
    assert!(about[0].contains("it cannot be reached"), "{about:?}");
    let run = build(&project, "ftp://example.org/cache", "out");
    assert!(run.code == 2 && run.err.contains("`ftp://example.org/cache` is neither a folder nor an address"), "{}", run.err);
}
