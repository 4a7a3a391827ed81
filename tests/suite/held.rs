//! The open data file stays locked against other programs, whatever the program itself is asked to read or to write
//! there: locks of POSIX (fcntl) go with the first handle that is closed.

use std::path::{Path, PathBuf};

use taizhang::error::{Error, ErrorKind};
use taizhang::lock::{Passphrase, is_locked};
use taizhang::ops::{Office, Restoration};
use taizhang::scan::Scan;
use taizhang::store::Access;
use taizhang::{fsio, import, papers};

use super::support::{Scratch, sample_office, taizhang, today};

/// What another program gets that wants to write there.
fn told_to_another(file: &Path) -> String {
    let told = taizhang().args(["--today", "2026-11-24", "--file"]).arg(file).arg("undo").output().unwrap();
    assert!(!told.status.success());
    String::from_utf8(told.stderr).unwrap()
}

/// The data file, and on Unix the same file under two other names.
fn names(scratch: &Scratch) -> Vec<PathBuf> {
    let mut names = vec![scratch.file.clone()];
    if cfg!(unix) {
        let (hard, soft) = (scratch.folder.path().join("副本.taizhang"), scratch.folder.path().join("链接.taizhang"));
        std::fs::hard_link(&scratch.file, &hard).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(&scratch.file, &soft).unwrap();
        names.extend([hard, soft]);
    }
    names
}

#[test]
fn the_open_data_file_keeps_its_lock_whatever_is_asked_to_read_it() {
    let scratch = sample_office();
    let passphrase = Passphrase::chosen("秋天的大风把窗户吹开了").unwrap();
    for name in names(&scratch) {
        let doors: [(&str, Option<Error>); 7] = [
            ("scan", Scan::read(&name).err()),
            ("table", import::read(&name).err()),
            ("paper", papers::check_place(&name).err()),
            ("second window", Office::open(&name, Access::Write).err()),
            ("reader", Office::open(&name, Access::Read).err()),
            ("locked", passphrase.opens(&name).err()),
            ("backup", Restoration::of(&name, &scratch.file).err()),
        ];
        for (door, error) in doors {
            let error = error.unwrap_or_else(|| panic!("{door} opens {}", name.display()));
            assert!(matches!(error.kind(), ErrorKind::BadInput | ErrorKind::InUse), "{door}: {error}");
        }
        assert!(!is_locked(&name));
        assert!(told_to_another(&name).contains("正被另一个程序使用"), "{}", name.display());
    }
    assert!(fsio::files_in(scratch.folder.path()).unwrap().is_empty(), "nor is it a scan of the folder that it is in");
}

#[test]
fn a_data_file_among_scans_is_told_and_stays_as_it_is() {
    let mut scratch = sample_office();
    let file = scratch.file.clone();
    let taken = scratch.office.attach_all(std::slice::from_ref(&file), today()).unwrap();
    assert_eq!((taken.attached.len(), taken.refused.len()), (0, 1));
    assert!(taken.refused[0].1.to_string().starts_with("这就是现在的数据文件"), "{}", taken.refused[0].1);
    assert!(told_to_another(&file).contains("正被另一个程序使用"));
    drop(scratch.office);
    assert!(Office::open(&file, Access::Write).is_ok(), "closed, it opens again");
}
