//! The lists of a dossier: registers, the accounts of its last day.

use crate::model::schema::{Attribute, Entry, masked, texts};
use crate::model::*;
use crate::ops::{AsOf, LiveAccount};
use crate::papers::{Column, List};

/// Width of a column, in pixels.
fn width(entry: Entry) -> f32 {
    match entry {
        Entry::Flag | Entry::Told => 60.0,
        Entry::Day => 120.0,
        Entry::Long => 240.0,
        _ => 130.0,
    }
}

/// A register as it stands, phones masked.
pub(super) fn register_list(register: &Register, kind: Kind) -> List {
    let attributes = kind.attributes();
    let numbers: Vec<i64> = match kind {
        Kind::Departments => register.departments.keys().map(|id| id.0).collect(),
        Kind::People => register.people.keys().map(|id| id.0).collect(),
        Kind::Systems => register.systems.keys().map(|id| id.0).collect(),
        Kind::Accounts => register.accounts.keys().map(|id| id.0).collect(),
    };
    let row = |number: i64| {
        let mut row = kind.record(number, register).map(|record| texts(&record, register)).unwrap_or_default();
        for (attribute, text) in attributes.iter().zip(&mut row) {
            if attribute.label == "联系方式" {
                *text = masked(text);
            }
        }
        row
    };
    List {
        title: format!("{}台账", kind.term()),
        columns: attributes.iter().map(column).collect(),
        rows: numbers.into_iter().map(row).collect(),
        ..List::default()
    }
}

fn column(attribute: &Attribute) -> Column {
    Column { label: attribute.label.into(), width: width(attribute.entry), is_day: attribute.entry == Entry::Day }
}

/// The accounts that were live at the end of a day, as a list for Excel.
pub fn live_list(told: AsOf) -> List {
    let row =
        |it: LiveAccount| vec![it.system, it.account, it.holder, it.department, it.role.label().to_owned(), it.basis];
    List {
        title: format!("{}在用账号", told.day.chinese()),
        note: told.caution().unwrap_or_default(),
        columns: vec![
            Column::text("系统名称", 200.0),
            Column::text("账号名", 140.0),
            Column::text("使用人", 140.0),
            Column::text("科室", 160.0),
            Column::text("角色", 100.0),
            Column::text("依据", 140.0),
        ],
        rows: told.accounts.into_iter().map(row).collect(),
        ..List::default()
    }
}
