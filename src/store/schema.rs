//! The schema of a data file: the steps that make it, and what guards it beside its tables: triggers, by which the 台账 only
//! grows (第十五条), and indexes. Another program may take these away or add its own; they are compared with those of a new file.

use std::collections::BTreeMap;

use rusqlite::Connection;

/// Each migration brings a file from version n to n + 1. Written ones never change.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_register.sql"),
    include_str!("migrations/0002_filings.sql"),
    include_str!("migrations/0003_rules.sql"),
    include_str!("migrations/0004_attachments.sql"),
    include_str!("migrations/0005_asked_for.sql"),
    include_str!("migrations/0006_append_only.sql"),
    include_str!("migrations/0007_references.sql"),
    include_str!("migrations/0008_second_reviewer.sql"),
    include_str!("migrations/0009_what_is_overridden.sql"),
    include_str!("migrations/0010_what_a_notice_tells.sql"),
    include_str!("migrations/0011_restorings.sql"),
    include_str!("migrations/0012_what_ended.sql"),
];

/// The version that this program writes (`user_version`).
pub(super) const VERSION: i64 = MIGRATIONS.len() as i64;

/// Brings a file from version `from` to [`VERSION`], whole or not at all.
pub(super) fn migrate(connection: &mut Connection, from: usize) -> rusqlite::Result<()> {
    let steps = connection.transaction()?;
    for sql in &MIGRATIONS[from..] {
        steps.execute_batch(sql)?;
    }
    steps.pragma_update(None, "user_version", VERSION)?;
    steps.commit()
}

/// The statement that makes each guard, by its kind and name.
type Guards = BTreeMap<(String, String), String>;

/// The guards of a file, without those that `SQLite` makes by itself.
fn guards(connection: &Connection) -> rusqlite::Result<Guards> {
    let sql = "SELECT type, name, sql FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
    rows.collect()
}

/// Those of a new file.
fn proper() -> rusqlite::Result<Guards> {
    let mut new = Connection::open_in_memory()?;
    migrate(&mut new, 0)?;
    guards(&new)
}

/// Whether a file has the guards that it should have, and no others.
pub(super) fn is_guarded(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(guards(connection)? == proper()?)
}

/// Puts the guards of a file right, all or none; whether there was anything to put right.
pub(super) fn put_right(connection: &mut Connection) -> rusqlite::Result<bool> {
    let (found, proper) = (guards(connection)?, proper()?);
    if found == proper {
        return Ok(false);
    }
    let steps = connection.transaction()?;
    for ((kind, name), sql) in &found {
        if proper.get(&(kind.clone(), name.clone())) != Some(sql) {
            let name = name.replace('"', "\"\"");
            steps.execute_batch(&format!("DROP {kind} \"{name}\""))?;
        }
    }
    for (guard, sql) in &proper {
        if found.get(guard) != Some(sql) {
            steps.execute_batch(sql)?;
        }
    }
    steps.commit()?;
    Ok(true)
}
