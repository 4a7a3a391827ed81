//! Whoever knows the chain and forges it with another program: each forgery is told for what it is, and nothing is
//! vouched for that is not proven.

use std::path::Path;

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use taizhang::error::ErrorKind;
use taizhang::model::Op;
use taizhang::ops::Office;
use taizhang::store::{Access, Broken};

use super::support::{Scratch, good_form, sample_office, taizhang, today};

/// The sample office with five more entries: six in all.
fn six_entries() -> Scratch {
    let mut scratch = sample_office();
    for _ in 0..5 {
        scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    }
    assert_eq!(scratch.office.verify(None).unwrap().entries, 6);
    scratch
}

/// A data file in the hands of somebody who may do everything to it, and puts back what guarded it.
struct Forger(Connection, Vec<String>);

impl Drop for Forger {
    fn drop(&mut self) {
        for guard in &self.1 {
            self.0.execute_batch(guard).unwrap();
        }
    }
}

impl Forger {
    fn at(file: &Path) -> Self {
        let connection = Connection::open(file).unwrap();
        let triggers: Vec<(String, String)> = connection
            .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        for (trigger, _) in &triggers {
            connection.execute_batch(&format!("DROP TRIGGER {trigger}")).unwrap();
        }
        Self(connection, triggers.into_iter().map(|it| it.1).collect())
    }

    fn run(&self, sql: &str) {
        self.0.execute_batch(sql).unwrap();
    }

    /// Gives the entries from a number on other numbers; their hashes stay.
    fn renumber(&self, from: i64, by: i64) {
        for (table, id) in [("entry", "id"), ("entry_change", "entry")] {
            // Over the negative numbers, so that no two are ever the same.
            self.run(&format!("UPDATE {table} SET {id} = -({id} + {by}) WHERE {id} >= {from}"));
            self.run(&format!("UPDATE {table} SET {id} = -{id} WHERE {id} < 0"));
        }
    }

    fn delete(&self, entry: i64) {
        self.run(&format!("DELETE FROM entry_change WHERE entry = {entry}; DELETE FROM entry WHERE id = {entry}"));
    }

    /// An entry that changes nothing, with a hash that is right, behind the one before it.
    fn insert(&self, entry: i64) {
        let previous = "coalesce((SELECT hash FROM entry WHERE id = ?1 - 1), '')";
        let sql = format!(
            "INSERT INTO entry (id, written_at, day, who, op, basis, reason, previous_hash, hash) VALUES \
             (?1, '2026-11-24T00:00:00Z', '2026-11-24', 'x', '作废', '', '', {previous}, 'unsealed ' || ?1)"
        );
        self.0.execute(&sql, [entry]).unwrap();
        self.reseal(entry);
    }

    /// The hash of an entry made right for what stands there: by the description in `store/ledger.rs`.
    fn reseal(&self, entry: i64) {
        let mut parts: Vec<String> = self
            .0
            .query_row(
                "SELECT previous_hash, id, written_at, day, who, op, basis, reason, coalesce(reverts, '') FROM entry \
                 WHERE id = ?1",
                [entry],
                |row| (0..9).map(|at| text(row, at)).collect(),
            )
            .unwrap();
        let sql = "SELECT kind, record, coalesce(before, ''), coalesce(after, '') FROM entry_change WHERE entry = ?1 \
                   ORDER BY position";
        let mut statement = self.0.prepare(sql).unwrap();
        let mut rows = statement.query([entry]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            parts.extend((0..4).map(|at| text(row, at).unwrap()));
        }
        let mut digest = Sha256::new();
        for part in parts {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        }
        let hash = digest.finalize().iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        self.0.execute("UPDATE entry SET hash = ?2 WHERE id = ?1", params![entry, hash]).unwrap();
    }

    /// Links an entry to the one before it and makes its hash right.
    fn relink(&self, entry: i64) {
        let sql = "UPDATE entry SET previous_hash = (SELECT hash FROM entry WHERE id = ?1 - 1) WHERE id = ?1";
        self.0.execute(sql, [entry]).unwrap();
        self.reseal(entry);
    }
}

