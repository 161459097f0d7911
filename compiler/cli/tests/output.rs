//! The output folder is one complete build at any time: builds at once, builds that are stopped, disks that are full.
#![cfg(unix)]

mod project;

use project::{Project, wxc};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Whether the output folder is complete, and no other build's files are in it.
fn complete(project: &Project, folder: &str) -> bool {
    let manifest: serde_json::Value = serde_json::from_str(&project.read(&format!("{folder}/manifest.json"))).expect("JSON");
    let mut listed: Vec<&str> = manifest["files"].as_array().expect("files").iter().filter_map(|file| file["path"].as_str()).collect();
    listed.push("manifest.json");
    listed.sort_unstable();
    listed == project.list(folder)
}

fn hidden(project: &Project) -> Vec<String> {
    let names = fs::read_dir(&project.root).expect("there").flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with('.')).collect()
}

fn start(project: &Project, args: &[&str]) -> Child {
    wxc().args(args).current_dir(&project.root).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("wxc runs")
}

#[test]
fn builds_at_once_share_an_output_folder() {
    let project = Project::counter();
    // Builds of two kinds have files of different names.
    let kinds = [["build", "--no-prerender", "--mode", "dev"], ["build", "--no-prerender", "--mode", "release"]];
    for kind in &kinds {
        assert_eq!(project.wxc(kind).code, 0);
    }
    let mut running: Vec<Child> = (0..8).map(|number| start(&project, &kinds[number % 2])).collect();
    let mut looks = 0;
    while running.iter_mut().any(|child| child.try_wait().expect("known").is_none()) {
        // The folder is there whenever somebody looks.
        fs::metadata(project.root.join("dist")).expect("never missing");
        looks += 1;
    }
    assert!(looks > 10);
    for child in running {
        let output = child.wait_with_output().expect("ended");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(complete(&project, "dist"));
    assert_eq!(hidden(&project), Vec::<String>::new());
}

/// A project whose output takes a while to write.
fn large() -> Project {
    let project = Project::counter();
    (0..1500).for_each(|number| project.write(&format!("images/{number}.png"), "png"));
    project
}

/// Starts a build and waits until it writes.
fn writing(project: &Project) -> Child {
    let mut child = start(project, &["build", "--no-prerender"]);
    let begun = Instant::now();
    while !hidden(project).iter().any(|name| name.starts_with(".dist.new-")) {
        assert!(begun.elapsed() < Duration::from_secs(60), "it never wrote");
        assert!(child.try_wait().expect("known").is_none(), "it ended before it was seen");
    }
    child
}

fn send(signal: &str, child: &Child) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().expect("runs").success());
}

#[test]
fn a_build_that_is_told_to_end_leaves_the_old_output() {
    let project = large();
    let mut in_time = 0;
    for (signal, number) in [("-TERM", 15), ("-INT", 2), ("-HUP", 1)] {
        let child = writing(&project);
        send(signal, &child);
        let output = child.wait_with_output().expect("ended");
        let said = String::from_utf8_lossy(&output.stderr);
        if output.status.success() {
            // It was faster than the signal.
            assert!(complete(&project, "dist"));
            fs::remove_dir_all(project.root.join("dist")).expect("removed");
            continue;
        }
        in_time += 1;
        assert_eq!(output.status.signal(), Some(number), "{said}");
        assert_eq!(said, "error: interrupted while writing; the output is as it was before\n");
        assert!(!project.exists("dist"));
        assert_eq!(hidden(&project), Vec::<String>::new());
    }
    assert!(in_time > 0);
}

#[test]
fn what_a_killed_build_left_is_cleaned_up() {
    let project = large();
    let mut child = writing(&project);
    // A build that works is not disturbed by another one's cleaning.
    send("-STOP", &child);
    let before = hidden(&project);
    assert_eq!(project.wxc(&["build", "--no-prerender"]).code, 0);
    assert_eq!(hidden(&project), before);
    send("-KILL", &child);
    child.wait().expect("ended");
    assert_eq!(project.wxc(&["build", "--no-prerender"]).code, 0);
    assert_eq!(hidden(&project), Vec::<String>::new());
    assert!(complete(&project, "dist"));
}

