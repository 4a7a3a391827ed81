//! Which papers belong to a period, each with its pages and scans: one 件 each.

use std::collections::{BTreeMap, BTreeSet};

use super::Period;
use super::signed::Form;
use crate::error::Result;
use crate::model::*;
use crate::ops::Office;
use crate::paper::lists;
use crate::papers::leaving::notice_letter;
use crate::papers::rounds::sample_report;
use crate::papers::{Paper, Printable, filing_papers, handover_of};
use crate::rules::scans::Scans;
use crate::rules::system::is_after_acceptance;
use crate::store::{Past, Sought};

/// One 件: a paper and its scans.
pub(super) struct Item<'r> {
    /// The folder that it stands in.
    pub(super) folder: &'static str,
    /// What its files begin with, behind 件号.
    pub(super) stem: String,
    /// 责任者.
    pub(super) author: String,
    /// 题名.
    pub(super) title: String,
    /// 日期; nothing where the paper has none.
    pub(super) day: Option<Day>,
    /// What prints, each with what its file's name ends with.
    pub(super) papers: Vec<(&'static str, Printable)>,
    /// A file that was handed in, by its SHA-256.
    pub(super) workbook: Option<String>,
    pub(super) scans: Vec<&'r Attachment>,
    /// The form that it is, where it is one that goes from hand to hand.
    pub(super) form: Option<Form<'r>>,
    /// Whether it was signed and has no scan.
    pub(super) lacks_scan: bool,
}

/// The papers that entries of a period made or changed; of lists, which bear no day before they are printed, the last
/// day on which one did.
#[derive(Default)]
struct Touched {
    numbers: BTreeSet<String>,
    applications: BTreeSet<ApplicationId>,
    cleanups: BTreeMap<CleanupId, Day>,
    filings: BTreeSet<FilingId>,
    inspections: BTreeSet<InspectionId>,
    samples: BTreeSet<SampleId>,
    notices: BTreeSet<NoticeId>,
}

impl Touched {
    fn of(office: &Office, period: Period) -> Result<Self> {
        let mut touched = Self::default();
        let sought = Sought { from: Some(period.from), to: Some(period.to), ..Sought::default() };
        office.store().each_entry_back(&sought, &mut |entry, changes| {
            touched.numbers.extend(Some(entry.basis.clone()).filter(|number| !number.is_empty()));
            for change in changes {
                touched.note(entry.day, change);
            }
            true
        })?;
        Ok(touched)
    }

    fn note(&mut self, day: Day, change: &Change) {
        match change.after.as_ref().or(change.before.as_ref()) {
            Some(Record::Application(it)) => drop(self.applications.insert(it.id)),
            Some(Record::Cleanup(it)) => drop(self.cleanups.entry(it.id).or_insert(day)),
            Some(Record::CleanupRow(it)) => drop(self.cleanups.entry(it.cleanup).or_insert(day)),
            Some(Record::Filing(it)) => drop(self.filings.insert(it.id)),
            Some(Record::Inspection(it)) => drop(self.inspections.insert(it.id)),
            Some(Record::InspectionRow(it)) => drop(self.inspections.insert(it.inspection)),
            Some(Record::Sample(it)) => drop(self.samples.insert(it.id)),
            Some(Record::SampleRow(it)) => drop(self.samples.insert(it.sample)),
            Some(Record::Notice(it)) => drop(self.notices.insert(it.id)),
            // A folder of scans is one entry, which rests on no number.
            Some(Record::Attachment(it)) => drop(self.numbers.insert(it.paper.clone())),
            _ => {}
        }
    }
}

/// What is asked of each paper: the office and its period, what was touched in it, and what stood at its end.
struct Search<'a> {
    register: &'a Register,
    past: &'a Past,
    office: &'a Office,
    period: Period,
    touched: Touched,
    scans: Scans<'a>,
}

