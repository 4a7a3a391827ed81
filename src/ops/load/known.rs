//! What a document has told so far, for what refers to it.

use std::collections::HashMap;

use crate::model::*;

/// The accounts and numbered papers that this document has told, before the register holds them.
#[derive(Default)]
pub(super) struct Known {
    pub(super) accounts: HashMap<(SystemId, String), AccountId>,
    pub(super) numbers: HashMap<String, Subject>,
    /// The papers of 附件1 as they stand by now.
    pub(super) papers: HashMap<DepartmentId, Matrix>,
}

impl Known {
    pub(super) fn account(&mut self, it: &Account) {
        self.accounts.insert((it.system, it.account.clone()), it.id);
    }

    pub(super) fn number(&mut self, number: &str, paper: Subject) {
        self.numbers.insert(number.to_owned(), paper);
    }

    /// What the register held before the document; what the document tells goes first.
    pub(super) fn register(&mut self, register: &Register) {
        for it in register.accounts.values() {
            self.accounts.entry((it.system, it.account.clone())).or_insert(it.id);
        }
        let papers = (register.applications.values().map(|it| (&it.number, Subject::Application(it.id))))
            .chain(register.cleanups.values().map(|it| (&it.number, Subject::Cleanup(it.id))))
            .chain(register.filings.values().map(|it| (&it.number, Subject::Filing(it.id))))
            .chain(register.inspections.values().map(|it| (&it.number, Subject::Inspection(it.id))))
            .chain(register.samples.values().map(|it| (&it.number, Subject::Sample(it.id))));
        for (number, paper) in papers {
            self.numbers.entry(number.clone()).or_insert(paper);
        }
    }
}
