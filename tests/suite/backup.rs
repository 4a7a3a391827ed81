//! Backups and their way back: nothing counts before it was opened and verified, nothing good is displaced.

mod numbers;

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use taizhang::error::ErrorKind;
use taizhang::lock::Passphrase;
use taizhang::model::backup::BackupName;
use taizhang::model::*;
use taizhang::ops::{Office, Present, Restoration};
use taizhang::store::{Access, BackedUp, Broken, Drafted};

use super::support::{
    Scratch, bytes, day, empty_office, good_form, output, sample_office, skip, taizhang, today, tool,
};

fn at(iso: &str, hour: u32) -> Moment {
    Moment { day: day(iso), second: hour * 3600 }
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The sample office, a backup of it, and one more form than the backup has.
fn backed_up() -> (super::support::Scratch, PathBuf) {
    let mut scratch = sample_office();
    let made = scratch.office.back_up(&scratch.folder.path().join("备份"), at("2026-11-24", 9)).unwrap();
    scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    (scratch, made.path().to_path_buf())
}

#[test]
fn a_backup_is_the_whole_file_under_a_name_that_tells_when_and_which_state() {
    let scratch = sample_office();
    let folder = scratch.folder.path().join("备份");
    let made = scratch.office.back_up(&folder, Moment { day: today(), second: 17 * 3600 + 30 * 60 + 5 }).unwrap();
    let fingerprint = scratch.office.verify(None).unwrap().fingerprint;
    let name = format!("台 账_2026-11-24_173005_{}.taizhang", &fingerprint[..12]);
    assert_eq!(made, BackedUp::Made(folder.join(&name)));
    assert_eq!(files(&folder), [name]);
    let copy = Office::open(made.path(), Access::Read).unwrap();
    assert_eq!(copy.register(), scratch.office.register());
    assert_eq!(copy.verify(Some(&fingerprint)).unwrap().broken, None);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(made.path()).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn where_nothing_changed_no_backup_is_made_and_where_the_newest_is_damaged_one_is() {
    let mut scratch = sample_office();
    let folder = scratch.folder.path().join("备份");
    let first = scratch.office.back_up(&folder, at("2026-11-24", 9)).unwrap();
    let again = scratch.office.back_up(&folder, at("2026-11-24", 10)).unwrap();
    assert_eq!(again, BackedUp::Unchanged(first.path().to_path_buf()));
    let whole = bytes(first.path());
    std::fs::write(first.path(), &whole[..whole.len() / 2]).unwrap();
    let third = scratch.office.back_up(&folder, at("2026-11-24", 11)).unwrap();
    assert!(matches!(third, BackedUp::Made(_)), "a backup that was cut in half is none");
    scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    assert!(matches!(scratch.office.back_up(&folder, at("2026-11-24", 12)).unwrap(), BackedUp::Made(_)));
    assert_eq!(files(&folder).len(), 3, "and today all of them stay");
}

#[test]
fn a_damaged_file_displaces_no_backup() {
    let (scratch, backup) = backed_up();
    drop(scratch.office);
    let before = bytes(&backup);
    let mut content = bytes(&scratch.file);
    let middle = content.len() / 2 / 4096 * 4096;
    content[middle..middle + 4096].fill(0x5A);
    std::fs::write(&scratch.file, content).unwrap();
    // The window shows a file before all of it was gone through, so a backup has to look for itself.
    let error = Office::open_unchecked(&scratch.file, Access::Write)
        .and_then(|office| office.back_up(&scratch.folder.path().join("备份"), at("2028-01-01", 9)))
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Corrupt);
    assert_eq!(files(backup.parent().unwrap()).len(), 1);
    assert_eq!(bytes(&backup), before);
}

/// Two earlier backups of which the thinning would take one, and the file whose records are no longer those of its 台账.
fn tampered_with() -> (Scratch, Vec<String>) {
    let Scratch { folder, file, mut office } = sample_office();
    let place = folder.path().join("备份");
    for hour in [9, 12] {
        office.file_application(&good_form(), None, None, day("2026-11-01")).unwrap();
        office.back_up(&place, at("2026-11-01", hour)).unwrap();
    }
    drop(office);
    Connection::open(&file).unwrap().execute_batch("UPDATE account SET status = '已删除' WHERE id = 1").unwrap();
    let there = files(&place);
    assert_eq!(there.len(), 2);
    (Scratch { office: Office::open(&file, Access::Write).unwrap(), folder, file }, there)
}

#[test]
fn a_file_whose_records_were_changed_behind_the_program_is_no_backup_and_displaces_none() {
    let (mut scratch, before) = tampered_with();
    let place = scratch.folder.path().join("备份");
    let words = Passphrase::chosen("correct horse battery staple").unwrap();
    let later = at("2026-11-24", 9);
    let refused = |office: &Office| {
        let stick = super::support::scratch_folder();
        for error in [office.back_up(&place, later), office.back_up_locked(stick.path(), later, &words)] {
            let error = error.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Tampered);
            let told = error.to_string();
            for part in ["账号第1号与台账记载的不一致", "没有备份", "以前的备份都在", "恢复备份"]
            {
                assert!(told.contains(part), "{told}");
            }
        }
        assert_eq!(files(stick.path()), Vec::<String>::new());
        assert_eq!(files(&place), before);
    };
    refused(&scratch.office);
    scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    refused(&scratch.office);
    drop(scratch.office);
    let done = taizhang().arg("--file").arg(&scratch.file).arg("backup").output().unwrap();
    let told = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.code() == Some(5) && told.contains("以前的备份都在"), "{told}");
    assert_eq!(files(&place), before);
    // And the earlier ones lead back.
    Restoration::of(&place.join(&before[1]), &scratch.file).unwrap().carry_out(later).unwrap();
    assert_eq!(Office::open(&scratch.file, Access::Read).unwrap().verify(None).unwrap().broken, None);
}