/// The papers of a period: dated in it, or written by an entry of it; and the tables of 附件1 that stood at its end.
pub(super) fn items<'a>(office: &'a Office, period: Period, past: &'a Past) -> Result<Vec<Item<'a>>> {
    let register = office.register();
    let search =
        Search { register, past, office, period, touched: Touched::of(office, period)?, scans: Scans::of(register) };
    Ok([
        search.applications(),
        search.matrices()?,
        search.cleanups(),
        search.inspections(),
        search.samples()?,
        search.notices(),
        search.handovers(),
        search.filings(),
    ]
    .into_iter()
    .flatten()
    .collect())
}

fn void(reason: Option<&String>) -> &'static str {
    if reason.is_some() { "（作废）" } else { "" }
}

impl<'a> Search<'a> {
    fn has(&self, days: &[Option<Day>], number: &str) -> bool {
        days.iter().any(|day| self.period.has(*day)) || self.touched.numbers.contains(number)
    }

    /// A numbered paper with its scans; of one that is void the files say so.
    fn numbered(&self, folder: &'static str, number: &str, day: Option<Day>, reason: Option<&String>) -> Item<'a> {
        Item {
            folder,
            stem: if reason.is_some() { format!("{number}_作废") } else { number.to_owned() },
            author: String::new(),
            title: String::new(),
            day,
            papers: Vec::new(),
            workbook: None,
            // Whenever they were taken in: what is signed in the period may be scanned after it.
            scans: self.scans.kept(&Scanned::Numbered(number.to_owned())).to_vec(),
            form: None,
            lacks_scan: false,
        }
    }

    /// 网络技术中心, by the name that the register has for it.
    fn center(&self) -> String {
        let center = self.register.network_center();
        center.map_or_else(|| NoticeRoute::NetworkCenter.label().to_owned(), |it| it.name.clone())
    }

    /// 牵头科室 of a system, whose 系统管理员 keeps its accounts (第八条第2项); 网络技术中心 where none is registered.
    fn lead(&self, system: SystemId) -> String {
        let lead = self.register.get::<InfoSystem>(system).and_then(|it| it.lead_department);
        lead.map_or_else(|| self.center(), |id| self.register.department_name(Some(id)).to_owned())
    }

    /// Who clears the accounts of a list: the 牵头科室 of its systems; after acceptance 网络技术中心 with them (第二十一条).
    fn clears(&self, list: &Cleanup) -> String {
        let rows = self.register.rows_of(list.id);
        let mut authors: Vec<String> =
            if is_after_acceptance(self.register, &rows) { vec![self.center()] } else { Vec::new() };
        for system in list.systems.iter().copied().chain(rows.iter().map(|row| row.system)) {
            let lead = self.lead(system);
            if !authors.contains(&lead) {
                authors.push(lead);
            }
        }
        authors.join("、")
    }

    fn applications(&self) -> Vec<Item<'a>> {
        let is_of = |it: &&Application| {
            self.has(&[it.applied_on, it.handled_on], &it.number) || self.touched.applications.contains(&it.id)
        };
        let item = |it: &'a Application| {
            let what = [it.action.map_or("", Choice::label), self.register.system_name(it.system)].concat();
            let void = if it.state == ApplicationState::Void { "（作废）" } else { "" };
            // On a form that is half filled its people tell whose it is.
            let of = |person: Option<PersonId>| Some(self.register.get::<Person>(person?)?.department);
            let department = it.department.or_else(|| of(it.applicant)).or_else(|| of(it.holder));
            Item {
                author: self.register.department_name(department).to_owned(),
                title: format!("{} {} {what}{void}", Series::Application.title(), it.number),
                papers: vec![("", Printable::Paper(Paper::of_application(self.register, it)))],
                form: Some(Form::Application(it)),
                lacks_scan: self.scans.application_lacks(it),
                ..self.numbered("申请表", &it.number, it.applied_on, it.void_reason.as_ref())
            }
        };
        self.register.applications.values().filter(is_of).map(item).collect()
    }

    /// Every department's table as it stood on the last day (第四条).
    fn matrices(&self) -> Result<Vec<Item<'a>>> {
        let register = &self.past.register;
        let mut items = Vec::new();
        for it in register.departments.values().filter(|it| it.void_reason.is_none()) {
            let signed = register.matrix_paper(it.id).filter(|paper| paper.signed_on.is_some());
            let again = signed.map_or(Ok(None), |paper| self.signed_again(paper))?;
            // Of what was signed by then the scan may be taken in later: until another signature, which it could be of.
            let is_of = |scan: &&Attachment| {
                let may_be = signed.is_some() && again.is_none_or(|again| scan.added_on < again);
                may_be || scan.added_on <= self.past.day
            };
            let scans = self.scans.kept(&Scanned::Matrix(it.id)).iter().copied().filter(is_of).collect::<Vec<_>>();
            if register.matrix_of(it.id).is_empty() && scans.is_empty() {
                continue;
            }
            let day = signed.and_then(|paper| paper.signed_on);
            items.push(Item {
                folder: "对照表",
                stem: format!("{}_{}", it.name, FilingKind::Matrix.label()),
                author: it.name.clone(),
                title: FilingKind::Matrix.label().into(),
                day,
                papers: vec![("", Printable::Paper(Paper::of_matrix(register, it.id)))],
                workbook: None,
                scans,
                form: None,
                lacks_scan: day.is_some_and(|signed| !self.scans.has_matrix(it.id, signed, again)),
            });
        }
        Ok(items)
    }

    /// The day on which 附件1 was signed anew, where that was after the last day.
    fn signed_again(&self, paper: &Matrix) -> Result<Option<Day>> {
        let history = self.office.store().history_of(&paper.clone().into_record())?;
        let later = history.into_iter().filter(|(entry, _)| entry.day > self.past.day);
        let signed = later.filter_map(|(_, change)| match change.after {
            Some(Record::Matrix(it)) => it.signed_on.filter(|on| Some(*on) != paper.signed_on),
            _ => None,
        });
        Ok(signed.min())
    }

    fn cleanups(&self) -> Vec<Item<'a>> {
        let is_of = |it: &&Cleanup| {
            self.has(&[it.handled_on, it.printed_on], &it.number) || self.touched.cleanups.contains_key(&it.id)
        };
        let item = |it: &'a Cleanup| {
            let written = self.touched.cleanups.get(&it.id).copied();
            // One with an open row cannot be printed; its scan and its place in the list stay.
            let paper = Paper::of_cleanup(self.register, it).ok().map(|paper| ("", Printable::Paper(paper)));
            Item {
                author: self.clears(it),
                title: format!("{} {}{}", Series::Cleanup.title(), it.number, void(it.void_reason.as_ref())),
                papers: paper.into_iter().collect(),
                form: Some(Form::Cleanup(it)),
                lacks_scan: self.scans.cleanup_lacks(it),
                ..self.numbered(
                    "清理清单",
                    &it.number,
                    it.handled_on.or(it.printed_on).or(written),
                    it.void_reason.as_ref(),
                )
            }
        };
        self.register.cleanups.values().filter(is_of).map(item).collect()
    }

    /// 巡检 (第八条第2项): the 台账 of the system's 系统管理员.
    fn inspections(&self) -> Vec<Item<'a>> {
        let is_of = |it: &&Inspection| {
            self.has(&[Some(it.begun_on), it.finished_on], &it.number) || self.touched.inspections.contains(&it.id)
        };
        let item = |it: &Inspection| {
            let system = self.register.system_name(Some(it.system));
            let open = if it.is_open() { "（未办结）" } else { void(it.void_reason.as_ref()) };
            Item {
                author: self.lead(it.system),
                title: format!("巡检台账 {} {system}{open}", it.number),
                papers: vec![("", Printable::Paper(Paper::of_inspection(self.register, it)))],
                ..self.numbered("巡检", &it.number, it.finished_on.or(Some(it.begun_on)), it.void_reason.as_ref())
            }
        };
        self.register.inspections.values().filter(is_of).map(item).collect()
    }

    /// 抽查 (第九条), and of what it confirmed the 通报, dated by the last result that was entered.
    fn samples(&self) -> Result<Vec<Item<'a>>> {
        let mut items = Vec::new();
        for it in self.register.samples.values() {
            if self.has(&[Some(it.drawn_on)], &it.number) || self.touched.samples.contains(&it.id) {
                items.push(Item {
                    author: self.center(),
                    title: format!("抽查表 {}{}", it.number, void(it.void_reason.as_ref())),
                    papers: vec![("", Printable::Paper(Paper::of_sample(self.register, it)))],
                    ..self.numbered("抽查", &it.number, Some(it.drawn_on), it.void_reason.as_ref())
                });
            }
            let mut entered = it.drawn_on;
            for row in self.register.rows_of_sample(it.id) {
                let history = self.office.store().history_of(&row.clone().into_record())?;
                entered = history.iter().map(|(entry, _)| entry.day).fold(entered, Day::max);
            }
            let report = sample_report(self.register, it, entered).filter(|_| self.period.has(Some(entered)));
            items.extend(report.map(|letter| {
                let name = format!("{}_{}", it.number, letter.title);
                Item {
                    stem: name.clone(),
                    author: self.center(),
                    title: format!("{} {}", letter.title, it.number),
                    papers: vec![("", Printable::Letter(name, letter))],
                    // What is scanned under the number stands with the sheet.
                    scans: Vec::new(),
                    ..self.numbered("抽查", &it.number, Some(entered), it.void_reason.as_ref())
                }
            }));
        }
        Ok(items)
    }

    /// 书面通知 (第十四条).
    fn notices(&self) -> Vec<Item<'a>> {
        let is_of =
            |it: &&Notice| self.has(&[Some(it.written_on)], &it.number) || self.touched.notices.contains(&it.id);
        let item = |it: &'a Notice| {
            let letter = notice_letter(self.register, it);
            let person = self.register.bare_name(Some(it.person));
            let name = format!("{}_{}", it.number, letter.title);
            Item {
                author: letter.from.clone(),
                title: format!(
                    "{}（{person}，致{}） {}{}",
                    letter.title,
                    it.route.label(),
                    it.number,
                    void(it.void_reason.as_ref())
                ),
                papers: vec![("", Printable::Letter(name, letter))],
                form: Some(Form::Notice(it)),
                lacks_scan: self.scans.notice_lacks(it),
                ..self.numbered("书面通知", &it.number, Some(it.written_on), it.void_reason.as_ref())
            }
        };
        self.register.notices.values().filter(is_of).map(item).collect()
    }

    /// What the administrators who left in the period hand over (第二十二条).
    fn handovers(&self) -> Vec<Item<'a>> {
        let left = |it: &&Person| it.void_reason.is_none() && self.has(&[it.left_on, it.handed_over_on], "");
        let item = |it: &Person| {
            let paper = handover_of(self.register, it.id)?;
            Some(Item {
                folder: "移交",
                stem: paper.name.clone(),
                author: self.register.department_name(Some(it.department)).to_owned(),
                title: format!("{}（{}）", lists::HANDOVER.title, it.name),
                day: it.left_on,
                papers: vec![("", Printable::Paper(paper))],
                workbook: None,
                scans: Vec::new(),
                form: None,
                lacks_scan: false,
            })
        };
        self.register.people.values().filter(left).filter_map(item).collect()
    }

    /// 备案 (第十九条): the workbook as it was handed in, the table and its 报送单.
    fn filings(&self) -> Vec<Item<'a>> {
        let is_of = |it: &&Filing| self.has(&[Some(it.filed_on)], &it.number) || self.touched.filings.contains(&it.id);
        let item = |it: &'a Filing| {
            let (difference, _) = self.office.filing_difference(it);
            let (table, cover) = filing_papers(self.register, it, &difference.lines());
            Item {
                author: self.register.department_name(Some(it.department)).to_owned(),
                title: format!(
                    "{}备案 {} {}{}",
                    it.kind.label(),
                    it.number,
                    it.period.chinese(),
                    void(it.void_reason.as_ref())
                ),
                papers: vec![("", Printable::Paper(table)), ("_备案报送单", Printable::Paper(cover))],
                workbook: Some(it.workbook.clone()),
                form: Some(Form::Filing(it)),
                lacks_scan: self.scans.filing_lacks(it),
                ..self.numbered("备案", &it.number, Some(it.filed_on), it.void_reason.as_ref())
            }
        };
        self.register.filings.values().filter(is_of).map(item).collect()
    }
}
