//! What is printed, and what a print changes: the papers that a printer took are printed.

use super::Office;
use crate::error::Result;
use crate::model::{Day, FilingKind};
use crate::papers::{PaperKey, Printable, unfiled_table};

impl Office {
    /// Everything that these put on paper. The accounts of a quarter that is over cost a replay of the 台账.
    pub fn printables(&self, keys: &[PaperKey], today: Day) -> Result<Vec<Printable>> {
        let of = |key: &PaperKey| match *key {
            PaperKey::Outside(department, period) => {
                let rows = self.rows_to_file(department, FilingKind::Outside, period, today)?;
                Ok(vec![Printable::Paper(unfiled_table(&self.register, department, period, &rows, today))])
            }
            key => key.printables(&self.register),
        };
        Ok(keys.iter().map(of).collect::<Result<Vec<_>>>()?.concat())
    }

    /// Notes that papers were printed: 附件2 goes from 草稿 to 已打印待签, 附件1 and 附件3 keep the day. To be asked only
    /// when a printer took them, or the clerk says that they were printed elsewhere.
    pub fn note_printed(&mut self, keys: &[PaperKey], today: Day) -> Result<()> {
        for key in keys.iter().flat_map(|key| key.forms(self.register())).collect::<Vec<_>>() {
            match key {
                PaperKey::Application(id) => self.print_applications(&[id], today)?,
                PaperKey::Matrix(id) if !self.register().matrix_of(id).is_empty() => self.print_matrix(id, today)?,
                PaperKey::Cleanup(id) => self.print_cleanup(id, today)?,
                _ => {}
            }
        }
        Ok(())
    }
}
