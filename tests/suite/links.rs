//! What is written through a link reaches what the link leads to; what is no file is not replaced by one.
#![cfg(unix)]

use std::os::unix::fs::{FileTypeExt, symlink};
use std::path::Path;

use taizhang::error::ErrorKind;
use taizhang::fsio;
use taizhang::model::Moment;
use taizhang::ops::{Office, Restoration};
use taizhang::store::Access;

use super::support::{good_form, output, sample_office, taizhang, today, tool};

fn is_link(path: &Path) -> bool {
    path.symlink_metadata().unwrap().file_type().is_symlink()
}

#[test]
fn a_restoring_through_a_link_replaces_the_file_and_leaves_the_link() {
    let mut scratch = sample_office();
    let moment = Moment { day: today(), second: 9 * 3600 };
    let backup = scratch.office.back_up(&scratch.folder.path().join("备份"), moment).unwrap();
    scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    drop(scratch.office);
    let desk = tempfile::tempdir().unwrap();
    let link = desk.path().join("桌面上的台账.taizhang");
    symlink(&scratch.file, &link).unwrap();
    let kept = Restoration::of(backup.path(), &link).unwrap().carry_out(moment).unwrap().unwrap();
    assert!(is_link(&link));
    assert_eq!(Office::open(&scratch.file, Access::Read).unwrap().register().applications.len(), 4);
    assert!(!is_link(&kept), "{}", kept.display());
    assert_eq!(
        std::fs::canonicalize(kept.parent().unwrap()).unwrap(),
        std::fs::canonicalize(scratch.folder.path()).unwrap()
    );
    assert_eq!(Office::open(&kept, Access::Read).unwrap().register().applications.len(), 5);
    assert_eq!(std::fs::read_dir(desk.path()).unwrap().count(), 1);
}

#[test]
fn what_is_written_through_a_link_goes_to_what_it_leads_to() {
    let (folder, desk) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (real, link) = (folder.path().join("表.pdf"), desk.path().join("表.pdf"));
    std::fs::write(&real, "old").unwrap();
    symlink(&real, &link).unwrap();
    fsio::check_place(&link).unwrap();
    fsio::write_atomically(&link, b"new").unwrap();
    assert!(is_link(&link));
    assert_eq!(std::fs::read(&real).unwrap(), b"new");
    std::fs::remove_file(&real).unwrap();
    let error = fsio::write_atomically(&link, b"newer").unwrap_err();
    assert!(error.kind() == ErrorKind::NotFound && is_link(&link), "{error}");
}

#[test]
fn a_pipe_and_a_folder_are_not_replaced_by_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mut mkfifo) = tool("mkfifo") else { return };
    let (pipe, link) = (folder.path().join("管道"), folder.path().join("链接"));
    output(mkfifo.arg(&pipe));
    symlink(&pipe, &link).unwrap();
    let scratch = sample_office();
    drop(scratch.office);
    for path in [&pipe, &link] {
        for error in [fsio::check_place(path), fsio::write_atomically(path, b"x")].map(Result::unwrap_err) {
            assert!(error.kind() == ErrorKind::BadInput && error.to_string().contains("不是普通文件"), "{error}");
        }
        let mut dossier = taizhang();
        dossier.arg("--file").arg(&scratch.file).args(["dossier", "--from", "2026-11-01", "--to", "2026-11-30"]);
        let done = dossier.arg(path).output().unwrap();
        let told = String::from_utf8(done.stderr).unwrap();
        assert!(done.status.code() == Some(2) && told.contains("不是普通文件"), "{told}");
        assert!(pipe.symlink_metadata().unwrap().file_type().is_fifo());
    }
    assert!(fsio::check_place(folder.path()).unwrap_err().to_string().contains("这是文件夹"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}
