//! 备案 (第五条, 第十九条): a snapshot of a department's table, its papers, and what changed since the last one.

use std::path::{Path, PathBuf};

use super::Office;
use super::intake::take;
use super::matrix::print_and_sign;
use super::names::{ambiguous, is_void};
use crate::error::{Error, Result};
use crate::model::*;
use crate::papers;
use crate::rules::filing::{
    Basis, Difference, basis, difference, filing_before, filings_of, matrix_rows, outside_rows, outside_rows_then,
    signer_of, untold_systems,
};
use crate::store::Errand;

/// What is to be filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilingRequest {
    /// 科室.
    pub department: DepartmentId,
    /// What of it.
    pub kind: FilingKind,
    /// For which quarter.
    pub period: Quarter,
    /// When it was signed; nothing where that is recorded with the paper already.
    pub signed_on: Option<Day>,
    /// Who signed it; whom [`crate::rules::filing::signer_of`] names where it is blank.
    pub signed_by: String,
    /// Why it is filed all the same, where a finding of weight E stops it.
    pub reason: String,
}

impl Office {
    /// Files a department's table with 网络技术中心. 附件1 that is not signed cannot be filed (第五条). The same rows, signed
    /// on the same day, for the same quarter are the same filing: it is found again, not made twice. A finding of weight
    /// E about an account on the table stops it, unless a reason is told, which is kept as a waiver of each.
    pub fn file_table(&mut self, told: &FilingRequest, today: Day) -> Result<FilingId> {
        let stoppers = self.stopping_filing(told.department, told.kind, today);
        let (register, kind) = (&self.register, told.kind);
        let department = register.require::<Department>(told.department)?;
        refuse_period(department, told.period, today)?;
        let paper = register.matrix_paper(told.department).filter(|_| kind == FilingKind::Matrix);
        let signed_on = told.signed_on.or_else(|| paper.and_then(|paper| paper.signed_on));
        let signed_on = signed_on.ok_or_else(|| unsigned(department, kind))?;
        refuse_signing_day(told, signed_on, today)?;
        refuse_untold(told, register)?;
        let signer = self.signer_told(told, department, paper)?;
        let rows = self.rows_to_file(told.department, kind, told.period, today)?;
        if rows.is_empty() && kind == FilingKind::Matrix {
            return Err(Error::refused(format!("{}的对照表还没有一行，不能备案（第四条）", department.name))
                .advise("请先填写对照表，打印并签字"));
        }
        let same = |it: &&&Filing| it.period == told.period && it.signed_on == signed_on && it.rows == rows;
        if let Some(known) = filings_of(register, told.department, kind).iter().find(same) {
            return Ok(known.id);
        }
        self.refuse_other_rows(told, signed_on, &rows, today)?;
        refuse_other_signature(paper, signed_on, signer, register)?;
        let reason = take("办理原因", &told.reason, text::NOTE_LIMIT, false)?;
        stoppers.refuse("备案", &reason)?;
        let must_sign = kind == FilingKind::Matrix && paper.and_then(|paper| paper.signed_on) != Some(signed_on);
        self.transact(&Errand::new(Op::File, today).because(&reason), |register, tx| {
            stoppers.put_waivers(&reason, today, register, tx)?;
            if must_sign {
                print_and_sign(told.department, signed_on, &register.person_name(signer), today, register, tx)?;
            }
            let mut filing = Filing {
                id: tx.new_id::<Filing>()?,
                number: tx.next_number(Series::Filing, today.year())?,
                department: told.department,
                kind,
                period: told.period,
                signed_on,
                signed_by: register.bare_name(Some(signer)).to_owned(),
                filed_on: today,
                rows,
                fingerprint: tx.fingerprint()?,
                workbook: String::new(),
                void_reason: None,
            };
            filing.workbook = tx.keep_content(&papers::filing_workbook(register, &filing)?)?;
            tx.rests_on(&filing.number);
            let id = filing.id;
            tx.put(filing).map(|()| id)
        })
    }

    /// Who signed what is filed: as told, else as recorded with the paper, else who has to.
    fn signer_told(&self, told: &FilingRequest, department: &Department, paper: Option<&Matrix>) -> Result<PersonId> {
        let named = self.who_signed(&told.signed_by)?;
        let signer = named.or(paper.and_then(|paper| paper.signed_by)).or(signer_of(department, told.kind));
        signer.ok_or_else(|| {
            Error::refused("没有写明由谁签字，不能备案（第五条）").advise("没有备案。请写明签字人，或先在“科室”中登记")
        })
    }

