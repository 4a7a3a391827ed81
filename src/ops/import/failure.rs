//! The rows that cannot be kept: all that is wrong with each, told at once, and the rows given back as a workbook.

use super::super::intake::{not_offered, objection};
use super::super::names::{Names, ambiguous};
use super::super::record::flag_told;
use super::doubts::tells_half_a_role;
use super::{Imported, Row};
use crate::error::{Error, Result};
use crate::import::{RETURNED, is_failed_formula};
use crate::model::schema::{Attribute, Entry, is_masked};
use crate::model::*;
use crate::papers::{Column, List};
use crate::rules::secrets::tells_password;

/// A row that cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The row.
    pub row: Row,
    /// All that is wrong with it; the first is what stopped it.
    pub faults: Vec<Fault>,
}

/// One thing that is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The column, by its label.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// Why it is not taken.
    pub reason: String,
    /// What would be.
    pub suggestion: String,
}

impl Fault {
    /// In one line; a reason that names its column and what stands there is not told twice.
    pub fn line(&self) -> String {
        let Self { column, value, reason, suggestion } = self;
        let is_told = if value.is_empty() {
            reason.contains(column.as_str())
        } else {
            reason.starts_with(&format!("{column}“{value}”"))
        };
        match (is_told, value.is_empty()) {
            (true, _) => format!("{reason}（{suggestion}）"),
            (false, true) => format!("{column}：{reason}（{suggestion}）"),
            (false, false) => format!("{column}“{value}”：{reason}（{suggestion}）"),
        }
    }
}

impl Failure {
    /// All that is wrong, in one line.
    pub fn line(&self) -> String {
        self.faults.iter().map(Fault::line).collect::<Vec<_>>().join("；")
    }
}

/// What a row is checked against, once it is known not to be kept.
#[derive(Clone, Copy)]
pub(super) struct Against<'a> {
    pub(super) attributes: &'static [Attribute],
    /// The people that a register's row may name; a list makes those whom it does not know.
    pub(super) people: Option<&'a Names>,
    /// Whether a holder who is new has a department, told beside the table.
    pub(super) has_home: bool,
    pub(super) today: Day,
}

impl Against<'_> {
    /// Notes why a row is not kept. What is wrong with the file or the disk is no fault of the row.
    pub(super) fn failure(self, row: &Row, column: &str, error: Error) -> Result<Failure> {
        if !error.is_of_input() {
            return Err(error);
        }
        let mut faults = vec![self.fault(row, column, &error)];
        for (attribute, error) in self.others(row) {
            if attribute.label != column {
                faults.push(self.fault(row, attribute.label, &error));
            }
        }
        Ok(Failure { row: without_passwords(row), faults })
    }

    /// The first cell of a row that has no value, because its formula has failed, and the refusal of the row: of such a
    /// row nothing is read.
    pub(super) fn failed_formula(self, row: &Row) -> Option<(&'static str, Error)> {
        let mut cells = self.attributes.iter().zip(&row.texts);
        cells.find_map(|(attribute, text)| Some((attribute.label, formula_objection(text.as_deref()?)?)))
    }

    fn fault(self, row: &Row, column: &str, error: &Error) -> Fault {
        let at = self.attributes.iter().position(|attribute| attribute.label == column);
        let mut value = at.and_then(|at| row.texts.get(at)).cloned().flatten().unwrap_or_default();
        if tells_password(&value) {
            value = "（像是口令，已略去）".into();
        }
        let is_holder = column == "使用人" && self.attributes.iter().any(|it| it.label == "科室");
        let suggestion = match at.map(|at| self.attributes[at].entry) {
            _ if is_failed_formula(&value) => error.advice().unwrap_or_default().to_owned(),
            Some(Entry::Day) => "写作2026年8月3日或2026-8-3".to_owned(),
            Some(Entry::Choice(options)) => format!("从这些中选：{}", options.join("、")),
            Some(Entry::Person) if is_holder => {
                "写已登记人员的姓名；同名的写作“姓名（科室）”；新的人员请加一列“科室”".into()
            }
            Some(Entry::Person) => "写已登记人员的姓名；同名的写作“姓名（科室）”".into(),
            Some(Entry::Department | Entry::System) => "写已登记的名称".into(),
            // What stands on a form is safe there; a table is corrected where it is.
            _ => error.advice().filter(|advice| !advice.contains("其他内容还在")).unwrap_or("请修改后重新导入").into(),
        };
        let mut reason = error.lines().join("；");
        // It may name what stands above the table.
        if tells_password(&reason) {
            reason = "表上方像是写了口令，口令不得保存（第二十五条）".into();
        }
        Fault { column: column.to_owned(), value, reason, suggestion }
    }

    /// What each cell would be refused for by itself.
    fn others(self, row: &Row) -> Vec<(&'static Attribute, Error)> {
        let cells = self.attributes.iter().enumerate();
        cells.filter_map(|(at, attribute)| Some((attribute, self.fault_of_cell(row, at, attribute)?))).collect()
    }

    fn fault_of_cell(self, row: &Row, at: usize, attribute: &Attribute) -> Option<Error> {
        let label = attribute.label;
        let text = row.texts.get(at).and_then(Option::as_deref).unwrap_or_default().trim();
        if text.is_empty() {
            // A list of one system names it above its table.
            let is_above = matches!(attribute.entry, Entry::System) && row.system.is_some();
            return (attribute.required && !is_above).then(|| Error::bad_input(format!("请填写{label}")));
        }
        if is_masked(text) {
            return None;
        }
        if let Some(error) = formula_objection(text) {
            return Some(error);
        }
        if let Some(why) = objection(text, attribute.limit) {
            return Some(Error::bad_input(format!("{label}{why}")));
        }
        let told = format!("{label}“{text}”");
        match attribute.entry {
            Entry::Day => {
                let day = Day::from_typed(text, self.today).or_else(|| Day::from_table(text));
                day.is_none().then(|| Error::bad_input(format!("{told}不是有效的日期")))
            }
            Entry::Choice(_) if tells_half_a_role(label, text) => None,
            Entry::Choice(options) => (!options.contains(&text)).then(|| not_offered(&told, options)),
            Entry::Flag | Entry::Told => flag_told(label, text)
                .is_none()
                .then(|| Error::bad_input(format!("{told}看不出是“是”还是“否”")).advise("请填“是”或“否”")),
            Entry::Person => {
                let department = self.attributes.iter().position(|it| it.label == "科室");
                let department = department.and_then(|at| row.texts.get(at)).and_then(Option::as_deref);
                let is_made =
                    label == "使用人" && (self.has_home || department.is_some_and(|it| !it.trim().is_empty()));
                match self.people.filter(|_| !is_made)?.person(text) {
                    Lookup::Found(_) => None,
                    Lookup::Unknown => Some(Error::bad_input(format!("{told}不在人员中"))),
                    Lookup::Ambiguous(candidates) => Some(ambiguous(text, &candidates)),
                }
            }
            Entry::Text | Entry::Long | Entry::Names | Entry::Department | Entry::System => None,
        }
    }
}

