//! What the office sets for itself (第二十七条).

use super::Office;
use super::intake::take;
use crate::error::{Error, Result};
use crate::model::*;
use crate::rules::settings::{objection, setting};
use crate::store::Errand;

impl Office {
    /// Tells who works under which login name (经手). Lines that are wholly blank are left out.
    pub fn save_clerks(&mut self, clerks: &Clerks, today: Day) -> Result<()> {
        let mut told = clerks.0.clone();
        told.retain(|(login, name)| !(login.trim().is_empty() && name.trim().is_empty()));
        let count = i64::try_from(told.len()).unwrap_or_default();
        self.save_setting(SettingKey::Clerks, count, &Clerks(told).text(), today)
    }

    /// Sets an interval or a floor. Stricter than the regulation asks for its source; looser is refused with the
    /// article (第二十四条, 第二十五条, 第二十七条).
    pub fn save_setting(&mut self, key: SettingKey, value: i64, source: &str, today: Day) -> Result<()> {
        let source = take("依据", source, text::NOTE_LIMIT, false)?;
        if let Some(why) = objection(key, value, &source, &self.register) {
            return Err(Error::refused(why).advise("设置没有改动"));
        }
        self.transact(&Errand::new(Op::SaveSetting, today), |register, tx| {
            let id = match setting(register, key) {
                Some(it) => it.id,
                None => tx.new_id::<Setting>()?,
            };
            tx.put(Setting { id, key, value, source })
        })
    }
}
