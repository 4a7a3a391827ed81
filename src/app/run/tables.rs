//! Runs the commands of 导入, and gives a department the name that another's table calls it by.

use super::super::Screen;
use super::super::command::Workbook;
use super::super::workspace::Workspace;
use crate::error::{Error, Result};
use crate::model::*;
use crate::ops::{Imported, Manner};
use crate::papers::file_stem;

impl Workspace {
    /// Shows rows that were copied in Excel, to be taken in.
    pub(super) fn paste(&mut self, kind: Kind, text: &str) -> Result<()> {
        let heads = self.registers[kind as usize].heads();
        self.import.take_pasted(kind, text, &heads);
        self.show(Screen::Import)
    }

    /// A department that was renamed is known by both names.
    pub(super) fn adopt_alias(&mut self, known: &str, name: &str) -> Result<()> {
        let register = self.office.register();
        let gone = || Error::gone(Department::TERM);
        let id = register.department_named(known).ok_or_else(gone)?;
        let record = Kind::Departments.record(id.0, register).ok_or_else(gone)?;
        let mut texts = schema::texts(&record, register);
        // 简称 is the second attribute.
        let short = texts.get_mut(1).ok_or_else(gone)?;
        if !short.is_empty() {
            return Err(Error::refused(format!("{known}已有简称“{short}”")).advise("请在“科室”中改名称或简称"));
        }
        name.clone_into(short);
        self.office.save_record(Kind::Departments, Some(id.0), &texts, self.today())?;
        self.toasts.undoable(&format!("“{name}”已登记为{known}的简称"));
        Ok(())
    }

    /// Tells what taking the table in would do.
    pub(super) fn preview_import(&mut self) -> Result<()> {
        let (rows, manner) = self.import.rows();
        let (kind, today) = (self.import.kind, self.today());
        // Where it is called off or refused, it is not made again at once.
        self.import.pause();
        self.begin(
            "正在试算",
            move |office| office.import(kind, &rows, &manner, today),
            |workspace, imported| {
                workspace.import.told(imported, workspace.office.revision());
                Ok(())
            },
        )
    }

    /// Takes the table in; what failed stays in front.
    pub(super) fn import(&mut self) -> Result<()> {
        let (rows, manner) = self.import.rows();
        let manner = Manner { dry_run: false, ..manner };
        let (kind, today) = (self.import.kind, self.today());
        self.begin(
            "正在导入",
            move |office| office.import(kind, &rows, &manner, today),
            |workspace, imported| {
                workspace.imported(imported);
                Ok(())
            },
        )
    }

    fn imported(&mut self, imported: Imported) {
        let (added, updated, failed) = (imported.added, imported.updated, imported.failed.len());
        let rest = if failed == 0 { String::new() } else { format!("，有误{failed}行没有导入") };
        self.toasts.undoable(&format!("已导入：新增{added}，更新{updated}{rest}"));
        self.import.done(imported, self.office.revision());
        self.refresh_lists();
    }

    /// The rows that failed, to be corrected and imported again.
    pub(super) fn export_failures(&mut self) {
        let Some(imported) = self.import.imported() else { return };
        let list = imported.failures(self.import.kind);
        let stem = format!("{}_{}", file_stem(&list.title), self.today().iso());
        self.ask_excel(Workbook::Lists(vec![list]), &stem);
    }
}
