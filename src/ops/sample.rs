//! 抽查 (第九条): drawn, stored, its results entered.

use super::Office;
use super::intake::take;
use crate::error::{Error, Result};
use crate::model::*;
use crate::rules::sample::{Population, draw};
use crate::store::Errand;

impl Office {
    /// Draws a sample as [`crate::rules::sample`] says, and stores it: accounts that are added later do not change it.
    pub fn draw_sample(&mut self, population: Population, size: usize, seed: i64, today: Day) -> Result<SampleId> {
        let (drawn, count) = draw(&self.register, population, size, seed);
        if drawn.is_empty() {
            return Err(
                Error::refused("没有抽到账号：范围内没有在用账号，或数量为0（第九条）").advise("请改写范围或数量")
            );
        }
        self.transact(&Errand::new(Op::Sample, today), |_, tx| {
            let (id, number) = (tx.new_id::<Sample>()?, tx.next_number(Series::Sample, today.year())?);
            tx.rests_on(&number);
            tx.put(Sample {
                id,
                number,
                system: population.system,
                department: population.department,
                size: size as i64,
                seed,
                population: count as i64,
                drawn_on: today,
                void_reason: None,
            })?;
            for (position, account) in (1..).zip(drawn) {
                let row_id = tx.new_id::<SampleRow>()?;
                tx.put(SampleRow { id: row_id, sample: id, position, account, result: None, note: String::new() })?;
            }
            Ok(id)
        })
    }

    /// Enters results: 正常, 可疑授权, 可疑使用, and 已修正 once what was doubtful is put right.
    pub fn enter_sample_results(
        &mut self,
        sample: SampleId,
        results: &[(AccountId, SampleResult, String)],
        today: Day,
    ) -> Result<()> {
        let it = self.register.require::<Sample>(sample)?;
        let number = it.number.clone();
        if let Some(reason) = &it.void_reason {
            return Err(Error::refused(format!("抽查{number}已作废：{reason}")).advise("数据没有改动。请另抽一次"));
        }
        self.transact(&Errand::new(Op::Sample, today).on(&number), |register, tx| {
            let rows = register.rows_of_sample(sample);
            for (account, result, note) in results {
                let Some(row) = rows.iter().find(|row| row.account == *account) else {
                    let name = register.account_name(*account);
                    return Err(Error::refused(format!("{name}不在抽查{number}中")).advise("数据没有改动"));
                };
                let doubtful = matches!(row.result, Some(SampleResult::DoubtfulGrant | SampleResult::DoubtfulUse));
                let was_corrected = row.result == Some(SampleResult::Corrected);
                if *result == SampleResult::Corrected && !doubtful && !was_corrected {
                    let name = register.account_name(*account);
                    return Err(Error::refused(format!("{name}没有登记过可疑，不能登记为已修正（第九条）"))
                        .advise("请先登记可疑授权或可疑使用"));
                }
                let note = take("备注", note, text::NOTE_LIMIT, false)?;
                tx.put(SampleRow { result: Some(*result), note, ..(*row).clone() })?;
            }
            Ok(())
        })
    }
}