#[test]
fn a_backup_that_was_changed_is_none_and_another_is_made() {
    let scratch = sample_office();
    let first = scratch.office.back_up(&scratch.folder.path().join("备份"), at("2026-11-24", 9)).unwrap();
    Connection::open(first.path()).unwrap().execute_batch("UPDATE account SET status = '已删除'").unwrap();
    let second = scratch.office.back_up(&scratch.folder.path().join("备份"), at("2026-11-24", 10)).unwrap();
    assert!(matches!(second, BackedUp::Made(_)));
}

#[test]
fn a_folder_whose_parent_is_not_there_is_not_made_up() {
    let scratch = sample_office();
    let stick = scratch.folder.path().join("没有插上的U盘");
    let error = scratch.office.back_up(&stick.join("备份"), at("2026-11-24", 9)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
    assert!(!stick.exists());
}

#[test]
fn a_full_disk_leaves_no_backup_and_no_rest_of_one() {
    let mut scratch = sample_office();
    let long = good_form().with(Field::Description, "说".repeat(4000));
    for _ in 0..60 {
        scratch.office.file_application(&long, None, None, today()).unwrap();
    }
    let Some(mut mount) = tool("mount") else { return };
    let stick = super::support::scratch_folder();
    let made = mount.args(["-t", "tmpfs", "-o", "size=600k", "tmpfs"]).arg(stick.path()).output().unwrap();
    if !made.status.success() {
        skip(&format!("不能挂载小磁盘（{}）", String::from_utf8_lossy(&made.stderr).trim()));
        return;
    }
    assert!(bytes(&scratch.file).len() > 600_000);
    let error = scratch.office.back_up(stick.path(), at("2026-11-24", 9)).map(drop);
    let rest = files(stick.path());
    output(std::process::Command::new("umount").arg("--lazy").arg(stick.path()));
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DiskFull, "{error}");
    assert!(error.to_string().contains("磁盘已满，备份没有完成"), "{error}");
    assert_eq!(rest, Vec::<String>::new());
}

