//! 附件1 or 附件3 in front: what is typed in its rows, its pages, what is recorded of the signed paper.

use super::derived::Derived;
use super::newcomers::Strangers;
use super::sheet_view::{Happened, SheetView};
use super::spot::{Control, Spot};
use super::suggest::{Suggester, Suggestion};
use super::typed::Typed;
use crate::error::Result;
use crate::import;
use crate::model::*;
use crate::ops::Office;
use crate::paper::sheet::{Content, Sheet};
use crate::paper::{Foot, Page, fill, forms, place};
use crate::papers::cleanup_sheet;
use crate::rules::Finding;
use crate::rules::filing::{cleanup_stage, stage};
use crate::rules::matrix::{check_rows, telling_categories};
use crate::rules::signing::proposed_for_table;
use crate::store::{Draft, Drafted};

/// What the panel asks for of a signed 附件1: who signed, and when.
const SIGNED: [Field; 2] = [Field::Leader, Field::ApprovedOn];

/// A list form on the screen.
pub struct ListForm {
    pub(super) typed: Typed,
    pub(super) view: SheetView,
    pub(super) suggester: Suggester,
    pub(super) strangers: Strangers,
    pub(super) pages: Vec<Page>,
    laid_out: Option<(Values, u64)>,
    /// The row that the keyboard was in last, from 0.
    pub(super) row: Option<usize>,
    /// 分管领导 and 签字日期, as typed in the panel.
    pub(super) signed_by: String,
    pub(super) signed_on: String,
    /// Whether a signature that is recorded is put right.
    pub(super) corrects: bool,
    /// 分管领导 as proposed: what the panel begins with.
    signer: String,
    /// The rows that tell another 账号类别 than their account has.
    pub(super) categories: Vec<MatrixRowId>,
    /// What the 台账 has about the paper, newest first.
    pub(super) history: Vec<String>,
    told_of: Option<u64>,
    /// How the table differs from the register, in which state of it and on which day.
    pub(super) differs: Derived<(u64, Day), Option<String>>,
    /// Of which revision of the register it is known what is kept.
    kept_of: Option<u64>,
}

impl ListForm {
    /// A department's table or a list, as it is kept; a new list where `of` names none.
    pub fn open(of: Drafted, register: &Register, today: Day) -> Self {
        Self::with(Typed::new(of, kept_values(of, register)), register, today)
    }

    /// A paper that was left half-typed, as it was left.
    pub fn resume(draft: Draft, register: &Register, today: Day) -> Self {
        let kept = kept_values(draft.of, register);
        Self::with(Typed::resume(draft, kept, &SIGNED), register, today)
    }

    fn with(typed: Typed, register: &Register, today: Day) -> Self {
        let name = match typed.of {
            Drafted::Matrix(_) => "matrix",
            _ => "cleanups",
        };
        let signer = match typed.of {
            Drafted::Matrix(id) => {
                let leader = proposed_for_table(register, id, today);
                leader.map_or_else(String::new, |id| register.person_name(id))
            }
            _ => String::new(),
        };
        let beside = |field: Field| typed.beside.iter().find(|(of, _)| *of == field).map(|(_, text)| text.clone());
        let [signed_by, signed_on] = SIGNED.map(beside);
        let mut view = SheetView::new(name);
        if typed.of == Drafted::Cleanup(None) {
            view.wants_focus = Some(Control::in_row(0, Field::System));
        }
        Self {
            typed,
            view,
            suggester: Suggester::default(),
            strangers: Strangers::default(),
            pages: Vec::new(),
            laid_out: None,
            row: None,
            signed_by: signed_by.unwrap_or_else(|| signer.clone()),
            signed_on: signed_on.unwrap_or_default(),
            corrects: false,
            signer,
            categories: Vec::new(),
            history: Vec::new(),
            told_of: None,
            differs: Derived::default(),
            kept_of: None,
        }
    }

