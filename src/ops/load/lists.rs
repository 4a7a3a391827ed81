//! The lists of a document: 附件1, its state as a paper, 附件3.

use std::collections::HashMap;

use super::super::document::Reader;
use super::super::{cleanup, matrix};
use super::{Load, set, told_first};
use crate::error::Result;
use crate::model::text::{LONG_LIMIT, NAME_LIMIT, NOTE_LIMIT, SHORT_LIMIT, SYSTEM_LIMIT};
use crate::model::*;

pub(super) const MATRIX: &[&str] =
    &["department", "system", "category", "post", "holder", "note", "account", "permissions"];
pub(super) const MATRIX_PAPER: &[&str] = &["department", "printed_on", "signed_on", "signed_by", "changed_on"];
pub(super) const CLEANUP: &[&str] = &["number", "systems", "rows", "handled_on", "printed_on", "void_reason"];
const CLEANUP_ROW: &[&str] = &["system", "department", "holder", "account", "kind", "disposal", "written_on"];

impl Load<'_, '_> {
    pub(super) fn matrix(&mut self, list: &[Reader]) -> Result<()> {
        let mut tables: Vec<(DepartmentId, Vec<MatrixRow>)> = Vec::new();
        for told in list {
            let (department, system) = (self.department_ref(told, "department", true), self.system_ref(told, "system"));
            let row = (
                told.text("category", NAME_LIMIT),
                told.text("post", NAME_LIMIT),
                self.person(told, "holder"),
                told.text("note", NOTE_LIMIT),
                told.text("account", SHORT_LIMIT),
                told.long_text("permissions", LONG_LIMIT),
            );
            let (Some(Some(department)), Some(system)) = (department, system) else { continue };
            let at = tables.iter().position(|(of, _)| *of == department).unwrap_or_else(|| {
                tables.push((department, Vec::new()));
                tables.len() - 1
            });
            let table = &mut tables[at].1;
            table.push(MatrixRow {
                system,
                category: row.0.unwrap_or_default(),
                post: row.1.unwrap_or_default(),
                holder: row.2.flatten(),
                note: row.3.unwrap_or_default(),
                account: row.4.unwrap_or_default(),
                permissions: row.5.unwrap_or_default(),
                ..matrix::blank_row(department)
            });
        }
        for (department, rows) in tables {
            let redrawn = matrix::replace_rows(department, rows, self.register, self.today, self.tx)?;
            self.known.papers.extend(redrawn.map(|paper| (department, paper)));
        }
        Ok(())
    }

    /// The papers of 附件1 come after its rows: rows that change make a draft of them again.
    pub(super) fn matrix_papers(&mut self, list: &[Reader]) -> Result<()> {
        for told in list {
            let Some(Some(department)) = self.department_ref(told, "department", true) else { continue };
            let stands = self.known.papers.get(&department).or(self.register.matrix_paper(department)).cloned();
            let mut paper = match stands {
                Some(paper) => paper,
                None => Matrix {
                    id: self.tx.new_id::<Matrix>()?,
                    department,
                    printed_on: None,
                    signed_on: None,
                    signed_by: None,
                    changed_on: None,
                },
            };
            set(&mut paper.printed_on, told.day("printed_on"));
            set(&mut paper.signed_on, told.day("signed_on"));
            set(&mut paper.signed_by, self.person(told, "signed_by"));
            set(&mut paper.changed_on, told.day("changed_on"));
            // What is signed has been printed.
            paper.printed_on = paper.printed_on.or(paper.signed_on);
            self.known.papers.insert(department, paper.clone());
            self.tx.put(paper)?;
        }
        Ok(())
    }

    pub(super) fn cleanups(&mut self, list: &[Reader]) -> Result<()> {
        let stands = self.register.cleanups.values().map(|cleanup| (cleanup.number.clone(), cleanup.id));
        let by_number: HashMap<String, CleanupId> = stands.collect();
        for (number, told) in told_first(list) {
            let number = self.number(number, Series::Cleanup, self.today.year())?;
            let id = match by_number.get(&number) {
                Some(id) => *id,
                None => self.tx.new_id::<Cleanup>()?,
            };
            self.cleanup(told, id, number)?;
        }
        Ok(())
    }

    fn cleanup(&mut self, told: &Reader, id: CleanupId, number: String) -> Result<()> {
        self.known.number(&number, Subject::Cleanup(id));
        let stands = self.register.get::<Cleanup>(id);
        let mut systems = stands.map_or_else(Vec::new, |cleanup| cleanup.systems.clone());
        if let Some(names) = told.texts("systems", SYSTEM_LIMIT) {
            systems.clear();
            for (at, name) in names {
                match self.names.system(&name) {
                    Some(system) => systems.push(system),
                    None => told.problem(&format!("systems[{at}]"), format!("信息系统中没有“{name}”")),
                }
            }
        }
        let mut handled_on = stands.and_then(|cleanup| cleanup.handled_on);
        set(&mut handled_on, told.day("handled_on"));
        let mut printed_on = stands.and_then(|cleanup| cleanup.printed_on);
        set(&mut printed_on, told.day("printed_on"));
        let mut void_reason = stands.and_then(|cleanup| cleanup.void_reason.clone());
        set(&mut void_reason, told.text_maybe("void_reason", NOTE_LIMIT));
        if !told.has("rows") {
            return self.tx.put(Cleanup { id, number, systems, handled_on, printed_on, void_reason });
        }
        let mut rows = Vec::new();
        for row in told.list("rows", CLEANUP_ROW) {
            let read = CleanupRow {
                id: CleanupRowId(0),
                cleanup: id,
                position: rows.len() as i64 + 1,
                system: SystemId(0),
                department: self.department_ref(&row, "department", false).flatten(),
                holder: self.person(&row, "holder").flatten(),
                account: row.text("account", SHORT_LIMIT).unwrap_or_default(),
                kind: row.choice("kind").flatten(),
                disposal: row.choice("disposal").flatten(),
                written_on: row.day("written_on").flatten(),
            };
            if let Some(system) = self.system_ref(&row, "system") {
                rows.push(CleanupRow { system, ..read });
                if !systems.contains(&system) {
                    systems.push(system);
                }
            }
        }
        self.tx.put(Cleanup { id, number, systems, handled_on, printed_on, void_reason })?;
        cleanup::replace_rows(id, rows, self.register, self.tx).map(drop)
    }
}