#[test]
fn old_backups_are_thinned_and_what_is_no_backup_of_this_file_is_let_alone() {
    let mut scratch = sample_office();
    let folder = scratch.folder.path().join("备份");
    std::fs::create_dir(&folder).unwrap();
    for other in ["备注.txt", "别的台账_2026-11-01_090000_abababababab.taizhang"] {
        std::fs::write(folder.join(other), "x").unwrap();
    }
    let stale = folder.join(".taizhang-aB3xyZ.partial");
    std::fs::write(&stale, "x").unwrap();
    let two_days = std::time::Duration::from_hours(48);
    let modified = std::fs::metadata(&stale).unwrap().modified().unwrap() - two_days;
    std::fs::File::options().write(true).open(&stale).unwrap().set_modified(modified).unwrap();
    let mut back_up = |moment: Moment| {
        scratch.office.file_application(&good_form(), None, None, moment.day).unwrap();
        scratch.office.back_up(&folder, moment).unwrap();
    };
    for hour in [9, 12, 17] {
        back_up(at("2026-11-01", hour));
    }
    back_up(at("2026-11-24", 9));
    let of_ours: Vec<Moment> = files(&folder)
        .iter()
        .filter_map(|it| BackupName::parse(it))
        .filter(|it| it.stem == "台 账")
        .map(|it| it.moment)
        .collect();
    assert_eq!(of_ours, [at("2026-11-01", 17), at("2026-11-24", 9)]);
    assert_eq!(files(&folder).len(), 4, "{:?}", files(&folder));
    assert!(!stale.exists(), "the rest of an attempt that was cut off days ago");
}

#[test]
fn restoring_first_tells_what_would_be_lost_and_changes_nothing() {
    let (mut scratch, backup) = backed_up();
    scratch.office.keep_draft(None, Drafted::Application(None), &good_form()).unwrap();
    drop(scratch.office);
    let before = bytes(&scratch.file);
    let restoration = Restoration::of(&backup, &scratch.file).unwrap();
    assert_eq!(restoration.register().applications.len(), 4);
    let Present::Read { lost, drafts, foreign, .. } = restoration.present() else { panic!("可以读") };
    let lost: Vec<(Op, &str)> = lost.iter().map(|entry| (entry.op, entry.basis.as_str())).collect();
    assert_eq!((lost, *drafts, *foreign), (vec![(Op::FileApplication, "SQ-2026-0005")], 1, 0));
    drop(restoration);
    let told = output(taizhang().arg("--file").arg(&scratch.file).arg("restore").arg(&backup));
    assert!(told.contains("会失去：台账1条，草稿1份\n　2　2026-11-24　保存申请表　SQ-2026-0005\n"), "{told}");
    assert!(told.ends_with("没有恢复。确认后请加 --yes\n"), "{told}");
    assert_eq!(bytes(&scratch.file), before);
    assert_eq!(files(scratch.folder.path()), ["台 账.taizhang", "备份"]);
}

#[test]
fn a_restored_file_is_the_backup_and_says_so_and_the_present_one_is_kept() {
    let (scratch, backup) = backed_up();
    let (present, state) = (scratch.office.register().clone(), scratch.office.verify(None).unwrap().fingerprint);
    drop(scratch.office);
    let told = output(
        taizhang()
            .args(["--today", "2026-11-25", "--file"])
            .arg(&scratch.file)
            .arg("restore")
            .arg(&backup)
            .arg("--yes"),
    );
    assert!(told.contains("已恢复\n原来的数据文件保留为："), "{told}");
    let kept = files(scratch.folder.path()).into_iter().find(|name| name.contains("恢复前_2026-11-25")).unwrap();
    assert_eq!(*Office::open(&scratch.folder.path().join(&kept), Access::Read).unwrap().register(), present);

    let mut office = Office::open(&scratch.file, Access::Write).unwrap();
    let old = Office::open(&backup, Access::Read).unwrap();
    assert_eq!(office.register(), old.register());
    assert_eq!(office.verify(None).unwrap().broken, None);
    assert_eq!(office.verify(Some(&state)).unwrap().broken, Some(Broken::CutTail), "what was given up is missed");
    let last = office.store().last_entries(1).unwrap().remove(0);
    assert_eq!((last.op, last.day), (Op::Restore, day("2026-11-25")));
    let backup = backup.file_name().unwrap().to_str().unwrap();
    assert_eq!(
        last.reason,
        format!("备份：{backup}；放弃1条，末条指纹{state}；原文件保留为{kept}；编号已用到SQ-2026-0005")
    );
    assert_eq!(office.undo(today()).unwrap(), Op::Load, "the restoring itself is nothing to undo");
}

