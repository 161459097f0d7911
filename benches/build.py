"""Times cold builds of whole apps, rebuilds in the dev server, and counts the bytes a first page loads: `python3 benches/build.py [--runs N]`."""

import gzip, json, os, pathlib, re, resource, select, shutil, statistics, subprocess, sys, tempfile, time, urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
WXC = os.environ.get("WXC", str(ROOT / "target/release/wxc"))
RUNS = int(sys.argv[sys.argv.index("--runs") + 1]) if "--runs" in sys.argv else 5
MODULES = ROOT / "node_modules"
# name: (project, a template to touch)
APPS = {
    "counter": (ROOT / "fixtures/counter", "pages/index/index.wxml"),
    "shop": (ROOT / "fixtures/shop", "pages/home/home.wxml"),
    "weui-wxss dist (58 pages)": (MODULES / "weui-wxss/dist", "example/index.wxml"),
    "wux-weapp example (97 pages)": (MODULES / "wux-weapp/example", "pages/index/index.wxml"),
}


def cold(project, out):
    """Wall seconds, CPU seconds and peak memory in MB of one build."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    child = subprocess.Popen([WXC, "build", str(project), "-o", str(out)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(child.pid, 0)
    return time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def rebuilds(project, template):
    """What the dev server says a rebuild took, ms, after each of a few edits of one template."""
    with tempfile.TemporaryDirectory() as copy:
        work = pathlib.Path(copy) / "project"
        shutil.copytree(project, work, symlinks=True)
        server = subprocess.Popen([WXC, "dev", str(work), "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        found, heard = [], b""

        def hear(pattern, seconds):
            """The next match in what the server prints, or None."""
            nonlocal heard
            end = time.monotonic() + seconds
            while not (match := re.search(pattern, heard)):
                left = end - time.monotonic()
                if left <= 0 or not select.select([server.stdout], [], [], left)[0]:
                    return None
                chunk = os.read(server.stdout.fileno(), 65536)
                if not chunk:
                    return None
                heard += chunk
            heard = heard[match.end() :]
            return match

        try:
            hear(rb"http://\S+", 30)
            for n in range(4 * RUNS):
                with open(work / template, "a") as file:
                    file.write(f"<view>edit {n}</view>\n")
                # An edit may come before the watcher is ready: the next one will not.
                if took := hear(rb"rebuilt in ([\d.]+) ms", 2):
                    found.append(float(took[1]))
                if len(found) == RUNS:
                    break
        finally:
            server.kill()
        return found


def first_page(out):
    """gzip bytes of what index.html loads: itself, styles, view and logic scripts."""
    html = (out / "index.html").read_text()
    config = json.loads(re.search(r'id="wxc-app">(.*?)</script>', html, re.S)[1])
    files = re.findall(r'(?:href|src)="(assets/[^"]+)"', html) + [config["logic"]]
    sizes = {name: len(gzip.compress((out / name).read_bytes(), 9)) for name in files}
    sizes["index.html"] = len(gzip.compress(html.encode(), 9))
    return sizes


def main():
    for name, (project, template) in APPS.items():
        if not project.exists():
            print(f"{name}: not installed (npm ci)")
            continue
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "dist"
            runs = [cold(project, out) for _ in range(RUNS)]
            wall, cpu, memory = (statistics.median(column) for column in zip(*runs))
            print(f"{name}: cold build {wall * 1000:.0f} ms wall, {cpu * 1000:.0f} ms CPU, {memory:.0f} MB peak (median of {RUNS})")
            sizes = first_page(out)
            scripts = sum(size for file, size in sizes.items() if file.endswith(".js"))
            print(f"  first page: {sum(sizes.values())} bytes gzip, scripts {scripts}: " + ", ".join(f"{re.sub(r'-[a-z0-9]+(?=[.])', '', f)} {s}" for f, s in sizes.items()))
        if (project / template).exists():
            took = rebuilds(project, template)
            if took:
                print(f"  rebuild after editing {template}: {statistics.median(took):.1f} ms")


main()
