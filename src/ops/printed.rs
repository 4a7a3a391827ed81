//! What a print changes: the papers that a printer took are printed.

use super::Office;
use crate::error::Result;
use crate::model::Day;
use crate::papers::PaperKey;

impl Office {
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