#[test]
fn a_full_disk_is_one_error() {
    let project = Project::counter();
    assert_eq!(project.wxc(&["build"]).code, 0);
    let before = project.read("dist/manifest.json");
    project.write("images/b.png", &"x".repeat(600_000));
    // A limit on the size of files is the disk that everybody can fill.
    let limited = format!("ulimit -f 400; trap '' XFSZ; exec {} build --message-format short", env!("CARGO_BIN_EXE_wxc"));
    let output = Command::new("bash").args(["-c", &limited]).current_dir(&project.root).output().expect("bash runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(said, "error: cannot write `./dist`: file too large; what was there before is unchanged\n");
    assert_eq!(project.read("dist/manifest.json"), before);
    assert_eq!(hidden(&project), Vec::<String>::new());
}

#[test]
fn folders_that_cannot_be_written_are_one_error() {
    let project = Project::counter();
    fs::create_dir_all(project.root.join("closed")).expect("made");
    let close = |path: &str, mode: u32| fs::set_permissions(project.root.join(path), fs::Permissions::from_mode(mode)).expect("changed");
    let nobody = |args: &[&str]| {
        let mut command = wxc();
        command.args(args).current_dir(&project.root);
        // The superuser may write everywhere.
        if fs::metadata("/proc/self").is_ok_and(|metadata| std::os::unix::fs::MetadataExt::uid(&metadata) == 0) {
            command.uid(65534).gid(65534);
        }
        let output = command.output().expect("runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    close(".", 0o755);
    close("closed", 0o555);
    let (code, said) = nobody(&["build", "-o", "closed/out"]);
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(
        said,
        "error: cannot write `closed/out`: permission denied; it is replaced as a whole, so the folder that holds it must be writable; what was there before is unchanged\n"
    );
    assert_eq!(project.list("closed"), Vec::<String>::new());

    // What lies in a folder that cannot be read counts as missing, with the reason.
    close("images", 0o000);
    let (code, said) = nobody(&["check", "--message-format", "short"]);
    close("images", 0o755);
    assert_eq!(code, Some(1));
    assert!(said.contains("images:1:1: error[project/unreadable]: the folder `images` cannot be read: permission denied\n"), "{said}");
    close("images/a.png", 0o000);
    let (code, said) = nobody(&["build", "-o", "/tmp/wxc-nobody", "--message-format", "short"]);
    close("images/a.png", 0o644);
    let _ = fs::remove_dir_all("/tmp/wxc-nobody");
    assert_eq!(code, Some(1));
    assert!(said.contains("images/a.png:1:1: error[project/unreadable]: `images/a.png` cannot be read: permission denied\n"), "{said}");
}

#[test]
fn what_is_in_the_way_is_named() {
    let project = Project::counter();
    project.write("file", "");
    let run = project.wxc(&["build", "-o", "file"]);
    assert!(run.code == 2 && run.err.starts_with("error: `file` is a file\n"), "{}", run.err);
    let run = project.wxc(&["build", "-o", "file/out"]);
    assert!(run.code == 2 && run.err.starts_with("error: `file` is a file, so there can be no folder `file/out`\n"), "{}", run.err);
}

#[test]
fn the_time_of_a_folder_that_holds_the_output_stays() {
    let project = Project::counter();
    assert_eq!(project.wxc(&["build", "--depfile", "dist.d"]).code, 0);
    let time = || fs::metadata(&project.root).and_then(|metadata| metadata.modified()).expect("a time");
    let before = time();
    assert_eq!(project.wxc(&["build", "--depfile", "dist.d"]).code, 0);
    assert_eq!(time(), before);
    // Only a build that somebody watches by times does so.
    assert_eq!(project.wxc(&["build"]).code, 0);
    assert!(time() > before);
}

#[test]
fn what_is_no_file_is_left_alone() {
    let project = Project::counter();
    assert!(Command::new("mkfifo").arg(project.root.join("images/b.png")).status().expect("runs").success());
    assert_eq!(project.wxc(&["build", "--no-prerender"]).code, 0);
    assert!(project.exists("dist/images/a.png") && !project.exists("dist/images/b.png"));
}