    /// Who signed what is filed, by name; nobody where none is named. It is somebody of the register: the cover names them.
    fn who_signed(&self, name: &str) -> Result<Option<PersonId>> {
        let name = take("签字人", name, Field::Leader.limit(), false)?;
        match self.register.person_named(&name) {
            _ if name.is_empty() => Ok(None),
            Lookup::Found(person) if self.register.get::<Person>(person).is_some_and(|it| it.void_reason.is_some()) => {
                Err(is_void(Person::TERM, &name))
            }
            Lookup::Found(person) => Ok(Some(person)),
            Lookup::Ambiguous(candidates) => Err(ambiguous(&name, &candidates)),
            Lookup::Unknown => Err(Error::refused(format!("人员中没有“{name}”，不能作签字人（第五条）"))
                .advise("没有备案。请写登记的姓名，或先在“人员”中登记")),
        }
    }

    /// Refuses the table of 非自建 systems where it prints otherwise than it did on the day of its signature, as the 台账
    /// tells; of the time before it was begun nobody knows.
    fn refuse_other_rows(&self, told: &FilingRequest, signed_on: Day, rows: &[FiledRow], today: Day) -> Result<()> {
        let began = self.register.began.day();
        let is_known = began.is_some_and(|began| began <= signed_on);
        if told.kind != FilingKind::Outside || signed_on == today || !is_known {
            return Ok(());
        }
        let (department, period) = (told.department, told.period);
        let then = self.store.as_of(signed_on)?.register;
        let signed = match basis(&then, period, signed_on) {
            Basis::Past(last) => outside_rows_then(&self.store.as_of(last)?.register, &then, department, last),
            _ => outside_rows(&then, department, period.last().unwrap_or(signed_on)),
        };
        let on_paper = |register: &Register, rows: &[FiledRow]| {
            papers::unfiled_table(register, department, period, rows, today).values
        };
        if on_paper(&self.register, rows) == on_paper(&then, &signed) {
            return Ok(());
        }
        Err(Error::refused(format!("{}签字以后有变动，签的不是这张表（第十九条）", signed_on.chinese()))
            .advise("没有备案。请重新打印，送科室负责人签字后再备案"))
    }

    /// What a filing changed against the one before it, and which that is.
    pub fn filing_difference(&self, filing: &Filing) -> (Difference, Option<&Filing>) {
        let filings = filings_of(&self.register, filing.department, filing.kind);
        let since = filing_before(&filings, filing.period, Some(filing.id));
        (difference(since.map_or(&[], |it| &it.rows), &filing.rows, &self.register), since)
    }

    /// The rows of a filing for `period` that is made today: 附件1 as it stands; of 非自建 systems the accounts of the
    /// quarter's last day, which costs a replay of the 台账 where that day is past.
    pub fn rows_to_file(
        &self,
        department: DepartmentId,
        kind: FilingKind,
        period: Quarter,
        today: Day,
    ) -> Result<Vec<FiledRow>> {
        let register = &self.register;
        match (kind, basis(register, period, today)) {
            (FilingKind::Matrix, _) => Ok(matrix_rows(register, department)),
            (FilingKind::Outside, Basis::Past(last)) => {
                Ok(outside_rows_then(&self.store.as_of(last)?.register, register, department, last))
            }
            (FilingKind::Outside, _) => Ok(outside_rows(register, department, period.last().unwrap_or(today))),
        }
    }

    /// Whether the 台账 has to be gone through for the rows of a filing.
    pub fn replays_to_file(&self, kind: FilingKind, period: Quarter, today: Day) -> bool {
        kind == FilingKind::Outside && matches!(basis(&self.register, period, today), Basis::Past(_))
    }

    /// What filing a table now for this quarter would change against the filing before it, and which that is.
    pub fn filing_preview(
        &self,
        department: DepartmentId,
        kind: FilingKind,
        period: Quarter,
        today: Day,
    ) -> Result<(Difference, Option<&Filing>)> {
        let last = filing_before(&filings_of(&self.register, department, kind), period, None);
        let rows = self.rows_to_file(department, kind, period, today)?;
        Ok((difference(last.map_or(&[], |it| &it.rows), &rows, &self.register), last))
    }

