//! What is printed, and what a print changes: the papers that a printer took are printed.

use super::{Office, application, cleanup, matrix};
use crate::error::Result;
use crate::model::*;
use crate::papers::{PaperKey, Printable, unfiled_table};
use crate::store::Errand;

impl Office {
    /// Everything that these put on paper. The accounts of a quarter that is over cost a replay of the 台账.
    pub fn printables(&self, keys: &[PaperKey], today: Day) -> Result<Vec<(Option<PaperKey>, Printable)>> {
        let of = |key: &PaperKey| match *key {
            PaperKey::Outside(department, period) => {
                let rows = self.rows_to_file(department, FilingKind::Outside, period, today)?;
                let table = unfiled_table(&self.register, department, period, &rows, today);
                Ok(vec![(None, Printable::Paper(table))])
            }
            key => key.printables(&self.register, today),
        };
        Ok(keys.iter().map(of).collect::<Result<Vec<_>>>()?.concat())
    }

    /// Notes that papers were printed: 附件2 goes from 草稿 to 已打印待签, 附件1 and 附件3 keep the day. To be asked only
    /// when a printer took them, or the clerk says that they were printed elsewhere.
    /// What went to the printer together is noted, and taken back, together.
    pub fn note_printed(&mut self, keys: &[PaperKey], today: Day) -> Result<()> {
        let register = self.register();
        let has_state = |key: &PaperKey| match key {
            PaperKey::Application(_) | PaperKey::Cleanup(_) => true,
            // A blank table is handed out to be filled by hand.
            PaperKey::Matrix(id) => !register.matrix_of(*id).is_empty(),
            _ => false,
        };
        let forms: Vec<PaperKey> = keys.iter().flat_map(|key| key.forms(register)).filter(has_state).collect();
        let op = match forms.first() {
            Some(PaperKey::Matrix(_)) => Op::PrintMatrix,
            Some(PaperKey::Cleanup(_)) => Op::PrintCleanup,
            _ => Op::PrintApplication,
        };
        let mut errand = Errand::new(op, today);
        if let [only] = forms[..] {
            errand = errand.on(&number_of(only, register));
        }
        self.transact(&errand, |register, tx| {
            for form in forms {
                match form {
                    PaperKey::Application(id) => application::note_printed(id, register, tx)?,
                    PaperKey::Matrix(id) => matrix::note_printed(id, today, register, tx)?,
                    PaperKey::Cleanup(id) => cleanup::note_printed(id, today, register, tx)?,
                    _ => {}
                }
            }
            Ok(())
        })
    }
}

/// The number of a form, where it has one: an errand on it alone rests on it.
fn number_of(form: PaperKey, register: &Register) -> String {
    let number = match form {
        PaperKey::Application(id) => register.get::<Application>(id).map(|it| &it.number),
        PaperKey::Cleanup(id) => register.get::<Cleanup>(id).map(|it| &it.number),
        _ => None,
    };
    number.cloned().unwrap_or_default()
}
