//! A place that several data files share, and what the backups there tell of a file that has lost the end of its 台账.

use std::path::{Path, PathBuf};

use taizhang::error::ErrorKind;
use taizhang::model::backup::BackupName;
use taizhang::model::*;
use taizhang::ops::{Office, Restoration};
use taizhang::store::{Access, BackedUp, backups_of};

use super::support::{Scratch, day, empty_office, good_form, taizhang, today};

fn at(iso: &str, hour: u32) -> Moment {
    Moment { day: day(iso), second: hour * 3600 }
}

/// When the backups in a folder were made, the oldest first.
fn moments(folder: &Path) -> Vec<Moment> {
    let names = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
    let mut moments: Vec<Moment> = names.filter_map(|it| BackupName::parse(&it)).map(|it| it.moment).collect();
    moments.sort();
    moments
}

/// An office of its own: no entry of its 台账 is one of another's.
fn office_of(name: &str) -> Scratch {
    let mut scratch = empty_office();
    let form = good_form().with(Field::Description, format!("{name}申请开通受理权限。"));
    scratch.office.file_application(&form, None, None, today()).unwrap();
    scratch
}

impl Scratch {
    fn place(&self) -> PathBuf {
        self.folder.path().join("备份")
    }

    fn one_more(&mut self) {
        self.office.file_application(&good_form(), None, None, today()).unwrap();
    }

    /// One more form, and a backup of it.
    fn grow(&mut self, folder: &Path, moment: Moment) -> PathBuf {
        self.one_more();
        match self.office.back_up(folder, moment).unwrap() {
            BackedUp::Made(path) => path,
            BackedUp::Unchanged(path) => panic!("{}", path.display()),
        }
    }
}

fn run(file: &Path, arguments: &[&str]) -> (i32, String, String) {
    let done = taizhang().args(["--today", "2026-11-24", "--file"]).arg(file).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
}

#[test]
fn two_offices_that_share_a_stick_displace_none_of_each_others_backups() {
    let (mut one, mut other) = (office_of("甲局"), office_of("乙局"));
    let stick = super::support::scratch_folder();
    for hour in [9, 12] {
        one.grow(stick.path(), at("2026-11-01", hour));
        other.grow(stick.path(), at("2026-11-01", hour + 1));
    }
    let last = one.grow(stick.path(), at("2026-11-24", 9));
    let left = [at("2026-11-01", 10), at("2026-11-01", 12), at("2026-11-01", 13), at("2026-11-24", 9)];
    assert_eq!(moments(stick.path()), left, "of its own the older one of the day goes, of the other's none");
    other.grow(stick.path(), at("2026-11-24", 10));
    let again = one.office.back_up(stick.path(), at("2026-11-24", 11)).unwrap();
    assert_eq!(again, BackedUp::Unchanged(last), "that the other has a newer one is no news of this file");
    // In the list its own come first, and the other's are there all the same.
    let listed = |own: &[String]| {
        let found = backups_of(&one.file, stick.path(), own).unwrap();
        found.iter().map(|it| (it.is_own, it.name.moment)).collect::<Vec<_>>()
    };
    let own = [at("2026-11-24", 9), at("2026-11-01", 12)].map(|moment| (Some(true), moment));
    let others = [at("2026-11-24", 10), at("2026-11-01", 13)];
    let others = others.map(|moment| (Some(false), moment));
    assert_eq!(listed(&one.office.store().fingerprints().unwrap()), [&own[..], &others].concat());
    assert_eq!(listed(&[]).into_iter().map(|it| it.0).collect::<Vec<_>>(), [None; 4], "of a file that cannot be read");
}

#[test]
fn what_a_restoring_gave_up_is_thinned_by_no_later_backup() {
    let mut scratch = office_of("甲局");
    let place = scratch.place();
    let first = scratch.grow(&place, at("2026-11-01", 9));
    for hour in [12, 17] {
        scratch.grow(&place, at("2026-11-02", hour));
    }
    let Scratch { folder, file, office } = scratch;
    drop(office);
    Restoration::of(&first, &file).unwrap().carry_out(at("2026-11-03", 9)).unwrap();
    let mut scratch = Scratch { office: Office::open(&file, Access::Write).unwrap(), folder, file };
    scratch.grow(&place, at("2026-11-24", 9));
    let left = [at("2026-11-01", 9), at("2026-11-02", 12), at("2026-11-02", 17), at("2026-11-24", 9)];
    assert_eq!(moments(&place), left);
}

/// An office that backed up twice, and whose file then was replaced by its older backup past the program.
fn cut_off() -> (Scratch, PathBuf) {
    let mut scratch = office_of("甲局");
    let place = scratch.place();
    let older = scratch.grow(&place, at("2026-11-23", 9));
    let fuller = scratch.grow(&place, at("2026-11-23", 17));
    let Scratch { folder, file, office } = scratch;
    drop(office);
    std::fs::copy(older, &file).unwrap();
    (Scratch { office: Office::open(&file, Access::Write).unwrap(), folder, file }, fuller)
}