/// It is of this computer and not of the records: what was set after the backup was made outlives the restoring.
#[test]
fn the_second_place_that_is_set_now_stays_whatever_the_backup_says_of_it() {
    let (mut scratch, backup) = backed_up();
    let (stick, old) = (super::support::scratch_folder(), super::support::scratch_folder());
    let place = |folder: &Path, is_locked| SecondPlace { folder: folder.to_path_buf(), is_locked };
    let now = place(stick.path(), true);
    scratch.office.set_second_place(Some(&now), today()).unwrap();
    let restoration = Restoration::over(&scratch.office, &backup, None).unwrap();
    let told = format!("第二备份位置照旧：{}", stick.path().display());
    assert!(restoration.lines().contains(&told), "{:?}", restoration.lines());
    drop(scratch.office);
    drop(stick);
    restoration.carry_out(at("2026-11-24", 12)).unwrap();
    let office = Office::open(&scratch.file, Access::Write).unwrap();
    assert_eq!(office.register().second_place(), Some(now), "also while the stick is not plugged in");
    assert_eq!(office.register().applications.len(), 4);
    assert_eq!(office.verify(None).unwrap().broken, None);
    let ops: Vec<Op> = office.store().last_entries(2).unwrap().iter().map(|entry| entry.op).collect();
    assert_eq!(ops, [Op::SaveSetting, Op::Restore], "the 台账 says that it was kept");
    // A computer that has none yet takes the one that the backup has.
    let mut other = sample_office();
    other.office.set_second_place(Some(&place(old.path(), false)), today()).unwrap();
    let with_place = other.office.back_up(&other.folder.path().join("备份"), at("2026-11-24", 9)).unwrap();
    let mut fresh = empty_office();
    fresh.office.file_application(&good_form(), None, None, today()).unwrap();
    drop(fresh.office);
    let restoration = Restoration::of(with_place.path(), &fresh.file).unwrap();
    assert!(!restoration.lines().iter().any(|line| line.contains("第二备份位置")), "nothing is kept against it");
    restoration.carry_out(at("2026-11-24", 12)).unwrap();
    let office = Office::open(&fresh.file, Access::Read).unwrap();
    assert_eq!(office.register().second_place(), Some(place(old.path(), false)));
}

#[test]
fn a_file_that_can_no_longer_be_read_is_restored_without_its_journal_being_played_back() {
    let (scratch, backup) = backed_up();
    drop(scratch.office);
    let journal = scratch.folder.path().join("台 账.taizhang-journal");
    // A hot journal as a power cut leaves it, and the file itself wiped out.
    let writer = Connection::open(&scratch.file).unwrap();
    writer.execute_batch("PRAGMA cache_size = 1; BEGIN; UPDATE account SET category = hex(randomblob(9000))").unwrap();
    let hot = bytes(&journal);
    assert!(hot.len() > 4096 && hot[..8] == [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]);
    drop(writer);
    std::fs::write(&journal, &hot).unwrap();
    std::fs::write(&scratch.file, "").unwrap();
    let restoration = Restoration::of(&backup, &scratch.file).unwrap();
    assert!(matches!(restoration.present(), Present::Unreadable(_)));
    let kept = restoration.carry_out(at("2026-11-24", 12)).unwrap().unwrap();
    assert_eq!(bytes(&kept), b"");
    assert_eq!(
        bytes(&scratch.folder.path().join(format!("{}-journal", kept.file_name().unwrap().to_str().unwrap()))),
        hot
    );
    assert!(!journal.exists());
    assert_eq!(Office::open(&scratch.file, Access::Write).unwrap().register().applications.len(), 4);
}

