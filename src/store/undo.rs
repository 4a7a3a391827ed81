//! What can be taken back and done again (撤销, 重做): the ledger itself tells, as far back as it goes.

use rusqlite::{Connection, OptionalExtension};

use super::ledger::EntryId;
use crate::model::{Choice, Op};

/// What an entry says to somebody who goes back from the end of the ledger.
enum Step {
    /// This is the one.
    Here,
    /// There is none.
    Nowhere,
    /// It is neither; the one before it is looked at.
    On,
    /// It took back, or did again, the entry that it names: both are done with, and all between them.
    BehindReverted,
}

/// The entry that can be taken back next.
pub(super) fn to_undo(connection: &Connection) -> rusqlite::Result<Option<EntryId>> {
    look_back(connection, |op| match op {
        Op::Undo => Step::BehindReverted,
        // It changes no record of the file that it stands in.
        Op::Restore => Step::On,
        _ => Step::Here,
    })
}

/// The entry whose taking back can be done again next: none behind a new errand.
pub(super) fn to_redo(connection: &Connection) -> rusqlite::Result<Option<EntryId>> {
    look_back(connection, |op| match op {
        Op::Undo => Step::Here,
        Op::Redo => Step::BehindReverted,
        Op::Restore => Step::On,
        _ => Step::Nowhere,
    })
}

/// Goes back by the number of an entry, over whole pairs at a step.
fn look_back(connection: &Connection, step: fn(Op) -> Step) -> rusqlite::Result<Option<EntryId>> {
    let sql = "SELECT id, op, reverts FROM entry WHERE id <= ?1 ORDER BY id DESC LIMIT 1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut behind = Some(i64::MAX);
    while let Some(from) = behind {
        let told = statement.query_row([from], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, Option<i64>>(2)?))
        });
        let Some((id, op, reverts)) = told.optional()? else { break };
        let done_with = match Op::from_label(&op).map_or(Step::On, step) {
            Step::Here => return Ok(Some(EntryId(id))),
            Step::Nowhere => break,
            Step::On => id,
            // Whatever was forged there, it goes back and comes to an end.
            Step::BehindReverted => reverts.map_or(id, |reverted| reverted.min(id)),
        };
        behind = done_with.checked_sub(1);
    }
    Ok(None)
}
