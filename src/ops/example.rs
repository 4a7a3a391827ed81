//! 示例数据: an office that does not exist, to look at and to practise on.

use std::path::{Path, PathBuf};

use super::Office;
use crate::error::Result;
use crate::model::Day;
use crate::model::backup::ENDING;
use crate::store::Access;

/// The sample office.
const SAMPLE: &str = include_str!("../../assets/示例数据.json");

/// Where its data file lies in a folder.
pub fn example_in(folder: &Path) -> PathBuf {
    folder.join(format!("示例数据{ENDING}"))
}

impl Office {
    /// Makes a data file that holds the sample office, and opens it.
    pub fn example(path: &Path, today: Day) -> Result<Self> {
        Self::create(path)?;
        let mut office = Self::open(path, Access::Write)?;
        office.load(SAMPLE, today)?;
        Ok(office)
    }
}
