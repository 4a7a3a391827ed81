//! 签字扫描件: which papers the regulation has signed by hand, and of which of them no scan is kept.

use std::collections::BTreeMap;

use crate::model::*;

/// The scans that stand, by the paper that they belong to.
///
/// A scan is missed of a paper once it is signed or sent: 附件1 when 分管领导 has signed it (第五条), 附件2 from 已签字 on
/// (第八条), 附件3 when it was carried out (第二十一条、第二十二条), 书面通知 from the day that it bears (第十四条), 备案 of
/// what was signed (第五条、第十九条). Of what is void, or not signed yet, none is missed; 巡检 and 抽查 are kept without a
/// signature that an article asks for.
pub struct Scans<'r> {
    register: &'r Register,
    kept: BTreeMap<Scanned, Vec<&'r Attachment>>,
}

impl<'r> Scans<'r> {
    /// Those of a register.
    pub fn of(register: &'r Register) -> Self {
        let mut kept: BTreeMap<Scanned, Vec<&Attachment>> = BTreeMap::new();
        for scan in register.attachments.values().filter(|it| it.void_reason.is_none()) {
            kept.entry(scan.subject()).or_default().push(scan);
        }
        Self { register, kept }
    }

    /// The scans of a paper, as they were taken in.
    pub fn kept(&self, paper: &Scanned) -> &[&'r Attachment] {
        self.kept.get(paper).map_or(&[], Vec::as_slice)
    }

    fn has(&self, number: &str) -> bool {
        !self.kept(&Scanned::Numbered(number.to_owned())).is_empty()
    }

    /// Whether 附件2 is signed and has no scan.
    pub fn application_lacks(&self, it: &Application) -> bool {
        matches!(it.state, ApplicationState::Signed | ApplicationState::Done) && !self.has(&it.number)
    }

    /// Whether 附件3 was carried out and has no scan.
    pub fn cleanup_lacks(&self, it: &Cleanup) -> bool {
        it.handled_on.is_some() && it.void_reason.is_none() && !self.has(&it.number)
    }

    /// Whether 书面通知 has no scan.
    pub fn notice_lacks(&self, it: &Notice) -> bool {
        it.void_reason.is_none() && !self.has(&it.number)
    }

    /// Whether 备案 has no scan: neither of its own nor, where it is of 附件1, of the table as it was signed then.
    pub fn filing_lacks(&self, it: &Filing) -> bool {
        let later = || {
            let signed = self.register.matrix_paper(it.department).and_then(|paper| paper.signed_on);
            signed.filter(|signed| *signed > it.signed_on)
        };
        let is_of_matrix = it.kind == FilingKind::Matrix;
        it.void_reason.is_none()
            && !self.has(&it.number)
            && !(is_of_matrix && self.has_matrix(it.department, it.signed_on, later()))
    }

    /// Whether a scan of a department's 附件1 was taken in from the day of its signature on, and before that of the next.
    pub fn has_matrix(&self, department: DepartmentId, from: Day, before: Option<Day>) -> bool {
        let scans = self.kept(&Scanned::Matrix(department));
        scans.iter().any(|it| it.added_on >= from && before.is_none_or(|before| it.added_on < before))
    }
}