#[test]
fn a_ledger_that_ends_before_what_a_backup_has_is_told_and_displaces_none() {
    let (mut scratch, fuller) = cut_off();
    let (place, before) = (scratch.place(), moments(&scratch.place()));
    let name = fuller.file_name().unwrap().to_str().unwrap().to_owned();
    let told = |scratch: &Scratch| {
        let error = scratch.office.back_up(&place, at("2026-11-24", 9)).unwrap_err();
        let found = scratch.office.verify_beside(None, &place).unwrap().broken.unwrap().error();
        for error in [error, found] {
            assert_eq!(error.kind(), ErrorKind::Tampered);
            for part in [name.as_str(), "台账有3条", "前2条", "恢复备份"] {
                assert!(error.to_string().contains(part), "{part}: {error}");
            }
        }
        assert_eq!(moments(&place), before);
    };
    told(&scratch);
    // Nor does going on from there hide it.
    let form = good_form().with(Field::Description, "截去以后另写的。");
    scratch.office.file_application(&form, None, None, today()).unwrap();
    told(&scratch);
    let Scratch { folder, file, office } = scratch;
    drop(office);
    for errand in [&["verify"][..], &["backup"]] {
        let (code, _, err) = run(&file, errand);
        assert!(code == 5 && err.contains(&name), "{code} {err}");
    }
    // What it says leads out of it.
    assert_eq!(run(&file, &["restore", fuller.to_str().unwrap(), "--yes"]).0, 0);
    assert_eq!(run(&file, &["verify"]).0, 0);
    assert_eq!(run(&file, &["backup"]).0, 0);
    drop(folder);
}

#[test]
fn a_ledger_that_ends_before_what_the_second_place_has_is_told() {
    let (mut scratch, fuller) = cut_off();
    let stick = super::support::scratch_folder();
    let there = stick.path().join(fuller.file_name().unwrap());
    std::fs::rename(&fuller, &there).unwrap();
    assert_eq!(scratch.office.verify_beside(None, &scratch.place()).unwrap().broken, None, "nobody knows of it");
    let place = SecondPlace { folder: stick.path().to_path_buf(), is_locked: false };
    let error = scratch.office.back_up_second(&place, at("2026-11-24", 9), None).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tampered);
    assert_eq!(moments(stick.path()).len(), 1);
    // The setting is an entry: from here on it could be another office, that was begun from a copy of this file.
    scratch.office.set_second_place(Some(&place), today()).unwrap();
    assert_eq!(scratch.office.verify_beside(None, &scratch.place()).unwrap().broken, None);
    std::fs::copy(&there, scratch.place().join(there.file_name().unwrap())).unwrap();
    assert!(
        scratch.office.verify_beside(None, &scratch.place()).unwrap().broken.is_some(),
        "beside the file it is its own"
    );
}

#[test]
fn a_file_that_is_rightly_older_than_a_backup_is_let_pass() {
    let mut scratch = office_of("甲局");
    let place = scratch.place();
    let older = scratch.grow(&place, at("2026-11-23", 9));
    scratch.grow(&place, at("2026-11-23", 17));
    let Scratch { folder, file, office } = scratch;
    drop(office);
    let passes = |scratch: &mut Scratch, what: &str| {
        assert_eq!(scratch.office.verify_beside(None, &place).unwrap().broken, None, "{what}");
        scratch.grow(&place, at("2026-11-24", 9));
        assert_eq!(scratch.office.verify_beside(None, &place).unwrap().broken, None, "{what}");
    };
    // The 台账 itself tells of the restoring.
    Restoration::of(&older, &file).unwrap().carry_out(at("2026-11-24", 8)).unwrap();
    let mut scratch = Scratch { office: Office::open(&file, Access::Write).unwrap(), folder, file };
    passes(&mut scratch, "an older backup was restored");
    // A file that is begun anew under the old name.
    let Scratch { folder, file, office } = scratch;
    drop(office);
    std::fs::remove_file(&file).unwrap();
    Office::create(&file).unwrap();
    let mut scratch = Scratch { office: Office::open(&file, Access::Write).unwrap(), folder, file };
    assert_eq!(scratch.office.verify_beside(None, &place).unwrap().broken, None);
    let form = good_form().with(Field::Description, "从头登记。");
    scratch.office.file_application(&form, None, None, today()).unwrap();
    passes(&mut scratch, "begun anew");
    // A backup that is damaged proves nothing.
    let (scratch, fuller) = cut_off();
    std::fs::write(&fuller, &std::fs::read(&fuller).unwrap()[..5000]).unwrap();
    assert_eq!(scratch.office.verify_beside(None, &scratch.place()).unwrap().broken, None);
}

