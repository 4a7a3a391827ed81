//! The numbers of papers (第十五条): which are given, and up to which a restoring gave them up. They are on paper, and are
//! never given again; a backup knows nothing of them, so the entry of its restoring tells.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};

use super::rows::Stored;
use super::{Store, ledger};
use crate::error::Result;
use crate::model::*;

/// What stands before the last numbers in the reason of a restoring.
const USED_UP_TO: &str = "编号已用到";

/// Letters, year and their hyphens: `SQ-2026-`.
const PREFIX: usize = 8;

/// The last number in a table, as SQL, by what its numbers begin with. Only those of our own form count (four to six digits behind
/// that), whatever else a loaded document brought.
fn last_in(series: Series, begins: &str) -> String {
    format!(
        "SELECT substr(number, 1, {PREFIX}), max(CAST(substr(number, {PREFIX} + 1) AS INTEGER)) FROM {} WHERE {begins} \
         AND length(number) BETWEEN {PREFIX} + 4 AND {PREFIX} + 6 AND substr(number, {PREFIX} + 1) NOT GLOB '*[^0-9]*' \
         GROUP BY 1",
        table_of(series)
    )
}

/// The last number of each series and year, by what it begins with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LastNumbers(BTreeMap<String, u32>);

impl LastNumbers {
    /// Those that go beyond the others.
    #[must_use]
    pub fn beyond(&self, others: &Self) -> Self {
        let is_beyond = |(prefix, last): &(&String, &u32)| others.0.get(*prefix).is_none_or(|known| known < last);
        Self(self.0.iter().filter(is_beyond).map(|(prefix, last)| (prefix.clone(), *last)).collect())
    }

    /// In the clerk's words, as the entry of a restoring keeps them; nothing where there are none.
    pub fn told(&self) -> Option<String> {
        let numbers: Vec<String> = self.0.iter().map(|(prefix, last)| format!("{prefix}{last:04}")).collect();
        (!numbers.is_empty()).then(|| format!("{USED_UP_TO}{}", numbers.join("、")))
    }

    fn note(&mut self, prefix: &str, last: u32) {
        let known = self.0.entry(prefix.to_owned()).or_default();
        *known = last.max(*known);
    }

    /// Reads them in the reason of a restoring; of a name of a file before them nothing is read.
    fn read(&mut self, reason: &str) {
        let Some((_, told)) = reason.rsplit_once(USED_UP_TO) else { return };
        for number in told.split('、') {
            if let (Some(prefix), Some(Ok(last))) = (number.get(..PREFIX), number.get(PREFIX..).map(str::parse)) {
                self.note(prefix, last);
            }
        }
    }
}

impl Store {
    /// The last numbers that were given, by what stands in the tables and what was given up by a restoring.
    pub fn last_numbers(&self) -> Result<LastNumbers> {
        let read = || -> rusqlite::Result<LastNumbers> {
            let mut last = given_up(&self.connection)?;
            for series in Series::ALL {
                let of_series = format!("number GLOB '{}-[0-9][0-9][0-9][0-9]-*'", series.letters());
                let mut statement = self.connection.prepare(&last_in(series, &of_series))?;
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    last.note(&row.get::<_, String>(0)?, row.get(1)?);
                }
            }
            Ok(last)
        };
        read().map_err(|error| self.fault("读取编号", &error))
    }
}

/// The last number of this prefix that stands in the table of its series or was given up.
pub(super) fn last_of(connection: &Connection, series: Series, prefix: &str) -> rusqlite::Result<u32> {
    let sql = last_in(series, &format!("substr(number, 1, {PREFIX}) = ?1"));
    let stands: Option<u32> = connection.query_row(&sql, [prefix], |row| row.get(1)).optional()?;
    Ok(given_up(connection)?.0.get(prefix).copied().max(stands).unwrap_or_default())
}

/// What the entries of restorings tell.
fn given_up(connection: &Connection) -> rusqlite::Result<LastNumbers> {
    let mut last = LastNumbers::default();
    ledger::restorings(connection)?.iter().for_each(|reason| last.read(reason));
    Ok(last)
}

/// Where the papers of a series are kept.
pub(super) fn table_of(series: Series) -> &'static str {
    match series {
        Series::Application => Application::TABLE,
        Series::Cleanup => Cleanup::TABLE,
        Series::Filing => Filing::TABLE,
        Series::Inspection => Inspection::TABLE,
        Series::Sample => Sample::TABLE,
        Series::Notice => Notice::TABLE,
    }
}
