//! One function an errand, used alike by the window and the command line.

mod acceptance;
mod application;
mod as_of;
mod attach;
mod backup;
mod cleanup;
mod complete;
mod correction;
mod document;
mod dump;
mod example;
mod filing;
mod history;
mod import;
mod inspection;
mod intake;
mod leaving;
mod lend;
mod list_row;
mod load;
mod matrix;
mod merge;
mod names;
mod password;
mod post;
mod printed;
mod record;
mod renamed;
mod restore;
mod sample;
mod setting;
mod sheets;
mod undo;
mod void;
mod waiver;

use std::path::Path;
use std::sync::Arc;

pub use application::{Handling, Signatures};
pub use as_of::{AsOf, LiveAccount, refuse_future};
pub use attach::FolderTaken;
pub use backup::told_unlocked;
pub use example::example_in;
pub use filing::FilingRequest;
pub use history::{About, HistoryLine, HistoryWanted, Meant};
pub use import::{Effect, Failure, Fault, Imported, Manner, Row, Verdict as ImportVerdict, rows_of};
pub use inspection::refuse_answer;
pub use intake::no_day;
pub use leaving::Left;
pub use lend::{Watcher, called_off};
pub use load::Loaded;
pub use merge::{hints, is_taken, merged_lists, read_returned, taken_once};
pub use post::Placing;
pub use restore::{Present, Restoration};
pub use sheets::{passed_rows, read_sheets, unused_columns};
pub use undo::{Undoable, left_behind};
pub use waiver::Stoppers;

use crate::error::{Error, ErrorKind, Result};
use crate::model::*;
use crate::rules::Standing;
use crate::rules::secrets::tells_password;
use crate::store::{Access, Draft, DraftId, Drafted, Errand, Place, Store, Tx, Verdict, Written};

/// An office at work: its data file and the register that the file holds, kept true to each other.
pub struct Office {
    store: Store,
    /// Shared with whom it is lent to, until one of the two changes it.
    register: Arc<Register>,
    revision: u64,
    standing: Option<Standing>,
    /// Who watches, where it is lent.
    watcher: Option<Arc<dyn Watcher>>,
    /// What was committed since it was lent.
    committed: Vec<Vec<Change>>,
}

/// For how many days an office may well write nothing.
const LONGEST_PAUSE: i64 = 60;

/// What is said where opening has put right what guards the 台账.
pub const PUT_RIGHT: &str = "数据文件里防止改动台账的设置曾被别的程序改过，已恢复。请核对台账";

impl Office {
    /// Makes a new, empty data file.
    pub fn create(path: &Path) -> Result<()> {
        Store::create(path)
    }

    /// Opens a data file, checks every page of it and reads its register.
    pub fn open(path: &Path, access: Access) -> Result<Self> {
        let office = Self::open_unchecked(path, access)?;
        office.store.check()?;
        Ok(office)
    }

    /// Opens a data file and reads its register alone; [`Store::check`] goes through the rest.
    pub fn open_unchecked(path: &Path, access: Access) -> Result<Self> {
        let store = Store::open(path, access)?;
        let register = store.register()?;
        Ok(Self::of(store, register))
    }

    fn of(store: Store, register: Register) -> Self {
        Self::with(store, Arc::new(register))
    }

    fn with(store: Store, register: Arc<Register>) -> Self {
        Self { store, register, revision: 0, standing: None, watcher: None, committed: Vec::new() }
    }

    /// Every record, as it stands.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The data file, to read from.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The person called 「姓名」 or 「姓名（科室）」; two of one name are refused with the names that tell them apart.
    pub fn person_called(&self, name: &str) -> Result<PersonId> {
        match self.register.person_named(name) {
            Lookup::Found(person) => Ok(person),
            Lookup::Ambiguous(candidates) => Err(names::ambiguous(name.trim(), &candidates)),
            Lookup::Unknown => {
                Err(Error::bad_input(format!("人员中没有“{}”", name.trim())).advise("请写登记的姓名，或先登记"))
            }
        }
    }

    /// Keeps what is half-typed, in place of what `draft` held. A text that tells a password is left out: it
    /// reaches no file (第二十五条); the draft knows where it stood until something else is typed there.
    pub fn keep_draft(&mut self, draft: Option<DraftId>, of: Drafted, values: &Values) -> Result<Option<DraftId>> {
        let told = values.texts().filter(|(_, _, text)| tells_password(text));
        let mut left_out: Vec<Place> = told.map(|(row, field, _)| (row, field)).collect();
        let mut safe = values.clone();
        for (row, field) in &left_out {
            safe.set_at(*row, *field, "");
        }
        if let Some(id) = draft {
            let before = self.store.drafts()?.into_iter().find(|it| it.id == id);
            let before = before.into_iter().flat_map(|it| it.left_out);
            let is_blank = |(row, field): &Place| {
                values.text_at(*row, *field).is_empty() && row.is_none_or(|row| row < values.row_count())
            };
            left_out.extend(before.filter(is_blank));
        }
        self.store.keep_draft(draft, of, safe, left_out)
    }