#[test]
fn a_backup_that_is_damaged_or_tampered_with_is_refused_and_nothing_changes() {
    let (scratch, backup) = backed_up();
    drop(scratch.office);
    let (before, whole) = (bytes(&scratch.file), bytes(&backup));
    let refused = |expected: ErrorKind| {
        let error = Restoration::of(&backup, &scratch.file).err().expect("应当被拒绝");
        assert_eq!(error.kind(), expected, "{error}");
        assert!(error.to_string().contains("现在的数据文件没有改动"), "{error}");
        if expected != ErrorKind::Tampered {
            assert!(error.to_string().contains(backup.to_str().unwrap()), "{error}");
        }
        assert_eq!(bytes(&scratch.file), before);
        assert_eq!(files(scratch.folder.path()), ["台 账.taizhang", "备份"]);
    };
    std::fs::write(&backup, &whole[..whole.len() / 2]).unwrap();
    refused(ErrorKind::Corrupt);
    std::fs::write(&backup, "").unwrap();
    refused(ErrorKind::NotOurs);
    std::fs::write(&backup, &whole).unwrap();
    Connection::open(&backup).unwrap().execute_batch("UPDATE account SET status = '已删除' WHERE id = 1").unwrap();
    refused(ErrorKind::Tampered);
}

#[test]
fn a_backup_of_an_older_version_is_brought_up_to_date_in_the_copy_only() {
    let scratch = empty_office();
    drop(scratch.office);
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/version-1.taizhang");
    let backup = scratch.folder.path().join("旧备份.taizhang");
    std::fs::copy(fixture, &backup).unwrap();
    let before = bytes(&backup);
    Restoration::of(&backup, &scratch.file).unwrap().carry_out(at("2026-11-24", 12)).unwrap();
    assert_eq!(bytes(&backup), before);
    let office = Office::open(&scratch.file, Access::Write).unwrap();
    assert_eq!(office.register().accounts.len(), 7);
    assert_eq!(office.verify(None).unwrap().broken, None);
}

/// Looked at and replaced, it has not been brought up to date: the older program still opens it.
#[test]
fn a_present_file_of_an_older_version_is_kept_as_it_was() {
    let (scratch, backup) = backed_up();
    drop(scratch.office);
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/version-1.taizhang"), &scratch.file)
        .unwrap();
    let before = bytes(&scratch.file);
    let restoration = Restoration::of(&backup, &scratch.file).unwrap();
    assert!(matches!(restoration.present(), Present::Read { lost, .. } if !lost.is_empty()), "what it holds is told");
    let kept = restoration.carry_out(at("2026-11-24", 12)).unwrap().unwrap();
    assert_eq!(bytes(&kept), before);
    assert!(!files(scratch.folder.path()).iter().any(|name| name.contains("升级前")));
}

/// `/proc/self/mem` is a file that opens and cannot be read at its beginning.
#[cfg(target_os = "linux")]
#[test]
fn a_backup_that_cannot_be_read_is_told_by_its_own_name() {
    let (scratch, _) = backed_up();
    let error = Restoration::of(Path::new("/proc/self/mem"), &scratch.file).err().unwrap();
    assert!(error.to_string().starts_with("读取备份没有完成：/proc/self/mem（"), "{error}");
}

