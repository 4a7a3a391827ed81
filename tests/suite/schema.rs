//! The schema of a data file: brought up to date, the same for old and new, and guarded.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use taizhang::ops::Office;
use taizhang::store::Access;

use super::store::sealed;
use super::support::taizhang;

/// A file that the first version of the program made, with the sample office in it.
fn older_file(folder: &Path) -> PathBuf {
    let file = folder.join("台账.taizhang");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/version-1.taizhang");
    std::fs::copy(fixture, &file).unwrap();
    file
}

#[test]
fn a_file_of_an_older_version_opens_with_all_it_held_and_a_copy_is_laid_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = older_file(folder.path());
    let before = std::fs::read(&file).unwrap();
    let office = Office::open(&file, Access::Write).unwrap();
    assert_eq!((office.register().accounts.len(), office.register().applications.len()), (7, 4));
    assert_eq!(office.verify(None).unwrap().broken, None);
    drop(office);
    let copy = folder.path().join("台账_升级前_版本1.taizhang");
    let new = folder.path().join("新.taizhang");
    Office::create(&new).unwrap();
    let version = |path: &Path| -> i64 {
        Connection::open(path).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
    };
    assert_eq!((version(&file), version(&copy)), (version(&new), 1));
    // What was told stays told.
    let register = Office::open(&file, Access::Read).unwrap();
    let told = register.register().systems.values().map(|it| it.self_built).collect::<Vec<_>>();
    assert_eq!(told, [Some(true), Some(true), Some(false), Some(false)]);
    drop(register);
    // Opened for reading first, it is brought up to date as well.
    std::fs::write(&file, before).unwrap();
    assert_eq!(Office::open(&file, Access::Read).unwrap().register().accounts.len(), 7);
    assert!(folder.path().join("台账_升级前_版本1_2.taizhang").exists());
}

/// Everything that a file's schema has, in the words of one.
fn schema(file: &Path) -> Vec<(String, String, String)> {
    let connection = Connection::open(file).unwrap();
    let sql = "SELECT type, name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name";
    let mut statement = connection.prepare(sql).unwrap();
    // What was added to a table later stands behind its last word, with blanks of its own.
    let words =
        |sql: String| sql.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",").replace(" )", ")");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, words(row.get(2)?)))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_file_of_the_oldest_version_has_exactly_the_schema_of_a_new_one_once_it_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (older_file(folder.path()), folder.path().join("新.taizhang"));
    assert_ne!(schema(&old).len(), 0);
    drop(Office::open(&old, Access::Write).unwrap());
    Office::create(&new).unwrap();
    assert_eq!(schema(&old), schema(&new));
    let triggers: Vec<String> =
        schema(&old).into_iter().filter(|it| it.0 == "trigger").map(|(_, name, _)| name).collect();
    let append_only = ["entry_change_no_delete", "entry_change_no_replace", "entry_change_no_update"];
    let of_entries = ["entry_no_delete", "entry_no_replace", "entry_no_update"];
    for name in append_only.iter().chain(&of_entries) {
        assert!(triggers.iter().any(|it| it == name), "{name}: {triggers:?}");
    }
}

/// Otherwise taking a large table back goes through whole tables for each record that goes.
#[test]
fn each_reference_from_one_record_to_another_has_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("台账.taizhang");
    Office::create(&file).unwrap();
    let connection = Connection::open(&file).unwrap();
    let names = |sql: &str| -> Vec<(String, String)> {
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    let references = names(
        "SELECT it.name, fk.\"from\" FROM sqlite_schema it, pragma_foreign_key_list(it.name) fk WHERE it.type = 'table'",
    );
    let indexed = names(
        "SELECT it.name, of.name FROM sqlite_schema it, pragma_index_list(it.name) list, pragma_index_info(list.name) of \
         WHERE it.type = 'table' AND of.seqno = 0",
    );
    assert!(references.len() > 30, "{references:?}");
    for (table, column) in references {
        // Drafts are few, and nothing goes from the 台账.
        if !["draft", "entry", "entry_change"].contains(&table.as_str()) {
            assert!(indexed.contains(&(table.clone(), column.clone())), "{table}.{column}");
        }
    }
}

#[test]
fn a_file_that_cannot_be_brought_up_to_date_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let file = older_file(folder.path());
    // The last of the steps fails over what somebody has added by hand.
    Connection::open(&file).unwrap().execute_batch("ALTER TABLE application ADD COLUMN nature TEXT").unwrap();
    let before = std::fs::read(&file).unwrap();
    let Err(error) = Office::open(&file, Access::Write) else { panic!("it was opened") };
    assert!(error.advice().is_some(), "{error}");
    assert!(std::fs::read(&file).unwrap() == before, "not a byte is changed");
}

#[test]
fn what_guards_the_ledger_is_missed_where_it_was_taken_away_and_put_right_by_the_next_who_writes() {
    for tampering in [
        "DROP TRIGGER entry_no_delete",
        "DROP INDEX entry_change_record",
        "CREATE TRIGGER mine BEFORE INSERT ON person BEGIN SELECT RAISE (IGNORE); END",
        "CREATE VIEW \"a \"\" b\" AS SELECT 1",
        "DROP TRIGGER entry_no_update; CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT 1; END",
    ] {
        let (scratch, last) = sealed();
        drop(scratch.office);
        let guards = || schema(&scratch.file);
        let proper = guards();
        Connection::open(&scratch.file).unwrap().execute_batch(tampering).unwrap();
        let told = taizhang().arg("--file").arg(&scratch.file).arg("verify").output().unwrap();
        assert_eq!(told.status.code(), Some(5), "{tampering}");
        let said = String::from_utf8(told.stderr).unwrap();
        assert!(said.contains("防止改动台账的设置被别的程序改过"), "{said}");
        // Reading has changed nothing.
        assert_ne!(guards(), proper, "{tampering}");
        let told = taizhang().arg("--file").arg(&scratch.file).arg("undo").output().unwrap();
        assert!(told.status.success(), "{tampering}");
        assert!(String::from_utf8(told.stderr).unwrap().contains("已恢复。请核对台账"), "{tampering}");
        assert_eq!(guards(), proper, "{tampering}");
        let office = Office::open(&scratch.file, Access::Write).unwrap();
        assert!(!office.store().was_put_right());
        assert_eq!(office.verify(Some(&last)).unwrap().broken, None, "{tampering}");
    }
}
