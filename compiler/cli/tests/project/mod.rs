//! A small mini program in a folder of its own, and the program run on it.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A folder that goes away with its owner.
pub struct Project {
    pub root: PathBuf,
}

impl Project {
    /// The smallest program: one page.
    pub fn counter() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let root = std::env::temp_dir().join(format!("wxc-test-{}-{number}", std::process::id()));
        let project = Self { root };
        project.write("app.json", r#"{"pages": ["pages/a/a"], "window": {"navigationBarTitleText": "A <title>"}}"#);
        project.write("app.js", "App({})");
        project.write("pages/a/a.wxml", "<view class=\"box\" bindtap=\"tap\">{{text}}</view>");
        project.write("pages/a/a.wxss", ".box { width: 20rpx }");
        project.write("pages/a/a.js", "Page({ data: { text: 'hello' }, tap() {} })");
        project.write("images/a.png", "png");
        project
    }

    pub fn write(&self, path: &str, text: &str) {
        let target = self.root.join(path);
        fs::create_dir_all(target.parent().expect("a folder")).expect("made");
        fs::write(target, text).expect("written");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn exists(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }

    /// Runs `wxc` in the project's folder.
    pub fn wxc(&self, args: &[&str]) -> Run {
        let output = wxc().args(args).current_dir(&self.root).output().expect("wxc runs");
        Run::new(output)
    }

    /// All files below a folder of the project, sorted.
    pub fn list(&self, folder: &str) -> Vec<String> {
        fn visit(folder: &Path, base: &Path, out: &mut Vec<String>) {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                if entry.path().is_dir() {
                    visit(&entry.path(), base, out);
                } else {
                    out.push(entry.path().strip_prefix(base).expect("below").to_string_lossy().replace('\\', "/"));
                }
            }
        }
        let mut out = Vec::new();
        visit(&self.root.join(folder), &self.root.join(folder), &mut out);
        out.sort();
        out
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

pub fn wxc() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wxc"));
    command.env_remove("NO_COLOR");
    command
}

pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    fn new(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Self { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// `wxc dev` on a project.
pub struct Server {
    child: Child,
    pub address: String,
}

impl Server {
    pub fn start(project: &Project) -> Self {
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
    pub fn get(&self, path: &str, headers: &[(&str, &str)]) -> (String, String) {
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
    pub fn wait_for(&self, path: &str, text: &str) {
        self.wait_until(path, |body| body.contains(text));
    }

    /// Asks again until the body is as wanted.
    pub fn wait_until(&self, path: &str, wanted: impl Fn(&str) -> bool) {
        let start = Instant::now();
        loop {
            let (_, body) = self.get(path, &[]);
            if wanted(&body) {
                return;
            }
            assert!(start.elapsed() < Duration::from_secs(30), "`{path}` never became what was wanted:\n{body}");
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
