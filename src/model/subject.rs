//! What a finding, a waiver or a reminder is about: one record, so that the window can open it.

use serde::{Deserialize, Serialize};

use super::id::*;

/// A record by its kind and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)] // each is named after its kind of record
pub enum Subject {
    Department(DepartmentId),
    Person(PersonId),
    System(SystemId),
    Account(AccountId),
    Application(ApplicationId),
    Cleanup(CleanupId),
    Filing(FilingId),
    Inspection(InspectionId),
    Sample(SampleId),
}

impl Subject {
    /// The kind as the JSON of the command line and the data file have it.
    pub fn kind(self) -> &'static str {
        match self {
            Subject::Department(_) => "department",
            Subject::Person(_) => "person",
            Subject::System(_) => "system",
            Subject::Account(_) => "account",
            Subject::Application(_) => "application",
            Subject::Cleanup(_) => "cleanup",
            Subject::Filing(_) => "filing",
            Subject::Inspection(_) => "inspection",
            Subject::Sample(_) => "sample",
        }
    }

    /// The record's id.
    pub fn number(self) -> i64 {
        match self {
            Subject::Department(id) => id.0,
            Subject::Person(id) => id.0,
            Subject::System(id) => id.0,
            Subject::Account(id) => id.0,
            Subject::Application(id) => id.0,
            Subject::Cleanup(id) => id.0,
            Subject::Filing(id) => id.0,
            Subject::Inspection(id) => id.0,
            Subject::Sample(id) => id.0,
        }
    }

    /// From kind and id.
    pub fn from_parts(kind: &str, number: i64) -> Option<Self> {
        Some(match kind {
            "department" => Subject::Department(DepartmentId(number)),
            "person" => Subject::Person(PersonId(number)),
            "system" => Subject::System(SystemId(number)),
            "account" => Subject::Account(AccountId(number)),
            "application" => Subject::Application(ApplicationId(number)),
            "cleanup" => Subject::Cleanup(CleanupId(number)),
            "filing" => Subject::Filing(FilingId(number)),
            "inspection" => Subject::Inspection(InspectionId(number)),
            "sample" => Subject::Sample(SampleId(number)),
            _ => return None,
        })
    }
}
