//! 撤销 and 重做: whole errands taken back and done again.

use super::Office;
use crate::error::Result;
use crate::model::*;

/// The most records that an errand may have touched to be taken back unasked. A page of 附件1 or 附件3 holds about as many
/// rows, so what a clerk does on one page goes back at once, as it was done; more than a page is more than one look shows.
const UNASKED: usize = 20;

/// What would be taken back, or done again, next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undoable {
    /// The errand.
    pub op: Op,
    /// How many records it touched.
    pub records: usize,
}

impl Undoable {
    /// Whether the clerk is to be asked first: it brought a whole document or table in, however small, or it touched more
    /// records than a page shows. (恢复备份 is never taken back: it changes no record of the file that it stands in.)
    pub fn is_to_be_asked(self) -> bool {
        matches!(self.op, Op::Load | Op::Import) || self.records > UNASKED
    }
}

/// What to know when this was taken back, besides that it was: of papers that were written into a folder, which are left
/// there, since they may have been printed.
pub fn left_behind(op: Op) -> Option<&'static str> {
    (op == Op::StaffLeaves).then_some("写出的文件没有删除，其中的表和通知已作废，请不要送出")
}

impl Office {
    /// What [`Office::undo`] would take back; nothing where there is nothing to take back.
    pub fn undoable(&self) -> Result<Option<Undoable>> {
        Ok(self.store.undoable()?.map(|(op, records)| Undoable { op, records }))
    }

    /// What [`Office::redo`] would do again; nothing where there is nothing to do again.
    pub fn redoable(&self) -> Result<Option<Undoable>> {
        Ok(self.store.redoable()?.map(|(op, records)| Undoable { op, records }))
    }

    /// Takes the last errand back; tells which it was.
    pub fn undo(&mut self, today: Day) -> Result<Op> {
        let (op, changes) = self.store.undo(today).map_err(|error| self.look_again(error))?;
        self.follow(changes, today);
        Ok(op)
    }

    /// Does the errand again that was taken back last; tells which it was.
    pub fn redo(&mut self, today: Day) -> Result<Op> {
        let (op, changes) = self.store.redo(today).map_err(|error| self.look_again(error))?;
        self.follow(changes, today);
        Ok(op)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_more_than_a_page_or_was_brought_in_whole_is_asked_about_before_it_is_taken_back() {
        for (op, records, asks) in [
            (Op::FileApplication, 1, false),
            (Op::CompleteApplication, 2, false),
            (Op::StaffLeaves, 12, false),
            (Op::SaveMatrix, 20, false),
            (Op::SaveMatrix, 21, true),
            (Op::HandleCleanup, 40, true),
            (Op::Load, 1, true),
            (Op::Import, 1, true),
        ] {
            assert_eq!(Undoable { op, records }.is_to_be_asked(), asks, "{op:?}, {records}");
        }
    }
}
