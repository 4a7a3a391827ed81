//! 扫描件: the scan of a signed paper (第五条, 第十八条).

use serde::{Deserialize, Serialize};

use super::choice::ScanKind;
use super::day::Day;
use super::id::{AttachmentId, DepartmentId};

/// What stands for the number of a department's 附件1, which has none.
pub const MATRIX: &str = "附件1";

/// The scan of a signed paper. Its bytes are kept whole beside the records, under their SHA-256.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attachment {
    /// Id.
    pub id: AttachmentId,
    /// The number of the paper, of whichever series; 附件1 for the table of a department.
    pub paper: String,
    /// The department, where the paper is its 附件1.
    pub department: Option<DepartmentId>,
    /// The name of the file that it came from.
    pub name: String,
    /// What the file is.
    pub kind: ScanKind,
    /// How many pages it has.
    pub pages: u32,
    /// Its size, in bytes.
    pub size: u32,
    /// SHA-256 of the file, in hexadecimal.
    pub hash: String,
    /// When it was taken in.
    pub added_on: Day,
    /// Why it is void, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
}

/// A paper that a scan belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scanned {
    /// An application, a cleanup list, a filing, a round of 巡检, a sample of 抽查 or a 书面通知, by its number.
    Numbered(String),
    /// The 附件1 of a department.
    Matrix(DepartmentId),
}

impl Attachment {
    /// The paper that it is a scan of.
    pub fn subject(&self) -> Scanned {
        self.department.map_or_else(|| Scanned::Numbered(self.paper.clone()), Scanned::Matrix)
    }
}