    /// The place and the look of the form that it follows, and what was typed there of the signed paper while nothing is
    /// recorded of it. A table that is to be printed anew is signed anew.
    pub(super) fn follow(&mut self, shown: Self, register: &Register) {
        self.row = shown.row;
        self.view.size = shown.view.size;
        self.view.wants_focus = shown.view.focused;
        if let Drafted::Matrix(id) = self.typed.of
            && shown.typed.of == self.typed.of
            && stage(register, id) == MatrixStage::Printed
        {
            (self.signed_by, self.signed_on) = (shown.signed_by, shown.signed_on);
            self.note_beside();
        }
        self.typed.follow(&shown.typed);
    }

    /// Whether 分管领导 stands as it was proposed, and nobody is recorded.
    pub(super) fn is_proposed(&self) -> bool {
        !self.corrects && !self.signer.is_empty() && self.signed_by == self.signer
    }

    /// What is typed of the signature is recorded.
    pub(super) fn signed(&mut self) {
        self.typed.beside.clear();
        self.corrects = false;
    }

    /// Begins to put the signature right, with what is recorded.
    pub(super) fn correct(&mut self, paper: &Matrix, register: &Register) {
        self.signed_by = paper.signed_by.map_or_else(String::new, |id| register.person_name(id));
        self.signed_on = paper.signed_on.map_or_else(String::new, Day::chinese);
        self.corrects = true;
    }

    /// Takes note of what the panel holds and is not recorded: the draft holds it.
    pub(super) fn note_beside(&mut self) {
        let begins = [self.signer.as_str(), ""];
        let typed = SIGNED.into_iter().zip([&self.signed_by, &self.signed_on]).zip(begins);
        let typed = typed.filter(|((_, text), begin)| text != begin);
        self.typed.beside = typed.map(|((field, text), _)| (field, text.clone())).collect();
    }