#[test]
fn the_second_place_is_nowhere_in_the_folder_of_the_data_file() {
    let mut scratch = office_of("甲局");
    let place = scratch.place();
    scratch.office.back_up(&place, at("2026-11-24", 9)).unwrap();
    let below = place.join("第二份");
    std::fs::create_dir(&below).unwrap();
    let elsewhere = super::support::scratch_folder();
    let mut folders = vec![place.clone(), below];
    folders.extend([scratch.folder.path().to_path_buf(), place.join("..")]);
    #[cfg(unix)]
    {
        let link = elsewhere.path().join("链接");
        std::os::unix::fs::symlink(&place, &link).unwrap();
        folders.push(link);
    }
    for folder in &folders {
        let place = SecondPlace { folder: folder.clone(), is_locked: false };
        let error = scratch.office.set_second_place(Some(&place), today()).unwrap_err();
        assert!(error.kind() == ErrorKind::Refused && error.to_string().contains("另一个盘"), "{error}");
    }
    assert_eq!(scratch.office.register().second_place(), None);
    let Scratch { folder, file, office } = scratch;
    drop(office);
    let (code, _, err) = run(&file, &["second-place", place.to_str().unwrap()]);
    assert!(code == 1 && err.contains("数据文件所在的文件夹"), "{code} {err}");
    assert_eq!(run(&file, &["second-place", elsewhere.path().to_str().unwrap()]).0, 0);
    drop(folder);
}

#[test]
fn a_second_place_is_refused_for_what_is_wrong_with_it_in_the_words_of_its_own_field() {
    let mut scratch = office_of("甲局");
    let (elsewhere, before) = (super::support::scratch_folder(), scratch.office.verify(None).unwrap().entries);
    let secret = elsewhere.path().join("密码Zq7xAb1c");
    std::fs::create_dir(&secret).unwrap();
    for (folder, told) in [
        // It is there, seen from here.
        (PathBuf::from("src"), "这不是完整的路径：src"),
        (elsewhere.path().join("没有"), "没有这个文件夹："),
        (secret, "文件夹名称中像是写了口令，口令不得保存（第二十五条）"),
    ] {
        let place = SecondPlace { folder, is_locked: false };
        let error = scratch.office.set_second_place(Some(&place), today()).unwrap_err().to_string();
        assert!(error.contains(told) && !error.contains("依据"), "{error}");
    }
    assert_eq!(scratch.office.verify(None).unwrap().entries, before);
}

#[test]
fn a_second_place_that_is_set_to_what_it_is_makes_no_entry() {
    let mut scratch = office_of("甲局");
    let elsewhere = super::support::scratch_folder();
    let place = SecondPlace { folder: elsewhere.path().to_path_buf(), is_locked: false };
    let mut added_by = |place: Option<&SecondPlace>| {
        let before = scratch.office.verify(None).unwrap().entries;
        scratch.office.set_second_place(place, today()).unwrap();
        scratch.office.verify(None).unwrap().entries - before
    };
    assert_eq!(added_by(None), 0, "there is nothing to give up");
    assert_eq!((added_by(Some(&place)), added_by(Some(&place))), (1, 0));
    assert_eq!((added_by(None), added_by(None)), (1, 0));
}

#[test]
fn a_file_where_the_folder_of_backups_should_be_is_told_in_words() {
    let scratch = office_of("甲局");
    let place = scratch.place();
    std::fs::write(&place, "x").unwrap();
    let Scratch { folder, file, office } = scratch;
    let error = office.back_up(&place, at("2026-11-24", 9)).unwrap_err();
    drop(office);
    let (code, _, err) = run(&file, &["backup"]);
    assert_eq!(code, 1, "{err}");
    for told in [error.to_string(), err] {
        assert!(told.contains("是文件，不是文件夹") && !told.contains("os error"), "{told}");
    }
    assert_eq!(std::fs::read(&place).unwrap(), b"x");
    drop(folder);
}

#[test]
fn an_empty_ledger_is_told_to_be_empty() {
    let scratch = empty_office();
    drop(scratch.office);
    assert_eq!(run(&scratch.file, &["verify"]), (0, "台账完好：还没有记载\n".into(), String::new()));
}

/// Just where the first takes none the second is wanted.
#[test]
fn the_second_place_gets_its_backup_where_the_first_takes_none() {
    let Scratch { folder, file, mut office } = office_of("甲科");
    let away = super::support::scratch_folder();
    let place = SecondPlace { folder: away.path().to_path_buf(), is_locked: false };
    office.set_second_place(Some(&place), today()).unwrap();
    drop(office);
    // A file stands where the folder would be made.
    std::fs::write(folder.path().join("备份"), "").unwrap();
    let told = taizhang().args(["--today", "2026-11-24", "--file"]).arg(&file).arg("backup").output().unwrap();
    let [out, err] = [told.stdout, told.stderr].map(|it| String::from_utf8(it).unwrap());
    assert_eq!(told.status.code(), Some(3), "{out} {err}");
    assert!(out.contains("已备份：") && err.contains("数据文件旁边没有备份："), "{out} {err}");
    assert_eq!(moments(away.path()).len(), 1);
}
