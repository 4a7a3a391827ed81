//! 示例数据: an office that does not exist, to look at and to practise on.

use std::path::Path;

use super::Office;
use crate::error::Result;
use crate::model::Day;
use crate::store::Access;

/// The sample office.
const SAMPLE: &str = include_str!("../../assets/示例数据.json");

impl Office {
    /// Makes a data file that holds the sample office, and opens it.
    pub fn example(path: &Path, today: Day) -> Result<Self> {
        Self::create(path)?;
        let mut office = Self::open(path, Access::Write)?;
        office.load(SAMPLE, today)?;
        Ok(office)
    }
}
