//! Writes the papers of a filing and tells what changed.

use std::path::Path;

use super::tell;
use crate::error::{Error, Result};
use crate::model::{Filing, FilingId};
use crate::ops::Office;
use crate::rules::filing::{doubted_signer, filings_of, told_after, told_basis};

/// Writes the papers of a filing into `folder`; what it answers: the counts as JSON, or a line and the files.
pub(super) fn save(office: &Office, id: FilingId, folder: &Path, json: bool) -> Result<String> {
    let filing = office.register().require::<Filing>(id)?;
    let files = office.save_filing(id, folder).map_err(|error| {
        let told = format!("已登记为{}，但文件没有写完：{}", filing.number, error.lines().join("；"));
        Error::new(error.kind(), told).advise("备案已保存在台账中。请换一个文件夹，把同样的命令再做一次")
    })?;
    let (register, period) = (office.register(), filing.period);
    let filings = filings_of(register, filing.department, filing.kind);
    let basis = told_basis(register, filing.kind, period, filing.filed_on);
    let doubt = register.person_named(&filing.signed_by).found().and_then(|signer| {
        doubted_signer(register, filing.department, filing.kind, (signer, filing.signed_on), filing.filed_on)
    });
    basis.into_iter().chain(doubt).chain(told_after(&filings, period, id)).for_each(|line| tell(&line));
    let (difference, _) = office.filing_difference(filing);
    let [added, changed, removed] = [difference.added.len(), difference.changed.len(), difference.removed.len()];
    if json {
        return Ok(format!(
            "{}\n",
            serde_json::json!({
                "added": added, "changed": changed, "removed": removed, "rows": filing.rows.len(),
                "fingerprint": filing.fingerprint,
            })
        ));
    }
    let line = format!("{}：{}行，新增{added}，变更{changed}，注销{removed}", filing.number, filing.rows.len());
    let files = files.iter().map(|path| path.display().to_string());
    Ok(std::iter::once(line).chain(files).map(|line| line + "\n").collect())
}