    /// Keeps a draft again that was thrown away.
    pub fn take_up_draft(&mut self, draft: &Draft) -> Result<()> {
        self.store.keep_draft(Some(draft.id), draft.of, draft.values.clone(), draft.left_out.clone()).map(drop)
    }

    /// Throws a draft away, because the clerk said so.
    pub fn drop_draft(&mut self, draft: DraftId) -> Result<()> {
        self.store.drop_draft(draft)
    }

    /// Rises with each write: what is derived from the register is made anew when it has risen.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// What speaks against the day of the computer, by the last entry of the 台账: a day before it, or one long after it. By a
    /// clock that is wrong 处理日期 and the years of numbers are wrong for good (第十五条).
    pub fn clock_doubt(&self, today: Day) -> Result<Option<String>> {
        let Some(last) = self.store.last_entries(1)?.pop() else { return Ok(None) };
        let is_likely = (0..=LONGEST_PAUSE).contains(&today.days_since(last.day));
        let (today, last) = (today.chinese(), last.day.chinese());
        Ok((!is_likely).then(|| format!("今天是{today}，台账最后一次登记是{last}，请核对电脑的日期")))
    }

    /// Judges the register by the regulation as of `today`: the whole of it once, afterwards what has changed.
    pub fn judge(&mut self, today: Day) -> &Standing {
        let standing = self.standing.get_or_insert_with(|| Standing::of(&self.register, today));
        standing.renew(&self.register, today);
        standing
    }

    /// What was found when the register was judged last; none where it has not been.
    pub fn standing(&self) -> Option<&Standing> {
        self.standing.as_ref()
    }

    /// Verifies the 台账: its chain, its records, and a fingerprint noted elsewhere, if one is given.
    pub fn verify(&self, fingerprint: Option<&str>) -> Result<Verdict> {
        self.store.verify(&self.register, fingerprint)
    }

    /// The same, and against the backups: a file that lost the end of its 台账 is whole in itself. Looked at are those in
    /// the folder `beside` the data file, and at 第二备份位置 where that is there.
    pub fn verify_beside(&self, fingerprint: Option<&str>, beside: &Path) -> Result<Verdict> {
        let mut verdict = self.verify(fingerprint)?;
        let second = self.register.second_place().map(|place| place.folder);
        for folder in [Some(beside), second.as_deref()].into_iter().flatten().filter(|folder| folder.is_dir()) {
            if verdict.broken.is_none() {
                verdict.broken = self.store.outrun_in(folder, None)?;
            }
        }
        Ok(verdict)
    }

    /// One transaction over the register as it stands; the register follows only what was committed.
    fn transact<T>(&mut self, errand: &Errand, work: impl FnOnce(&Register, &mut Tx) -> Result<T>) -> Result<T> {
        let register = &self.register;
        match self.store.transact(errand, |tx| work(register, tx)) {
            Ok((outcome, written)) => {
                self.follow(written, errand.day);
                Ok(outcome)
            }
            Err(error) => Err(self.look_again(error)),
        }
    }

    /// A disk that fails while a write is being ended may have kept it all the same: what is shown is read anew.
    fn look_again(&mut self, error: Error) -> Error {
        if matches!(error.kind(), ErrorKind::System | ErrorKind::DiskFull)
            && let Ok(register) = self.store.register()
            && register != *self.register
        {
            self.register = Arc::new(register);
            self.standing = None;
            self.revision += 1;
        }
        error
    }

    /// Follows an entry that was made on `day`.
    fn follow(&mut self, written: Written, day: Day) {
        if !written.changes.is_empty() {
            Arc::make_mut(&mut self.register).began.note(day);
        }
        if let Some(handed_on) = written.handed_on {
            Arc::make_mut(&mut self.register).handed_on = handed_on;
        }
        self.apply(written.changes);
    }

    fn apply(&mut self, changes: Vec<Change>) {
        self.note_committed(&changes);
        self.revision += 1;
        for change in changes {
            if let Some(standing) = &mut self.standing {
                standing.note(&change, &self.register);
            }
            Arc::make_mut(&mut self.register).apply(change);
        }
    }
}
