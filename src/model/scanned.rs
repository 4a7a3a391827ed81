//! Which paper a scan belongs to: by its record, by its number, by the name of a file.

use std::collections::BTreeSet;

use super::attachment::{Attachment, MATRIX, Scanned};
use super::choice::{Choice, FilingKind};
use super::forms::Cleanup;
use super::record::{Record, Register};
use super::series::Series;
use super::supervision::{Inspection, Sample};
use super::text::narrow;

impl Register {
    /// The scans of a paper that are not void, as they were taken in.
    pub fn attachments_of(&self, subject: &Scanned) -> Vec<&Attachment> {
        self.attachments.values().filter(|it| it.void_reason.is_none() && it.subject() == *subject).collect()
    }

    /// The numbers of the papers of which a scan is kept.
    pub fn scanned_numbers(&self) -> BTreeSet<&str> {
        let standing = self.attachments.values().filter(|it| it.void_reason.is_none() && it.department.is_none());
        standing.map(|it| it.paper.as_str()).collect()
    }

    /// The paper of this number; of a department's name, with 附件1 or without, its 附件1. Nothing where there is no such
    /// paper.
    pub fn paper_named(&self, text: &str) -> Option<Scanned> {
        let text = text.trim();
        let number = text.to_ascii_uppercase();
        if self.paper_numbered(&number).is_some() {
            return Some(Scanned::Numbered(number));
        }
        let department = text.strip_prefix(MATRIX).map_or(text, |rest| rest.trim_matches([' ', '_', '-', '（', '）']));
        let known = self.department_named(department).or_else(|| self.department_named(text.strip_suffix(MATRIX)?));
        known.map(Scanned::Matrix)
    }

    /// The record of the paper that bears this number.
    pub fn paper_numbered(&self, number: &str) -> Option<Record> {
        let application = self.application_numbered(number).cloned().map(Record::Application);
        application
            .or_else(|| self.cleanup_numbered(number).cloned().map(Record::Cleanup))
            .or_else(|| self.filing_numbered(number).cloned().map(Record::Filing))
            .or_else(|| self.inspections.values().find(|it| it.number == number).cloned().map(Record::Inspection))
            .or_else(|| self.samples.values().find(|it| it.number == number).cloned().map(Record::Sample))
            .or_else(|| self.notices.values().find(|it| it.number == number).cloned().map(Record::Notice))
    }

    /// What the clerk calls the paper that a record is, is a row of, or is the scan of. Nothing where it is on none, or the row
    /// of 附件1.
    pub fn paper_of(&self, record: &Record) -> Option<String> {
        match record {
            Record::Attachment(it) => Some(self.subject_name(&it.subject())),
            Record::CleanupRow(it) => self.get::<Cleanup>(it.cleanup).map(|list| list.number.clone()),
            Record::InspectionRow(it) => self.get::<Inspection>(it.inspection).map(|round| round.number.clone()),
            Record::SampleRow(it) => self.get::<Sample>(it.sample).map(|sample| sample.number.clone()),
            _ => record.paper_number().map(str::to_owned),
        }
    }

    /// Whether a text is what the clerk calls a paper: its number, or 「政务服务科附件1」.
    pub fn is_paper(&self, text: &str) -> bool {
        self.paper_named(text).is_some_and(|it| matches!(it, Scanned::Numbered(_)) || text.ends_with(MATRIX))
    }

    /// The numbers in a text that no paper of this office bears.
    pub fn strange_numbers(&self, text: &str) -> Vec<String> {
        numbers_in(text).into_iter().filter(|number| self.paper_named(number).is_none()).collect()
    }

    /// What the clerk calls a paper: its number, or 「政务服务科附件1」.
    pub fn subject_name(&self, subject: &Scanned) -> String {
        match subject {
            Scanned::Numbered(number) => number.clone(),
            Scanned::Matrix(department) => format!("{}{MATRIX}", self.department_name(Some(*department))),
        }
    }

