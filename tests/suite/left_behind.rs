//! What a program that was killed leaves behind: plain copies of everything, under names that are given for a while.

use std::path::Path;

use taizhang::model::Moment;
use taizhang::ops::Office;
use taizhang::store::Access;

use super::support::{Scratch, sample_office, today};

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Makes a file or a folder look as many hours older.
fn age(path: &Path, hours: u64) {
    let mut options = std::fs::File::options();
    // A folder is opened to be read only; on Windows it has to be asked for as one.
    #[cfg(unix)]
    options.read(true);
    #[cfg(windows)]
    std::os::windows::fs::OpenOptionsExt::custom_flags(options.write(true), 0x0200_0000);
    let modified = std::fs::metadata(path).unwrap().modified().unwrap() - std::time::Duration::from_hours(hours);
    options.open(path).unwrap().set_modified(modified).unwrap();
}

/// A locked backup, a restoring and a locked dossier that are killed leave a plain copy of everything.
#[test]
fn what_a_killed_program_left_a_day_ago_is_cleared_when_the_file_is_opened_or_backed_up() {
    let Scratch { office, file, folder: office_folder } = sample_office();
    drop(office);
    let (beside, stick) = (office_folder.path().to_path_buf(), tempfile::tempdir().unwrap());
    let backups = beside.join("备份");
    std::fs::create_dir(&backups).unwrap();
    let kept = stick.path().join("留着.txt");
    std::fs::write(&kept, "x").unwrap();
    let put = |folder: &Path, name: &str, hours: u64| {
        std::fs::write(folder.join(name), "x").unwrap();
        age(&folder.join(name), hours);
    };
    let put_folder = |folder: &Path, name: &str, hours: u64| {
        std::fs::create_dir_all(folder.join(name)).unwrap();
        std::fs::write(folder.join(name).join("台 账.taizhang"), "x").unwrap();
        age(&folder.join(name), hours);
    };
    // What is younger may be at work; what has another name is somebody else's.
    let stay =
        [".taizhang-Young1", ".taizhang-old", ".taizhang-旧数据备份一二", "taizhang-aB3xyZ", ".taizhang-aB3xyZ.zip"];
    let old = [".taizhang-aB3xyZ", ".taizhang-aB3xyZ.partial", ".taizhang-aB3xyZ.partial-journal"];
    let folders = [beside.as_path(), backups.as_path(), stick.path()];
    for folder in folders {
        for name in stay {
            put(folder, name, if name.contains("Young") { 23 } else { 48 });
        }
        put_folder(folder, ".taizhang-Young2", 23);
        #[cfg(unix)]
        {
            let link = folder.join(".taizhang-Link01");
            std::os::unix::fs::symlink(stick.path(), &link).unwrap();
            super::support::output(std::process::Command::new("touch").args(["-h", "-d", "2026-01-01"]).arg(&link));
        }
    }
    let stand: Vec<Vec<String>> = folders.iter().map(|folder| files(folder)).collect();
    let litter = || {
        for folder in folders {
            for name in old {
                put(folder, name, 25);
            }
            put_folder(folder, ".taizhang-Folder", 25);
        }
    };
    litter();
    let office = Office::open(&file, Access::Write).unwrap();
    assert_eq!(files(&beside), stand[0], "where it is opened");
    assert_eq!(files(stick.path()).len(), stand[2].len() + old.len() + 1, "a stick is let alone until then");
    litter();
    for folder in [backups.as_path(), stick.path()] {
        let made = office.back_up(folder, Moment { day: today(), second: 9 * 3600 }).unwrap();
        std::fs::remove_file(made.path()).unwrap();
    }
    drop(office);
    for (folder, stand) in folders.iter().zip(stand) {
        assert_eq!(files(folder), stand, "{}", folder.display());
    }
    assert!(kept.is_file());
}
