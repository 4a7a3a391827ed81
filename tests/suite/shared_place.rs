//! A place that several data files share, and what the backups there tell of a file that has lost the end of its 台账.

use std::path::{Path, PathBuf};

use taizhang::model::backup::BackupName;
use taizhang::model::*;
use taizhang::ops::{Office, Restoration};
use taizhang::store::{Access, BackedUp, backups_of};

use super::support::{Scratch, day, empty_office, good_form, today};

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

#[test]
fn two_offices_that_share_a_stick_displace_none_of_each_others_backups() {
    let (mut one, mut other) = (office_of("甲局"), office_of("乙局"));
    let stick = tempfile::tempdir().unwrap();
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