    /// What a paper is called besides its number.
    pub fn subject_title(&self, subject: &Scanned) -> &'static str {
        match subject {
            Scanned::Numbered(number) => number.get(..2).and_then(Series::of).map_or("", Series::title),
            Scanned::Matrix(_) => FilingKind::Matrix.label(),
        }
    }

    /// The papers that a file's name speaks of: every number in it once (`sq 2026 0001` is one), else the 附件1 of the
    /// department that it names together with 附件1 or 对照表.
    pub fn papers_in_name(&self, name: &str) -> Vec<Scanned> {
        let (mut once, numbers) = (BTreeSet::new(), numbers_in(name));
        let numbers = numbers.iter().filter(|number| once.insert(*number));
        let mut found: Vec<Scanned> = numbers.filter_map(|number| self.paper_named(number)).collect();
        if found.is_empty() && (name.contains(MATRIX) || name.contains("附件 1") || name.contains("对照表")) {
            let named = |name_: &str| !name_.is_empty() && name.contains(name_);
            let longest = self
                .departments
                .values()
                .flat_map(|it| [Some(&it.name), it.short.as_ref()].into_iter().flatten().map(move |name| (name, it.id)))
                .filter(|(name, _)| named(name))
                .max_by_key(|(name, _)| name.chars().count());
            found.extend(longest.map(|(_, id)| Scanned::Matrix(id)));
        }
        found
    }
}

/// Every number of a paper in a text, in the form SQ-2026-0001.
fn numbers_in(text: &str) -> Vec<String> {
    let text: Vec<char> = text.chars().map(narrow).map(|c| c.to_ascii_uppercase()).collect();
    let digits = |from: usize| text[from.min(text.len())..].iter().take_while(|c| c.is_ascii_digit()).count();
    let gap = |at: usize| usize::from(text.get(at).is_some_and(|c| ['-', '_', ' ', '.', '—', '–'].contains(c)));
    let mut found = Vec::new();
    for at in 0..text.len().saturating_sub(1) {
        let letters: String = text[at..at + 2].iter().collect();
        let inside_a_word = at > 0 && text[at - 1].is_ascii_alphanumeric();
        if inside_a_word || Series::of(&letters).is_none() {
            continue;
        }
        let year = at + 2 + gap(at + 2);
        let (count, run): (usize, usize) = match digits(year) {
            4 => (year + 4 + gap(year + 4), digits(year + 4 + gap(year + 4))),
            // SQ20260001: no gap between the year and the count.
            all @ 8..=10 => (year + 4, all - 4),
            _ => continue,
        };
        if (4..=9).contains(&run) {
            let part = |from: usize, length: usize| text[from..from + length].iter().collect::<String>();
            found.push(format!("{letters}-{}-{}", part(year, 4), part(count, run)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_in_the_names_that_scanners_and_people_give() {
        for (name, numbers) in [
            ("SQ-2026-0001.pdf", &["SQ-2026-0001"][..]),
            ("sq-2026-0001 签字版.PDF", &["SQ-2026-0001"]),
            ("扫描_SQ_2026_0001(1).jpg", &["SQ-2026-0001"]),
            ("SQ20260001.tif", &["SQ-2026-0001"]),
            ("ＳＱ－２０２６－０００１.png", &["SQ-2026-0001"]),
            ("秦天天SQ-2026-0001和SQ-2026-0002.pdf", &["SQ-2026-0001", "SQ-2026-0002"]),
            ("QL-2026-0003_BA-2026-0004.pdf", &["QL-2026-0003", "BA-2026-0004"]),
            ("XJ-2026-0005 cc20260006 tz_2026_0007.jpg", &["XJ-2026-0005", "CC-2026-0006", "TZ-2026-0007"]),
            ("SQ-2026-12345.pdf", &["SQ-2026-12345"]),
            ("SQ-2026-1000000.pdf", &["SQ-2026-1000000"]),
            ("SQ-2026-001.pdf", &[]),
            ("SQ-26-0001.pdf", &[]),
            ("MSQ-2026-0001.pdf", &[]),
            ("20261124173005.pdf", &[]),
            ("SQ", &[]),
            ("", &[]),
        ] {
            assert_eq!(numbers_in(name), numbers, "{name}");
        }
    }
}
