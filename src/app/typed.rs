//! What is typed on a paper: its draft in the data file, and the steps back.

use eframe::egui::util::undoer::Undoer;

use crate::error::Result;
use crate::model::Values;
use crate::ops::Office;
use crate::store::{Draft, DraftId, Drafted};

/// How long after the last change a draft is kept, in seconds.
const DRAFT_AFTER: f64 = 0.5;

/// A paper as it is typed, beside what is kept of it.
pub struct Typed {
    /// What it is to become.
    pub of: Drafted,
    /// What is typed.
    pub values: Values,
    /// What is kept.
    pub kept: Values,
    draft: Option<DraftId>,
    drafted: Values,
    /// What could not be kept as a draft: tried again when it has changed.
    undrafted: Option<Values>,
    undoer: Undoer<Values>,
    changed_at: Option<f64>,
}

impl Typed {
    /// A paper as it is kept; nothing is typed yet.
    pub fn new(of: Drafted, kept: Values) -> Self {
        Self {
            of,
            values: kept.clone(),
            drafted: kept.clone(),
            kept,
            draft: None,
            undrafted: None,
            undoer: Undoer::default(),
            changed_at: None,
        }
    }

    /// A paper as it was left half-typed.
    pub fn resume(draft: Draft, kept: Values) -> Self {
        let mut typed = Self::new(draft.of, kept);
        typed.draft = Some(draft.id);
        typed.values = draft.values.clone();
        typed.drafted = draft.values;
        typed
    }

    /// The draft that holds what is typed.
    pub fn draft(&self) -> Option<DraftId> {
        self.draft
    }

    /// Whether something is typed that is not saved.
    pub fn is_dirty(&self) -> bool {
        self.values != self.kept
    }

    /// What was kept is kept no longer: all of it is typed anew.
    pub fn unkeep(&mut self, of: Drafted) {
        self.of = of;
        self.kept = Values::default();
        self.drafted = Values::default();
    }

    /// One step of typing back; whether there was one.
    pub fn undo(&mut self) -> bool {
        let Some(values) = self.undoer.undo(&self.values).cloned() else { return false };
        self.values = values;
        true
    }

    /// One step of typing forth; whether there was one.
    pub fn redo(&mut self) -> bool {
        let Some(values) = self.undoer.redo(&self.values).cloned() else { return false };
        self.values = values;
        true
    }

    /// Keeps the draft when the clerk has paused; returns the seconds until it is due, if it is not yet.
    pub fn tick(&mut self, office: &mut Office, now: f64, composing: bool) -> Result<Option<f64>> {
        self.undoer.feed_state(now, &self.values);
        if self.values == self.drafted || self.undrafted.as_ref() == Some(&self.values) {
            self.changed_at = None;
            return Ok(None);
        }
        let since = *self.changed_at.get_or_insert(now);
        if composing {
            return Ok(Some(DRAFT_AFTER));
        }
        if now - since < DRAFT_AFTER {
            return Ok(Some(DRAFT_AFTER - (now - since)));
        }
        self.keep(office).inspect_err(|_| self.undrafted = Some(self.values.clone()))?;
        Ok(None)
    }

    /// Keeps what is typed, if it differs from what is kept; a paper typed back to what is saved needs no draft.
    pub fn keep(&mut self, office: &mut Office) -> Result<()> {
        if self.values != self.drafted {
            if self.is_dirty() {
                self.draft = office.keep_draft(self.draft, self.of, &self.values)?;
            } else if let Some(draft) = self.draft.take() {
                office.drop_draft(draft)?;
            }
            self.drafted = self.values.clone();
            self.changed_at = None;
        }
        Ok(())
    }
}
