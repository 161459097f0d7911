//! Writes the hostile project into the folder that is named, for tests in a browser.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).ok_or_else(|| std::io::Error::other("name a folder"))?;
    for (path, bytes) in wxc_tests::hostile::project() {
        let target = Path::new(&folder).join(path);
        std::fs::create_dir_all(target.parent().unwrap_or(Path::new(".")))?;
        std::fs::write(target, bytes)?;
    }
    Ok(())
}
