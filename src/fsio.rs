//! Files written whole or not at all, and none opened that the process holds as its data file.

mod held;

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::{Builder, NamedTempFile};

pub use held::{Held, is_held};

use crate::error::{Error, Result};

/// What the name of each temporary file and folder begins with; six letters and digits follow.
pub const TEMPORARY: &str = ".taizhang-";
/// What `SQLite` puts behind the name of a data file for its journal.
const JOURNAL: &str = "-journal";
/// The ending of a backup that is being made.
pub const PARTIAL: &str = ".partial";
/// How old a temporary file is that nobody works at any more.
const LEFT_BEHIND: Duration = Duration::from_hours(24);

/// Writes `bytes` to `path` by way of a temporary file beside it: synced, then renamed. After a
/// failure, a full disk or a power cut the old file stands as it was.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<()> {
    let fail = |error: std::io::Error| Error::io("写入", path, &error);
    write_whole(path, document_beside, |file| file.write_all(bytes).map_err(fail))
}

/// The same for what `write` puts into the file, which stays private to its user.
pub fn write_private<T>(path: &Path, write: impl FnOnce(&mut File) -> Result<T>) -> Result<T> {
    write_whole(path, private_beside, write)
}

fn write_whole<T>(
    path: &Path,
    make: impl FnOnce(&Path) -> std::io::Result<NamedTempFile>,
    write: impl FnOnce(&mut File) -> Result<T>,
) -> Result<T> {
    let fail = |error: std::io::Error| Error::io("写入", path, &error);
    let target = target_of(path)?;
    clear_left_behind(&folder_of(&target));
    let mut file = make(&target).map_err(fail)?;
    let written = write(file.as_file_mut())?;
    file.as_file().sync_all().map_err(fail)?;
    file.persist(&target).map_err(|error| fail(error.error))?;
    sync_folder(&folder_of(&target));
    Ok(written)
}

/// The file that is replaced when something is written to `path`: behind a link what it leads to. A folder, a pipe and
/// a device are refused: a rename would put a file in their place.
pub fn target_of(path: &Path) -> Result<PathBuf> {
    let fail = |error: std::io::Error| Error::io("写入", path, &error);
    let is_link = match path.symlink_metadata() {
        Ok(found) => found.is_symlink(),
        // Nothing is there; what else is wrong shows when it is written.
        Err(_) => return Ok(path.to_path_buf()),
    };
    let found = std::fs::metadata(path).map_err(fail)?;
    if found.is_dir() {
        return Err(fail(std::io::Error::from(std::io::ErrorKind::IsADirectory)));
    }
    if !found.is_file() {
        return Err(Error::bad_input(format!("这不是普通文件，不能写入：{}", path.display()))
            .advise("没有写入，原来的没有改动。请换一个文件名"));
    }
    if is_link { std::fs::canonicalize(path).map_err(fail) } else { Ok(path.to_path_buf()) }
}

/// Whether a file can be written to this place; nothing is left there.
pub fn check_place(path: &Path) -> Result<()> {
    private_beside(&target_of(path)?).map(drop).map_err(|error| Error::io("写入", path, &error))
}

/// Removes the temporary files and folders that a program which was killed has left in a folder a day ago: some hold the
/// whole data file, unlocked. Nothing else is touched, no link is followed, and what cannot be removed is let lie.
pub fn clear_left_behind(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let entries = entries.filter_map(std::result::Result::ok);
    let left: Vec<PathBuf> =
        entries.filter(|it| is_temporary(&it.file_name().to_string_lossy())).map(|it| it.path()).collect();
    if left.is_empty() {
        return;
    }
    // By the clock of that disk: a share has its own.
    let now = tempfile::tempfile_in(folder).and_then(|probe| probe.metadata()?.modified());
    let Ok(now) = now else { return };
    for path in left {
        let Ok(found) = path.symlink_metadata() else { continue };
        let age = found.modified().ok().and_then(|then| now.duration_since(then).ok());
        if age.is_none_or(|age| age <= LEFT_BEHIND) {
            continue;
        }
        if found.is_dir() {
            std::fs::remove_dir_all(path).ok();
        } else if found.is_file() {
            std::fs::remove_file(path).ok();
        }
    }
}

/// Whether a name is one that a temporary file, or the journal of one, was given here.
fn is_temporary(name: &str) -> bool {
    let name = name.strip_suffix(JOURNAL).unwrap_or(name);
    let name = name.strip_suffix(PARTIAL).unwrap_or(name);
    let is_given = |given: &str| given.len() == 6 && given.bytes().all(|byte| byte.is_ascii_alphanumeric());
    name.strip_prefix(TEMPORARY).is_some_and(is_given)
}

/// Where the journal of a write to a data file lies.
pub fn journal_of(data_file: &Path) -> PathBuf {
    let mut journal = data_file.as_os_str().to_owned();
    journal.push(JOURNAL);
    journal.into()
}

/// Makes a folder and its parents.
pub fn make_folder(path: &Path) -> Result<()> {
    std::fs::create_dir_all(path).map_err(|error| Error::io("新建文件夹", path, &error))
}

