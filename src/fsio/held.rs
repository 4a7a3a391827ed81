//! The data files that this process has open. Where locks are those of POSIX (fcntl), all that a process has on a file go
//! with the first handle of it that is closed there: who opened it a second time, were it to see what it is, would take
//! the lock of `SQLite` away. So it is asked here before a file is opened.

use std::fs::File;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What one file is under all its names: its device and its number there.
#[cfg(unix)]
#[derive(Debug, Clone, PartialEq)]
struct Identity(u64, u64);
/// What one file is; a hard link is another, which takes nothing away: locks are a handle's own here.
#[cfg(not(unix))]
type Identity = std::path::PathBuf;

static HELD: Mutex<Vec<Identity>> = Mutex::new(Vec::new());

/// A data file that is held: a handle of its own, and its entry among those that are.
#[derive(Debug)]
pub struct Held {
    file: File,
    identity: Identity,
}

impl Held {
    /// Opens a data file to hold it; none where the process holds it already.
    pub fn open(path: &Path) -> std::io::Result<Option<Self>> {
        let identity = identity(path)?;
        let mut held = all();
        if held.contains(&identity) {
            return Ok(None);
        }
        let file = File::open(path)?;
        held.push(identity.clone());
        Ok(Some(Self { file, identity }))
    }

    /// The file itself.
    pub fn file(&self) -> &File {
        &self.file
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        all().retain(|it| *it != self.identity);
    }
}

/// Whether this process holds the file to which a path leads.
pub fn is_held(path: &Path) -> bool {
    identity(path).is_ok_and(|it| all().contains(&it))
}

fn all() -> MutexGuard<'static, Vec<Identity>> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(unix)]
fn identity(path: &Path) -> std::io::Result<Identity> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).map(|it| Identity(it.dev(), it.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> std::io::Result<Identity> {
    std::fs::canonicalize(path)
}