fn formula_objection(text: &str) -> Option<Error> {
    let text = text.trim();
    let error = || Error::bad_input(format!("单元格是公式错误（{text}）")).advise("请在表格中改好公式，或直接写上内容");
    is_failed_formula(text).then(error)
}

/// A password goes nowhere, not even back (第二十五条).
fn without_passwords(row: &Row) -> Row {
    let mut row = row.clone();
    for text in row.texts.iter_mut().flatten().filter(|text| tells_password(text)) {
        text.clear();
    }
    // 「初始密码」 may stand in the head, and what it is in the cell.
    for (head, text) in &mut row.unused {
        if tells_password(text) || tells_password(&format!("{head}：{text}")) {
            text.clear();
        }
    }
    for above in [&mut row.department, &mut row.system] {
        above.take_if(|name| tells_password(name));
    }
    row
}

impl Imported {
    /// The rows that failed, under the heads of their table, so that they can be corrected and imported again; behind
    /// them the columns that were not used, where they stood and why.
    pub fn failures(&self, table: TableKind) -> List {
        let mut unused: Vec<&str> = Vec::new();
        for (head, _) in self.failed.iter().flat_map(|it| &it.row.unused) {
            if !unused.contains(&head.as_str()) {
                unused.push(head);
            }
        }
        let heads = table.attributes().iter().map(|attribute| Column::text(attribute.label, 110.0));
        let rest = unused.iter().map(|head| Column { label: (*head).to_owned().into(), ..Column::text("", 110.0) });
        let told = RETURNED.into_iter().zip([90.0, 50.0, 100.0, 110.0, 260.0, 220.0]);
        let told = told.map(|(label, width)| Column::text(label, width));
        let columns = heads.chain(rest).chain(told).collect();
        let row = |it: &Failure| {
            let mut row: Vec<String> = it.row.texts.iter().map(|text| text.clone().unwrap_or_default()).collect();
            // What is named above its table goes back with it.
            let above = match table {
                TableKind::Matrix => Some(("科室", &it.row.department)),
                TableKind::Cleanup => Some(("系统名称", &it.row.system)),
                TableKind::Register(_) => None,
            };
            if let Some((label, Some(named))) = above
                && let Some(at) = table.attributes().iter().position(|attribute| attribute.label == label)
                && let Some(cell) = row.get_mut(at).filter(|cell| cell.is_empty())
            {
                cell.clone_from(named);
            }
            for head in &unused {
                let text = it.row.unused.iter().find(|(of, _)| of == head).map(|(_, text)| text.clone());
                row.push(text.unwrap_or_default());
            }
            let all = |of: fn(&Fault) -> &String| it.faults.iter().map(of).cloned().collect::<Vec<_>>().join("；");
            row.extend([it.row.sheet.clone(), it.row.number.to_string()]);
            row.extend([all(|it| &it.column), all(|it| &it.value), all(|it| &it.reason), all(|it| &it.suggestion)]);
            row
        };
        let rows = self.failed.iter().map(row).collect();
        List { title: format!("{}导入有误的行", table.term()), columns, rows, ..List::default() }
    }
}