/// Makes a folder that only its user can look into (mode 0700 where there are modes), and its parents.
pub fn make_private_folder(path: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| Error::io("新建文件夹", path, &error))
}

/// Takes a folder away with all that is in it, where there is one.
pub fn remove_folder(path: &Path) -> Result<()> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io("清除文件夹", path, &error)),
        _ => Ok(()),
    }
}

/// The folder that a path stands in.
pub fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// Opens a file to read from, whosever it is; the data file that the process holds is refused (see [`Held`]).
pub fn open(doing: &str, path: &Path) -> Result<File> {
    if is_held(path) {
        return Err(Error::bad_input(format!("这就是现在的数据文件，{doing}没有完成：{}", path.display()))
            .advise("数据没有改动。请换一个文件"));
    }
    File::open(path).map_err(|error| Error::io(doing, path, &error))
}

/// Reads a file of at most so many bytes; nothing of one that is larger. What is no file is refused: a device gives bytes
/// without end, a pipe waits for them.
pub fn read_at_most(doing: &str, path: &Path, most: u64) -> Result<Option<Vec<u8>>> {
    use std::io::Read;
    let fail = |error: std::io::Error| Error::io(doing, path, &error);
    // Asked before it is opened: opening a pipe waits already.
    let metadata = std::fs::metadata(path).map_err(fail)?;
    if metadata.is_dir() {
        return Err(fail(std::io::ErrorKind::IsADirectory.into()));
    }
    if !metadata.is_file() {
        return Err(fail(std::io::Error::other("不是普通文件")));
    }
    let mut bytes = Vec::new();
    open(doing, path)?.take(most + 1).read_to_end(&mut bytes).map_err(fail)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// Copies all of `from`. What fails is told by the side that failed.
pub fn copy(
    from: &mut dyn std::io::Read,
    to: &mut dyn Write,
    reading: impl Fn(std::io::Error) -> Error,
    writing: impl Fn(std::io::Error) -> Error,
) -> Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => to.write_all(&buffer[..count]).map_err(&writing)?,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(reading(error)),
        }
    }
}

/// The files that stand in a folder, by name; hidden ones, folders and the data file of this process, with its journal, are
/// passed over.
pub fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let reading = |error: std::io::Error| Error::io("读取文件夹", folder, &error);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(reading)? {
        let entry = entry.map_err(reading)?;
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        let path = entry.path();
        let is_journal = path.to_str().and_then(|it| it.strip_suffix(JOURNAL)).is_some_and(|it| is_held(Path::new(it)));
        if !is_hidden && path.is_file() && !is_held(&path) && !is_journal {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Whether a file is a database: nothing that a paper is written over.
pub fn is_database(path: &Path) -> bool {
    use std::io::Read;
    // One that is open here is not looked into.
    if is_held(path) {
        return true;
    }
    // A pipe would be waited for.
    if !path.is_file() {
        return false;
    }
    let mut head = [0; 16];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head == *b"SQLite format 3\0"
}

/// Whether two paths lead to one file that exists.
pub fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    real(one).is_some_and(|one| real(other) == Some(one))
}

/// Whether a path leads to a folder or to something in it, by whatever links.
pub fn is_within(path: &Path, folder: &Path) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    real(path).zip(real(folder)).is_some_and(|(path, folder)| path.starts_with(folder))
}

/// Keeps a file of the office from other users of the computer (mode 0600 where there are modes).
#[cfg(unix)]
pub fn keep_private(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let private = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(path, private).map_err(|error| Error::io("设置权限", path, &error))
}

/// Keeps a file of the office from other users of the computer; here its folder does.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps)] // one signature on every platform
pub fn keep_private(_path: &Path) -> Result<()> {
    Ok(())
}

fn private_beside(target: &Path) -> std::io::Result<NamedTempFile> {
    Builder::new().prefix(TEMPORARY).tempfile_in(folder_of(target))
}

/// A document names people: whoever keeps others from it keeps them from the one that replaces it too. A new one is as
/// open as its user's files are (umask).
#[cfg(unix)]
fn document_beside(target: &Path) -> std::io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    let replaced = std::fs::metadata(target).ok().map(|found| found.permissions());
    let wanted = replaced.clone().unwrap_or_else(|| std::fs::Permissions::from_mode(0o666));
    let file = Builder::new().prefix(TEMPORARY).permissions(wanted).tempfile_in(folder_of(target))?;
    if let Some(replaced) = replaced {
        file.as_file().set_permissions(replaced)?;
    }
    Ok(file)
}

#[cfg(not(unix))]
fn document_beside(target: &Path) -> std::io::Result<NamedTempFile> {
    private_beside(target)
}

/// Makes the rename itself last through a power cut. Where a file system cannot sync a folder, the
/// file is whole all the same, so that is no failure.
pub fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        folder.sync_all().ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_the_old_file_and_no_rest() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("表.pdf");
        write_atomically(&target, b"old").unwrap();
        let below = target.join("x");
        assert!(write_atomically(&below, b"new").is_err());
        assert_eq!(std::fs::read(&target).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