    /// The form, whose cells are filled.
    pub fn sheet(&self) -> &'static Sheet {
        match self.typed.of {
            Drafted::Matrix(_) => &forms::MATRIX,
            _ => &forms::CLEANUP,
        }
    }

    /// The form as it prints, with the signing line that its list asks for.
    fn printed_sheet(&self, register: &Register) -> &'static Sheet {
        match self.typed.of {
            Drafted::Cleanup(Some(id)) => cleanup_sheet(register, &register.rows_of(id)),
            _ => self.sheet(),
        }
    }

    /// Whether it may be typed in: a list that was carried out or is void may not.
    pub fn is_editable(&self, register: &Register) -> bool {
        match self.typed.of {
            Drafted::Cleanup(Some(id)) => register.get::<Cleanup>(id).is_some_and(Cleanup::is_open),
            _ => true,
        }
    }

    /// Whether it may be printed as it stands: not an empty new list.
    pub fn is_blank(&self) -> bool {
        self.typed.of == Drafted::Cleanup(None) && self.typed.values.row_count() == 0
    }

    /// What is lacking in the cells as they are typed.
    pub(super) fn findings(&self) -> Vec<Finding> {
        match self.typed.of {
            Drafted::Matrix(_) => check_rows(&self.typed.values),
            _ => Vec::new(),
        }
    }

    /// Brings what is derived up to date: the pages, with one blank row more than is filled, and the history.
    pub(super) fn derive(&mut self, office: &Office) -> Result<()> {
        let (register, revision) = (office.register(), office.revision());
        if self.kept_of != Some(revision) {
            self.kept_of = Some(revision);
            self.typed.catch_up(kept_values(self.typed.of, register));
            if let Drafted::Matrix(id) = self.typed.of {
                self.categories = telling_categories(register, id).into_iter().map(|(row, _)| row).collect();
            }
        }
        if self.laid_out.as_ref().is_none_or(|(values, of)| *values != self.typed.values || *of != revision) {
            let mut shown = self.typed.values.clone();
            if !matches!(self.typed.of, Drafted::Matrix(_)) {
                shown.set(Field::System, fill::systems_in_head(&shown));
            }
            for row in 0..shown.row_count() {
                shown.set_in_row(row, Field::Position, (row + 1).to_string());
            }
            if self.is_editable(register) {
                shown.insert_row(shown.row_count());
            }
            self.pages = place(self.printed_sheet(register), &shown, &self.foot(register));
            self.laid_out = Some((self.typed.values.clone(), revision));
        }
        if self.told_of != Some(revision) {
            self.told_of = Some(revision);
            self.history = self.entries(office)?;
        }
        Ok(())
    }

    fn foot(&self, register: &Register) -> Foot {
        let Drafted::Cleanup(Some(id)) = self.typed.of else { return Foot::default() };
        let foot = |it: &Cleanup| Foot::numbered(&it.number).void_if(it.void_reason.as_deref());
        register.get(id).map(foot).unwrap_or_default()
    }

    fn entries(&self, office: &Office) -> Result<Vec<String>> {
        let register = office.register();
        let (paper, own) = match self.typed.of {
            Drafted::Matrix(id) => (Scanned::Matrix(id), ""),
            Drafted::Cleanup(Some(id)) => match register.get::<Cleanup>(id) {
                Some(cleanup) => (Scanned::Numbered(cleanup.number.clone()), cleanup.number.as_str()),
                None => return Ok(Vec::new()),
            },
            _ => return Ok(Vec::new()),
        };
        let mut entries = office.entries_on(&paper)?;
        entries.reverse();
        let clerks = register.clerks();
        Ok(entries.iter().map(|entry| entry.line(own, &clerks)).collect())
    }

    /// Takes note of what happened on the paper.
    pub(super) fn after(&mut self, happened: Happened) {
        if let Some((Spot { row, field }, Suggestion { text, also, .. })) = happened.completed {
            self.typed.values.set_at(row, field, text);
            for (field, text) in also {
                self.typed.values.set_at(row, field, text);
            }
        }
        if let Some(Spot { row: Some(row), .. }) = self.view.focused.map(|control| control.spot) {
            self.row = Some(row);
        }
    }

    /// Fills cells with what was copied in Excel, from the cell that has the keyboard on; under heads, by the heads.
    /// Tells how many rows there were, or nothing where a single text was pasted.
    pub(super) fn paste(&mut self, text: &str) -> Option<usize> {
        let spot = self.view.focused?.spot;
        let first = spot.row?;
        if !text.contains(['\t', '\n']) {
            return None;
        }
        let pasted = import::pasted(text);
        let fields = self.fields();
        let table = match self.typed.of {
            Drafted::Matrix(_) => TableKind::Matrix,
            _ => TableKind::Cleanup,
        };
        let heads = pasted.rows.first().map(|row| import::columns_of(table, row)).unwrap_or_default();
        let by_heads = heads.iter().flatten().count() >= 2;
        let from = fields.iter().position(|field| *field == spot.field)?;
        // Rows as the paper has them begin with 序号, which the paper counts by itself.
        let counted = !by_heads && from == 0 && is_counted(&pasted.rows, fields.len());
        let rows = pasted.rows.iter().skip(usize::from(by_heads)).enumerate();
        let mut count = 0;
        for (at, row) in rows {
            count += 1;
            let cells: Vec<(Field, &String)> = if by_heads {
                let attributes = table.attributes().iter().zip(&heads);
                let cell = |(attribute, column): (&schema::Attribute, &Option<usize>)| {
                    Some((field_of(table, attribute.label)?, row.get((*column)?)?))
                };
                attributes.filter_map(cell).collect()
            } else {
                fields.iter().copied().skip(from).zip(row.iter().skip(usize::from(counted))).collect()
            };
            for (field, text) in cells {
                // What is too long is told at saving, not cut.
                let text: String = text.chars().filter(|c| !c.is_control()).collect();
                self.typed.values.set_in_row(first + at, field, text);
            }
        }
        Some(count)
    }

    /// The fields of a row, in the order of the paper.
    fn fields(&self) -> Vec<Field> {
        let cells = self.sheet().cells.iter().filter_map(|cell| match cell.content {
            Content::Input(field) if field != Field::Position => Some(field),
            _ => None,
        });
        cells.collect()
    }

    /// Changes the rows around the one that the keyboard was in last.
    pub(super) fn change_rows(&mut self, step: RowStep) {
        let Some(row) = self.row else { return };
        let values = &mut self.typed.values;
        let (row, field) = match step {
            RowStep::Insert => {
                values.insert_row(row);
                (row, Field::System)
            }
            RowStep::Remove => {
                values.remove_row(row);
                (row.min(values.row_count()), Field::System)
            }
            RowStep::Raise if row > 0 => {
                values.raise_row(row);
                (row - 1, self.view.focused.map_or(Field::System, |control| control.spot.field))
            }
            RowStep::Lower if row + 1 < values.row_count() => {
                values.raise_row(row + 1);
                (row + 1, self.view.focused.map_or(Field::System, |control| control.spot.field))
            }
            RowStep::Raise | RowStep::Lower => return,
        };
        self.row = Some(row);
        self.view.wants_focus = Some(Control::in_row(row, field));
    }
}