fn text(row: &rusqlite::Row, at: usize) -> rusqlite::Result<String> {
    use rusqlite::types::ValueRef;
    Ok(match row.get_ref(at)? {
        ValueRef::Integer(number) => number.to_string(),
        other => other.as_str().unwrap().to_owned(),
    })
}

/// What `verify` finds after a forgery of the six entries.
fn after(forge: impl FnOnce(&Forger)) -> Option<Broken> {
    let Scratch { folder: _folder, file, office } = six_entries();
    drop(office);
    forge(&Forger::at(&file));
    Office::open(&file, Access::Read).unwrap().verify(None).unwrap().broken
}

#[test]
fn an_entry_that_was_put_in_is_named_however_its_followers_were_renumbered() {
    let inserted = |entry: i64, forge: &dyn Fn(&Forger)| {
        let found = after(|forger| {
            forger.renumber(entry, 1);
            forger.insert(entry);
            forge(forger);
        });
        assert_eq!(found, Some(Broken::Inserted(entry)));
    };
    inserted(4, &|_| {});
    // The followers have hashes that are right for their new numbers, and the links that they had.
    inserted(4, &|forger| (5..=7).for_each(|entry| forger.reseal(entry)));
    // The forged one has no hash that is right.
    inserted(4, &|forger| forger.run("UPDATE entry SET who = 'y' WHERE id = 4"));
    inserted(4, &|forger| forger.run("UPDATE entry SET previous_hash = 'y' WHERE id = 4"));
    inserted(1, &|_| {});
    inserted(6, &|_| {});
    let two = after(|forger| {
        forger.renumber(4, 2);
        forger.insert(4);
        forger.insert(5);
    });
    assert_eq!(two, Some(Broken::Inserted(4)));
    assert_eq!(after(|forger| forger.insert(0)), Some(Broken::Inserted(0)));
}

#[test]
fn an_undo_that_was_forged_to_take_itself_back_leads_no_one_in_a_circle() {
    let Scratch { folder: _folder, file, mut office } = six_entries();
    office.undo(today()).unwrap();
    drop(office);
    Forger::at(&file).run("UPDATE entry SET reverts = id WHERE op = '撤销'");
    let mut office = Office::open(&file, Access::Write).unwrap();
    assert_eq!(office.redoable().unwrap().map(|it| it.op), Some(Op::Undo));
    assert!(office.redo(today()).is_ok(), "what it changed is told by the entry itself");
    assert!(office.verify(None).unwrap().broken.is_some());
}

#[test]
fn an_entry_that_was_taken_out_is_named_however_its_followers_were_renumbered() {
    assert_eq!(after(|forger| forger.delete(4)), Some(Broken::Missing(4)));
    let missing = |entries: &[i64], forge: &dyn Fn(&Forger)| {
        let found = after(|forger| {
            for entry in entries.iter().rev() {
                forger.delete(*entry);
                forger.renumber(entry + 1, -1);
            }
            forge(forger);
        });
        assert_eq!(found, Some(Broken::Missing(entries[0])), "{entries:?}");
    };
    missing(&[4], &|_| {});
    missing(&[4, 5], &|_| {});
    missing(&[5], &|_| {});
    missing(&[1], &|_| {});
    missing(&[4], &|forger| [4, 5].into_iter().for_each(|entry| forger.reseal(entry)));
}

#[test]
fn an_entry_that_was_edited_is_named_also_where_its_hash_was_made_right() {
    let edit = "UPDATE entry SET who = 'x' WHERE id = 4";
    let change = "UPDATE entry_change SET after = replace(after, '窗口轮岗', '个人要求') WHERE entry = 4";
    for sql in [edit, change] {
        assert_eq!(after(|forger| forger.run(sql)), Some(Broken::Edited(4)));
        let resealed = after(|forger| {
            forger.run(sql);
            forger.reseal(4);
        });
        assert_eq!(resealed, Some(Broken::Edited(4)), "the one behind it is what was written");
    }
    assert_eq!(after(|forger| forger.run("UPDATE entry SET hash = 'x' WHERE id = 4")), Some(Broken::Edited(4)));
    // A link that points at an entry further up does not make those between into forgeries.
    let link = "UPDATE entry SET previous_hash = (SELECT hash FROM entry WHERE id = 2) WHERE id = 5";
    assert_eq!(after(|forger| forger.run(link)), Some(Broken::Edited(5)));
    // Nobody can say what became of an entry of which only the last one tells.
    let last = after(|forger| {
        forger.run("UPDATE entry SET who = 'x' WHERE id = 5");
        forger.reseal(5);
    });
    assert_eq!(last.map(|it| it.line()), Some("第6条与前一条接不上，有改动或删除".into()));
}

