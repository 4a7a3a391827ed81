//! What is typed on a paper: its draft in the data file, and the steps back.

use std::borrow::Cow;

use eframe::egui::util::undoer::Undoer;

use crate::error::Result;
use crate::model::{Field, Values};
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
    /// What is typed of the signed paper in the panel beside it and not recorded: its draft holds it too.
    pub beside: Vec<(Field, String)>,
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
            beside: Vec::new(),
            draft: None,
            undrafted: None,
            undoer: Undoer::default(),
            changed_at: None,
        }
    }

    /// A paper as it was left half-typed; `panel` are the fields that are typed beside it.
    pub fn resume(draft: Draft, kept: Values, panel: &[Field]) -> Self {
        let mut typed = Self::new(draft.of, kept);
        typed.draft = Some(draft.id);
        typed.drafted = draft.values.clone();
        typed.values = draft.values;
        for field in panel {
            let (text, kept) = (typed.values.get(*field).to_owned(), typed.kept.get(*field));
            if text != kept {
                typed.values.set(*field, kept);
                typed.beside.push((*field, text));
            }
        }
        typed
    }

    /// The draft of the same paper as it was shown before is this one's.
    pub fn follow(&mut self, shown: &Self) {
        if self.of == shown.of && self.draft.is_none() {
            self.draft = shown.draft;
            self.drafted = shown.drafted.clone();
        }
    }

    /// All that is typed, on the paper and beside it.
    fn whole(&self) -> Cow<'_, Values> {
        if self.beside.is_empty() {
            return Cow::Borrowed(&self.values);
        }
        let mut whole = self.values.clone();
        self.beside.iter().for_each(|(field, text)| whole.set(*field, text.as_str()));
        Cow::Owned(whole)
    }

    /// The draft that holds what is typed.
    pub fn draft(&self) -> Option<DraftId> {
        self.draft
    }

    /// Whether something is typed that is not saved.
    pub fn is_dirty(&self) -> bool {
        self.values != self.kept
    }

    /// Another errand has changed what is kept: what is not typed is as it is kept now, also in rows that were moved.
    pub fn catch_up(&mut self, now: Values) {
        if now == self.kept {
            return;
        }
        if !self.is_dirty() {
            self.values = now.clone();
            self.undoer = Undoer::default();
            if self.beside.is_empty() {
                self.drafted = now.clone();
            }
        } else if now.row_count() == self.kept.row_count() {
            // By what stood in the cell, each once: of two names that were exchanged neither is taken for the other.
            let changed: Vec<(bool, Field, &str, &str)> = (now.texts())
                .map(|(row, field, text)| (row.is_some(), field, self.kept.text_at(row, field), text))
                .filter(|(_, _, before, after)| before != after && !before.is_empty())
                .collect();
            let mut typed = self.values.clone();
            for (place, field, text) in self.values.texts() {
                let is_it = |it: &&(bool, Field, &str, &str)| (it.0, it.1, it.2) == (place.is_some(), field, text);
                if let Some((.., after)) = changed.iter().find(is_it) {
                    typed.set_at(place, field, *after);
                }
            }
            self.values = typed;
        }
        self.kept = now;
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
        let is_kept = |whole: &Values| *whole == self.drafted || self.undrafted.as_ref() == Some(whole);
        if is_kept(&self.whole()) {
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
        if let Err(error) = self.keep(office) {
            self.undrafted = Some(self.whole().into_owned());
            return Err(error);
        }
        Ok(None)
    }

    /// Keeps what is typed, if it differs from what is kept; a paper typed back to what is saved needs no draft.
    pub fn keep(&mut self, office: &mut Office) -> Result<()> {
        let whole = self.whole().into_owned();
        if whole != self.drafted {
            if whole != self.kept {
                self.draft = office.keep_draft(self.draft, self.of, &whole)?;
            } else if let Some(draft) = self.draft {
                office.drop_draft(draft)?;
                self.draft = None;
            }
            self.drafted = whole;
            self.changed_at = None;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(names: &[&str]) -> Values {
        let mut values = Values::default();
        for name in names {
            values.push_row([(Field::Holder, (*name).to_owned())]);
        }
        values
    }

    #[test]
    fn two_names_that_were_exchanged_elsewhere_are_exchanged_in_what_is_half_typed() {
        let mut typed = Typed::new(Drafted::Cleanup(None), rows(&["甲", "乙"]));
        typed.values.push_row([(Field::Holder, "丙".to_owned())]);
        typed.catch_up(rows(&["乙", "甲"]));
        assert_eq!(typed.values, rows(&["乙", "甲", "丙"]));
    }
}