/// Whether rows have one cell more than a row of the form takes, and the first counts them.
fn is_counted(rows: &[Vec<String>], fields: usize) -> bool {
    let number = |row: &Vec<String>| row.first().and_then(|cell| cell.trim().parse::<usize>().ok());
    let rises = rows.windows(2).all(|pair| number(&pair[0]).map(|it| it + 1) == number(&pair[1]));
    rows.iter().any(|row| row.len() > fields) && rows.first().is_some_and(|row| number(row).is_some()) && rises
}

/// What can be done to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowStep {
    /// A blank row above it.
    Insert,
    /// Taken out.
    Remove,
    /// One up.
    Raise,
    /// One down.
    Lower,
}

/// The field that an attribute of a pasted table fills.
fn field_of(table: TableKind, label: &str) -> Option<Field> {
    Some(match label {
        "系统名称" => Field::System,
        "账号类别" => Field::Category,
        "岗位" => Field::Post,
        "使用人" => Field::Holder,
        "备注" => Field::Note,
        "账号名" | "使用账户" => Field::Account,
        "权限说明" => Field::Permissions,
        "科室" if table == TableKind::Cleanup => Field::Department,
        "账号类型" => Field::AccountType,
        "处理方式" => Field::Disposal,
        _ => return None,
    })
}

fn kept_values(of: Drafted, register: &Register) -> Values {
    match of {
        Drafted::Matrix(id) => {
            let mut values = fill::matrix_values(register, id);
            // Places are counted, not typed.
            for row in 0..values.row_count() {
                values.set_in_row(row, Field::Position, "");
            }
            values
        }
        Drafted::Cleanup(Some(id)) => {
            let mut values =
                register.get::<Cleanup>(id).map(|it| fill::cleanup_values(register, it)).unwrap_or_default();
            values.set(Field::System, "");
            values
        }
        _ => Values::default(),
    }
}

/// How far a paper has come.
pub fn stage_of(of: Drafted, register: &Register) -> &'static str {
    match of {
        Drafted::Matrix(id) => stage(register, id).label(),
        Drafted::Cleanup(Some(id)) => register.get::<Cleanup>(id).map_or("", cleanup_stage),
        _ => "还没有保存",
    }
}

/// Whether the next step of a paper is to print it: then no other button of its screen is the main one.
pub fn is_to_print(of: Drafted, register: &Register) -> bool {
    match of {
        Drafted::Matrix(id) => matches!(stage(register, id), MatrixStage::Blank | MatrixStage::Draft),
        Drafted::Cleanup(Some(id)) => {
            register.get::<Cleanup>(id).is_some_and(|list| list.is_open() && list.printed_on.is_none())
        }
        _ => false,
    }
}