/// A chain that is made anew from the forged entry on fits in itself: only a fingerprint kept elsewhere tells.
#[test]
fn nothing_is_vouched_for_that_is_not_proven() {
    let scratch = six_entries();
    let fingerprint = scratch.office.verify(None).unwrap().fingerprint;
    let Scratch { folder: _folder, file, office } = scratch;
    drop(office);
    let run = |arguments: &[&str]| {
        let done = taizhang().arg("--file").arg(&file).arg("verify").args(arguments).output().unwrap();
        (done.status.code(), String::from_utf8(done.stderr).unwrap())
    };
    let forger = Forger::at(&file);
    forger.run("UPDATE entry SET who = 'x' WHERE id = 2");
    forger.reseal(2);
    for entry in [3, 4] {
        forger.relink(entry);
    }
    drop(forger);
    // The break is behind the fourth; the second is forged and fits.
    let (code, told) = run(&[]);
    assert!(code == Some(5) && told.contains("第4条被改动过") && !told.contains("可信"), "{told}");
    let forger = Forger::at(&file);
    for entry in [5, 6] {
        forger.relink(entry);
    }
    drop(forger);
    assert_eq!(run(&[]).0, Some(0));
    let (code, told) = run(&["--fingerprint", &fingerprint]);
    assert!(code == Some(5) && told.contains("末尾被截去，或者整段改写过"), "{told}");
}

/// A backup's name bears its first twelve digits, a paper all of them in groups.
#[test]
fn a_fingerprint_is_taken_by_twelve_digits_or_more_and_refused_in_any_other_form() {
    let mut scratch = six_entries();
    let fingerprint = scratch.office.verify(None).unwrap().fingerprint;
    scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    let groups = fingerprint.as_bytes().chunks(8).map(|it| std::str::from_utf8(it).unwrap()).collect::<Vec<_>>();
    for given in [&fingerprint[..12], &fingerprint[..40], &fingerprint.to_uppercase(), &groups.join(" ")] {
        assert_eq!(scratch.office.verify(Some(given)).unwrap().broken, None, "{given}");
    }
    let other = if fingerprint.starts_with('0') { "1" } else { "0" };
    let unknown = format!("{other}{}", &fingerprint[1..12]);
    assert_eq!(scratch.office.verify(Some(&unknown)).unwrap().broken, Some(Broken::CutTail));
    for given in ["", "41ddad770c3", "指纹", "41ddad770c3x", &format!("{fingerprint}0")] {
        let error = scratch.office.verify(Some(given)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadInput, "{given}");
        assert!(error.to_string().contains("至少12位"), "{error}");
    }
}

/// `INSERT OR REPLACE` removes what stands there without a word to the triggers of removing.
#[test]
fn no_entry_and_no_kept_file_is_written_over() {
    let Scratch { folder: _folder, file, office } = six_entries();
    drop(office);
    let connection = Connection::open(&file).unwrap();
    connection.execute_batch("INSERT INTO content VALUES ('abc', x'00')").unwrap();
    let columns = "written_at, day, who, op, basis, reason, reverts, previous_hash";
    for sql in [
        format!("INSERT OR REPLACE INTO entry SELECT id, {columns}, 'x' FROM entry WHERE id = 4"),
        format!("INSERT OR REPLACE INTO entry SELECT 7, {columns}, hash FROM entry WHERE id = 4"),
        "INSERT OR REPLACE INTO entry_change SELECT entry, position, kind, record, before, NULL FROM entry_change \
         WHERE entry = 4"
            .into(),
        "INSERT OR REPLACE INTO content VALUES ('abc', x'01')".into(),
        "DELETE FROM content".into(),
    ] {
        let error = connection.execute(&sql, []).expect_err(&sql);
        assert!(error.to_string().contains("append only"), "{sql}: {error}");
    }
}
