//! A data file lent to work on another thread.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use taizhang::error::{ErrorKind, Result};
use taizhang::model::*;
use taizhang::ops::{Manner, Row, Watcher, called_off};

use super::support::{good_form, sample_office, today};

/// Calls work off once it has come so far.
struct Patience {
    until: usize,
    seen: AtomicUsize,
}

impl Watcher for Patience {
    fn tell(&self, done: usize, _: usize) {
        self.seen.store(done, Ordering::Relaxed);
    }

    fn go_on(&self) -> Result<()> {
        if self.seen.load(Ordering::Relaxed) < self.until { Ok(()) } else { Err(called_off()) }
    }
}

fn patience(until: usize) -> Arc<Patience> {
    Arc::new(Patience { until, seen: AtomicUsize::new(0) })
}

#[test]
fn while_a_file_is_lent_what_stays_shows_the_register_and_takes_nothing() {
    let mut scratch = sample_office();
    let register = scratch.office.register().clone();
    let of = taizhang::store::Drafted::Application(None);
    let draft = scratch.office.keep_draft(None, of, &good_form()).unwrap().unwrap();
    let mut lent = scratch.office.lend(patience(usize::MAX)).unwrap();
    let refused = scratch.office.file_application(&good_form(), None, None, today()).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Refused);
    assert!(scratch.office.keep_draft(None, of, &good_form()).is_err());
    assert!(scratch.office.drop_draft(draft).is_err(), "what is not thrown away is not said to be");
    assert_eq!(*scratch.office.register(), register);
    assert!(std::ptr::eq(scratch.office.register(), lent.register()), "no frame copies a register");

    lent.file_application(&good_form(), None, None, today()).unwrap();
    scratch.office.judge(today());
    scratch.office.take_back(lent);
    assert_eq!(scratch.office.register().applications.len(), 5);
    let judged: Vec<_> = scratch.office.judge(today()).matters().cloned().collect();
    let anew: Vec<_> = taizhang::rules::Standing::of(scratch.office.register(), today()).matters().cloned().collect();
    assert_eq!(judged, anew, "what was judged follows what was written meanwhile");
    scratch.office.undo(today()).unwrap();
    assert_eq!(*scratch.office.register(), register);
    scratch.office.drop_draft(draft).unwrap();
    assert!(scratch.office.store().drafts().unwrap().is_empty());
}

#[test]
fn an_import_that_is_called_off_halfway_leaves_nothing() {
    let mut scratch = sample_office();
    let register = scratch.office.register().clone();
    let entries = scratch.office.verify(None).unwrap().entries;
    let texts = |at: usize| ["工程建设管理平台".to_owned(), format!("u{at}"), String::new()].map(Some).to_vec();
    let blank = Kind::Accounts.blank().len();
    let row = |at: usize| {
        let mut texts = texts(at);
        texts.resize(blank, None);
        Row { sheet: String::new(), number: at + 1, texts, department: None, system: None, unused: Vec::new() }
    };
    let rows: Vec<Row> = (0..1000).map(row).collect();
    let manner = Manner { dry_run: false, makes_new: false, department: None };
    let watcher = patience(500);
    let mut lent = scratch.office.lend(watcher.clone()).unwrap();
    let error = lent.import(TableKind::Register(Kind::Accounts), &rows, &manner, today()).unwrap_err();
    assert_eq!(error.to_string(), called_off().to_string());
    assert_eq!(watcher.seen.load(Ordering::Relaxed), 500);
    scratch.office.take_back(lent);
    assert_eq!(*scratch.office.register(), register);
    assert_eq!(scratch.office.verify(None).unwrap().entries, entries);
}

#[test]
fn a_folder_of_scans_tells_how_far_it_has_come_and_is_attached_whole_or_not_at_all() {
    let mut scratch = sample_office();
    let files: Vec<PathBuf> = (1..=4)
        .map(|number| {
            let file = scratch.folder.path().join(format!("SQ-2026-000{number}.png"));
            image::RgbImage::new(60 + number, 80).save(&file).unwrap();
            file
        })
        .collect();
    let watcher = patience(2);
    let mut lent = scratch.office.lend(watcher.clone()).unwrap();
    assert_eq!(lent.attach_all(&files, today()).unwrap_err(), called_off());
    assert_eq!(watcher.seen.load(Ordering::Relaxed), 2, "two of the four");
    scratch.office.take_back(lent);
    assert!(scratch.office.register().attachments.is_empty());
    assert_eq!(scratch.office.attach_all(&files, today()).unwrap().attached.len(), 4);
}