    /// Writes the papers of a filing into a folder, again as often as wanted: the Excel file byte for byte as it was
    /// handed in, the table and the cover sheet as PDF. Returns the files.
    pub fn save_filing(&self, id: FilingId, folder: &Path) -> Result<Vec<PathBuf>> {
        let filing = self.register.require::<Filing>(id)?;
        let (difference, _) = self.filing_difference(filing);
        let papers = papers::filing_papers(&self.register, filing, &difference.lines());
        papers::save_filing(folder, &papers, &self.store.content(&filing.workbook)?, filing.filed_on)
    }
}

/// Refuses a quarter that has not begun, was over before the regulation (第三十条), or came after the department was abolished.
fn refuse_period(department: &Department, period: Quarter, today: Day) -> Result<()> {
    if period > Quarter::of(today) {
        return Err(
            Error::refused(format!("{}还没有到，不能备案（第十九条）", period.chinese())).advise("请核对报送期")
        );
    }
    let in_force = Day::of_regulation();
    if period < Quarter::of(in_force) {
        let (in_force, period) = (in_force.chinese(), period.chinese());
        return Err(Error::refused(format!("制度自{in_force}起施行，{period}不用备案（第三十条）"))
            .advise("没有备案。请核对报送期"));
    }
    if let Some(day) = department.abolished_on.filter(|_| !department.files_for(period)) {
        let (name, day, period) = (&department.name, day.chinese(), period.chinese());
        return Err(Error::refused(format!("{name}已于{day}撤销，{period}不用备案（第十九条）"))
            .advise("没有备案。请核对报送期；没有撤销的，请在“科室”中改正撤销日期"));
    }
    Ok(())
}

fn unsigned(department: &Department, kind: FilingKind) -> Error {
    Error::refused(format!("{}的{}还没有签字，不能备案（第五条）", department.name, kind.label())).advise(match kind {
        FilingKind::Matrix => "请先打印，经分管领导签字后登记签字日期",
        FilingKind::Outside => "请先打印，经科室负责人签字后写明签字日期",
    })
}

/// What is filed was signed, and of a quarter not before it.
fn refuse_signing_day(told: &FilingRequest, signed_on: Day, today: Day) -> Result<()> {
    if signed_on > today {
        return Err(Error::refused(format!("签字日期{}在今天之后（第五条）", signed_on.chinese()))
            .advise("没有备案。请对照纸质表核对日期"));
    }
    if told.kind == FilingKind::Outside && Some(signed_on) < told.period.first() {
        let (day, period) = (signed_on.chinese(), told.period.chinese());
        return Err(Error::refused(format!("签字日期{day}早于{period}，签的不是这一季度的表（第十九条）"))
            .advise("没有备案。请对照纸质表核对日期"));
    }
    Ok(())
}

/// Of a system that is not told to be 自建 or not nobody knows whether it is handed in.
fn refuse_untold(told: &FilingRequest, register: &Register) -> Result<()> {
    let untold = untold_systems(register, told.department, told.period);
    if told.kind != FilingKind::Outside || untold.is_empty() {
        return Ok(());
    }
    let systems = untold.join("、");
    Err(Error::refused(format!("{systems}还没有写明是否自建，不知道要不要报送（第十九条）"))
        .advise("没有备案。请先在“信息系统”中写明，再备案"))
}

/// What is told of the signature is what is recorded with the paper.
fn refuse_other_signature(paper: Option<&Matrix>, signed_on: Day, signer: PersonId, register: &Register) -> Result<()> {
    if let Some(recorded) = paper.and_then(|paper| paper.signed_on).filter(|recorded| *recorded != signed_on) {
        return Err(Error::refused(format!(
            "对照表登记的签字日期是{}，不是{}（第五条）",
            recorded.chinese(),
            signed_on.chinese()
        ))
        .advise("没有备案。请对照纸质表核对日期"));
    }
    if let Some(recorded) = paper.and_then(|paper| paper.signed_by).filter(|recorded| *recorded != signer) {
        let (recorded, signer) = (register.person_name(recorded), register.person_name(signer));
        return Err(Error::refused(format!("对照表登记的签字人是{recorded}，不是{signer}（第五条）"))
            .advise("没有备案。请对照纸质表核对签字人"));
    }
    Ok(())
}