#[test]
fn a_file_that_a_window_has_open_is_not_replaced_and_one_that_is_gone_is() {
    let (scratch, backup) = backed_up();
    let refused = Restoration::of(&backup, &scratch.file).err().unwrap();
    assert_eq!(refused.kind(), ErrorKind::InUse);
    drop(scratch.office);
    let looked_at = Restoration::of(&backup, &scratch.file).unwrap();
    let meanwhile = Office::open(&scratch.file, Access::Write).unwrap();
    assert_eq!(looked_at.carry_out(at("2026-11-24", 12)).unwrap_err().kind(), ErrorKind::InUse);
    drop(meanwhile);
    assert_eq!(Restoration::of(&scratch.file, &scratch.file).err().unwrap().kind(), ErrorKind::BadInput);
    std::fs::remove_file(&scratch.file).unwrap();
    let restoration = Restoration::of(&backup, &scratch.file).unwrap();
    assert_eq!(*restoration.present(), Present::Missing);
    assert_eq!(restoration.carry_out(at("2026-11-24", 12)).unwrap(), None);
    assert_eq!(Office::open(&scratch.file, Access::Write).unwrap().register().applications.len(), 4);
}

#[test]
fn the_command_line_backs_up_once_and_says_when_there_is_nothing_new() {
    let scratch = sample_office();
    drop(scratch.office);
    let run = || {
        let mut command = taizhang();
        command
            .args(["--today", "2026-11-24", "--file"])
            .arg(&scratch.file)
            .arg("backup")
            .arg(scratch.folder.path().join("备份"));
        output(&mut command)
    };
    assert!(run().starts_with("已备份："));
    assert!(run().starts_with("没有新的改动，最近的备份是："));
    assert_eq!(files(&scratch.folder.path().join("备份")).len(), 1);
}

#[test]
fn two_backups_in_one_second_are_told_apart_by_what_they_hold() {
    let Scratch { folder, mut office, .. } = sample_office();
    let place = folder.path().join("备份");
    let moment = Moment { day: today(), second: 61_200 };
    let first = office.back_up(&place, moment).unwrap();
    office.file_application(&good_form(), None, None, today()).unwrap();
    let second = office.back_up(&place, moment).unwrap();
    assert_eq!(office.back_up(&place, moment).unwrap(), BackedUp::Unchanged(second.path().to_path_buf()));
    office.undo(today()).unwrap();
    assert!(matches!(office.back_up(&place, moment).unwrap(), BackedUp::Made(_)), "an undo is an entry too");
    assert!(first.path().is_file() && files(&place).len() == 3);
}

#[test]
fn the_command_line_keeps_a_second_place_as_the_window_does_and_says_when_it_is_not_there() {
    let scratch = sample_office();
    drop(scratch.office);
    let stick = super::support::scratch_folder();
    let run = |arguments: &[&str]| {
        let mut command = taizhang();
        command.args(["--today", "2026-11-24", "--file"]).arg(&scratch.file).args(arguments);
        let done = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
    };
    let place = stick.path().to_str().unwrap();
    assert_eq!(run(&["second-place"]).1, "没有第二备份位置\n");
    assert_eq!(run(&["second-place", "/没有这里"]).0, 1);
    assert_eq!(run(&["second-place", place]), (0, format!("第二备份位置：{place}\n"), String::new()));
    let (code, out, err) = run(&["backup"]);
    assert_eq!((code, out.lines().count(), err.as_str()), (0, 2, ""), "{out}");
    assert_eq!((files(stick.path()).len(), files(&scratch.folder.path().join("备份")).len()), (1, 1));
    let (code, out, err) = run(&["second-place", place, "--locked"]);
    assert_eq!((code, out), (0, format!("第二备份位置：{place}（加锁）\n")));
    let plain = "那里还有以前没有加锁的备份1份，谁拿到都打得开；程序没有动它们。请到那里手工删除，也可以留着。\n";
    assert_eq!((err.as_str(), files(stick.path()).len()), (plain, 1));
    let (code, _, err) = run(&["backup"]);
    assert!(code == 3 && err.contains("第二备份位置要加锁口令"), "{code} {err}");
    let path = stick.path().to_path_buf();
    drop(stick);
    let (code, out, err) = run(&["backup"]);
    assert!(code == 3 && out.starts_with("没有新的改动") && err.contains("第二备份位置没有备份：找不到"), "{err}");
    assert!(!path.exists());
    assert_eq!(run(&["second-place", "--none"]).1, "没有第二备份位置\n");
    assert_eq!(run(&["backup"]).0, 0);
}
