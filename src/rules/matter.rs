//! A finding of the register: the fact, what it is about, when it is due, whether it is overridden.

use super::article::{Article, Weight};
use super::fact::Fact;
use crate::model::*;

/// What the rules have to say about one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    /// What was found.
    pub fact: Fact,
    /// The record that it is about, and that the window opens.
    pub subject: Subject,
    /// The department that it belongs to, to filter by.
    pub department: Option<DepartmentId>,
    /// The system that it belongs to, to filter by.
    pub system: Option<SystemId>,
    /// When it is due, where it has a day.
    pub due: Option<Day>,
    /// The written reason that overrides it.
    pub waiver: Option<WaiverId>,
}

impl Matter {
    /// A fact about a record.
    pub(super) fn new(fact: Fact, subject: Subject) -> Self {
        Self { fact, subject, department: None, system: None, due: None, waiver: None }
    }

    /// Belongs to this department.
    pub(super) fn of(self, department: Option<DepartmentId>) -> Self {
        Self { department, ..self }
    }

    /// Belongs to this system.
    pub(super) fn within(self, system: Option<SystemId>) -> Self {
        Self { system, ..self }
    }

    /// Is due on this day.
    pub(super) fn due(self, day: Day) -> Self {
        Self { due: Some(day), ..self }
    }

    /// The article that is cited.
    pub fn article(&self) -> Article {
        self.fact.article()
    }

    /// How much it weighs.
    pub fn weight(&self) -> Weight {
        self.fact.weight()
    }

    /// Whether it stands in 待办: what has a day, and what is grave; what is wrong with a form that is on its way stands with
    /// the form.
    pub fn is_to_do(&self) -> bool {
        self.due.is_some() || self.stops() && !matches!(self.fact, Fact::Form(_))
    }

    /// Whether it stops 办结, 备案 or the printing of its list: of weight E, and not overridden.
    pub fn stops(&self) -> bool {
        self.weight() == Weight::Error && self.waiver.is_none()
    }
}
