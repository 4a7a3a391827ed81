//! An office lent to work on another thread, and taken back. What stays behind shows the register as it is, and can
//! write nothing meanwhile.

use std::sync::Arc;

use super::Office;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Change;
use crate::store::Store;

/// Who watches long work: is told how far it has come, and may call it off.
pub trait Watcher: Send + Sync {
    /// So many of so many.
    fn tell(&self, done: usize, total: usize);
    /// An error where it was called off.
    fn go_on(&self) -> Result<()>;
}

impl Office {
    /// Lends the data file and the register, which is copied once it changes there; until it comes back, nothing can be written here.
    pub fn lend(&mut self, watcher: Arc<dyn Watcher>) -> Result<Office> {
        let stand_in = self.store.stand_in()?;
        let store = std::mem::replace(&mut self.store, stand_in);
        Ok(Self { revision: self.revision, watcher: Some(watcher), ..Self::with(store, Arc::clone(&self.register)) })
    }

    /// Takes it back; the register follows what was committed meanwhile.
    pub fn take_back(&mut self, lent: Office) {
        self.store = lent.store;
        // What was looked for meanwhile was looked for in no file.
        self.revision += 1;
        if Arc::ptr_eq(&self.register, &lent.register) {
            return;
        }
        let register = Arc::make_mut(&mut self.register);
        register.began = lent.register.began;
        register.handed_on = lent.register.handed_on.clone();
        for changes in lent.committed {
            self.apply(changes);
        }
        // A write whose end is not known was read anew: see `look_again`.
        if self.register != lent.register {
            self.register = lent.register;
            self.standing = None;
        }
    }

    /// Opens the data file again after the thread that had it has died.
    pub fn reopen(&mut self) -> Result<()> {
        self.store = Store::open(self.store.path(), self.store.access())?;
        self.register = Arc::new(self.store.register()?);
        self.standing = None;
        self.revision += 1;
        Ok(())
    }

    /// Tells whoever watches how far the work has come; an error where it was called off.
    pub(crate) fn watched(&self, done: usize, total: usize) -> Result<()> {
        watch(self.watcher.as_deref(), done, total)
    }

    pub(super) fn note_committed(&mut self, changes: &[Change]) {
        if self.watcher.is_some() {
            self.committed.push(changes.to_vec());
        }
    }
}

/// The same, for work that has the office taken apart.
pub(super) fn watch(watcher: Option<&dyn Watcher>, done: usize, total: usize) -> Result<()> {
    let Some(watcher) = watcher else { return Ok(()) };
    watcher.go_on()?;
    watcher.tell(done, total);
    Ok(())
}

/// What work that was called off says.
pub fn called_off() -> Error {
    Error::new(ErrorKind::Refused, "已取消").advise("数据没有改动")
}
