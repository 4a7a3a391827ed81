//! 撤销 and 重做: whole errands taken back and done again.

use super::Office;
use crate::error::Result;
use crate::model::*;
use crate::store::Entry;

/// The most records that an errand may have touched to be taken back unasked. A page of 附件1 or 附件3 holds about as many
/// rows, so what a clerk does on one page goes back at once, as it was done; more than a page is more than one look shows.
const UNASKED: usize = 20;

/// What would be taken back, or done again, next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoable {
    /// The errand.
    pub op: Op,
    /// How many records it touched.
    pub records: usize,
    /// When it was done.
    pub day: Day,
    /// Who did it, where that was another user of the computer.
    pub other: Option<String>,
}

impl Undoable {
    /// Whether the clerk is to be asked first: it brought a whole document or table in, however small, or it touched more
    /// records than a page shows, or it is not what the clerk has just done: another user's, or of another day. (恢复备份 is
    /// never taken back: it changes no record of the file that it stands in.)
    pub fn is_to_be_asked(&self, today: Day) -> bool {
        matches!(self.op, Op::Load | Op::Import) || self.records > UNASKED || self.day != today || self.other.is_some()
    }

    /// What it is, in the clerk's words.
    pub fn told(&self, today: Day) -> String {
        let by = self.other.as_ref().map(|who| format!("由{who}于"));
        let on = (self.day != today || by.is_some()).then(|| format!("{}办理", self.day.chinese()));
        let told = match (by, on) {
            (None, None) => String::new(),
            (by, on) => format!("{}{}，", by.unwrap_or_default(), on.unwrap_or_default()),
        };
        format!("要撤销的是“{}”，{told}它改动了{}条记录。", self.op.label(), self.records)
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
        Ok(self.store.undoable()?.map(|told| self.told_of(told)))
    }

    /// What [`Office::redo`] would do again; nothing where there is nothing to do again.
    pub fn redoable(&self) -> Result<Option<Undoable>> {
        Ok(self.store.redoable()?.map(|told| self.told_of(told)))
    }

    fn told_of(&self, (op, records, entry): (Op, usize, Entry)) -> Undoable {
        let other = Some(&entry.who).filter(|who| **who != self.store.who());
        let other = other.map(|who| self.register.clerks().name(who).to_owned());
        Undoable { op, records, day: entry.day, other }
    }

    /// Takes the last errand back; tells which it was.
    pub fn undo(&mut self, today: Day) -> Result<Op> {
        let (op, written) = self.store.undo(today).map_err(|error| self.look_again(error))?;
        self.follow(written, today);
        Ok(op)
    }

    /// Does the errand again that was taken back last; tells which it was.
    pub fn redo(&mut self, today: Day) -> Result<Op> {
        let (op, written) = self.store.redo(today).map_err(|error| self.look_again(error))?;
        self.follow(written, today);
        Ok(op)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(op: Op, records: usize) -> Undoable {
        Undoable { op, records, day: Day::of_regulation(), other: None }
    }

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
            assert_eq!(done(op, records).is_to_be_asked(Day::of_regulation()), asks, "{op:?}, {records}");
        }
    }

    #[test]
    fn what_another_did_or_what_was_done_on_another_day_is_asked_about_with_the_day_and_the_name() {
        let (today, mine) = (Day::of_regulation(), done(Op::FileApplication, 1));
        assert_eq!(mine.told(today), "要撤销的是“保存申请表”，它改动了1条记录。");
        let later = today.plus(1).unwrap();
        assert!(mine.is_to_be_asked(later));
        assert_eq!(mine.told(later), "要撤销的是“保存申请表”，2022年8月3日办理，它改动了1条记录。");
        let other = Undoable { other: Some("lihong".into()), ..mine };
        assert!(other.is_to_be_asked(today));
        assert_eq!(other.told(today), "要撤销的是“保存申请表”，由lihong于2022年8月3日办理，它改动了1条记录。");
    }
}
