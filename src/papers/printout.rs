//! What is printed: which papers, their pages, and the pages of a job as one PDF.

use super::leaving::{LeavingPapers, handover_paper, missing_in};
use super::{Paper, file_stem};
use crate::error::{Error, Result};
use crate::model::text::narrow;
use crate::model::*;
use crate::paper::Page;
use crate::paper::letter::{Letter, place_letter};
use crate::pdf;
use crate::rules::leaving::{Leaving, plan};

/// A paper that can be printed or exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperKey {
    /// 附件2.
    Application(ApplicationId),
    /// 附件1 of a department.
    Matrix(DepartmentId),
    /// 附件3.
    Cleanup(CleanupId),
    /// The accounts of a department in 非自建 systems for a quarter, to be signed before it is filed (第十九条).
    Outside(DepartmentId, Quarter),
    /// A round of 巡检.
    Inspection(InspectionId),
    /// A sample of 抽查.
    Sample(SampleId),
    /// The 汇总 of what upper-level systems are asked for (第二十条).
    UpperLevel,
    /// The list of 系统账号 (第十六条, 第十七条).
    SystemAccounts,
    /// A blank form.
    Blank(u8),
    /// Everything that a leaving puts on paper: 附件2, 附件3, what is handed over, 书面通知 (第十四条, 第二十二条).
    Leaving(PersonId),
}

impl PaperKey {
    /// The paper. What a leaving makes is several, each with a key of its own or a letter; the accounts of a quarter are
    /// told by the 台账 and not by the register alone.
    pub fn paper(self, register: &Register, today: Day) -> Result<Paper> {
        match self {
            PaperKey::Application(id) => Ok(Paper::of_application(register, register.require::<Application>(id)?)),
            PaperKey::Matrix(id) => Ok(Paper::of_matrix(register, id)),
            PaperKey::Cleanup(id) => Paper::of_cleanup(register, register.require::<Cleanup>(id)?),
            PaperKey::Inspection(id) => Ok(Paper::of_inspection(register, register.require::<Inspection>(id)?)),
            PaperKey::Sample(id) => Ok(Paper::of_sample(register, register.require::<Sample>(id)?)),
            PaperKey::UpperLevel => Ok(Paper::of_upper_level(register)),
            PaperKey::SystemAccounts => Ok(Paper::of_system_accounts(register, today)),
            PaperKey::Blank(annex) => {
                let none =
                    || Error::refused(format!("没有附件{annex}的空白表")).advise("空白表有附件1、附件2、附件3三种");
                Paper::blank(annex).ok_or_else(none)
            }
            PaperKey::Leaving(_) => Err(Error::refused("离职的表格有几张，请分别导出")),
            PaperKey::Outside(..) => Err(Error::refused("这张表按台账填写，请从“备案”打印（第十九条）")),
        }
    }

    /// Everything that it puts on paper, each with the form that it is, where it is one.
    pub fn printables(self, register: &Register, today: Day) -> Result<Vec<(Option<PaperKey>, Printable)>> {
        let PaperKey::Leaving(person) = self else {
            return Ok(vec![(Some(self).filter(Self::is_form), Printable::Paper(self.paper(register, today)?))]);
        };
        let papers = papers_of_leaver(register, person)?;
        let letters = papers.letters.into_iter().map(|(name, letter)| Printable::Letter(name, letter));
        let all = papers.papers.into_iter().map(Printable::Paper).chain(letters);
        // The forms come first, in their order.
        let forms = self.forms(register).into_iter().map(Some).chain(std::iter::repeat(None));
        let all: Vec<_> = forms.zip(all).collect();
        if all.is_empty() {
            return Err(Error::refused("没有这个人的离职表格").advise("请先在“人员”中办理离职"));
        }
        Ok(all)
    }

    /// Whether its state changes by being printed.
    fn is_form(&self) -> bool {
        matches!(self, PaperKey::Application(_) | PaperKey::Matrix(_) | PaperKey::Cleanup(_))
    }

    /// Itself, or the forms of a leaving: what changes its state by being printed.
    pub fn forms(self, register: &Register) -> Vec<PaperKey> {
        let PaperKey::Leaving(person) = self else { return vec![self] };
        let Some(leaving) = leaving_of(register, person) else { return Vec::new() };
        let (applications, cleanups, _) = made(register, &leaving);
        let cleanups = cleanups.into_iter().map(PaperKey::Cleanup);
        applications.into_iter().map(PaperKey::Application).chain(cleanups).collect()
    }
}

/// A leaving as the register knows it; nothing for someone who stays.
fn leaving_of(register: &Register, person: PersonId) -> Option<Leaving> {
    let known = register.get::<Person>(person)?;
    Some(Leaving {
        person,
        left_on: known.left_on?,
        handed_over_on: known.handed_over_on,
        by: None,
        disposal: Disposal::Disable,
        successors: std::collections::BTreeMap::new(),
    })
}

/// What a leaving has made: applications, lists, notices.
fn made(register: &Register, leaving: &Leaving) -> (Vec<ApplicationId>, Vec<CleanupId>, Vec<NoticeId>) {
    let planned = plan(register, leaving);
    let applications = planned.forms.iter().filter_map(|form| form.existing).collect();
    (applications, planned.listed, planned.notices.iter().filter_map(|notice| notice.existing).collect())
}

/// What an administrator who leaves hands over (第二十二条); nothing where there is nothing, or for someone who stays.
pub fn handover_of(register: &Register, person: PersonId) -> Option<Paper> {
    let handovers = plan(register, &leaving_of(register, person)?).handovers;
    (!handovers.is_empty()).then(|| handover_paper(register, person, &handovers))
}

fn papers_of_leaver(register: &Register, person: PersonId) -> Result<LeavingPapers> {
    let stays = || Error::refused("没有登记这个人离职").advise("请先在“人员”中办理离职");
    let leaving = leaving_of(register, person).ok_or_else(stays)?;
    let (applications, cleanups, notices) = made(register, &leaving);
    let handovers = plan(register, &leaving).handovers;
    LeavingPapers::of(register, person, (&applications, &cleanups, &notices), &handovers)
}

/// A form or a letter, ready to be laid out.
#[derive(Debug, Clone)]
pub enum Printable {
    /// A form.
    Paper(Paper),
    /// A letter, and its name.
    Letter(String, Letter),
}

impl Printable {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Printable::Paper(paper) => &paper.name,
            Printable::Letter(name, _) => name,
        }
    }

    /// The characters that no font has: on paper 〓 stands for them.
    pub fn missing(&self) -> Vec<String> {
        match self {
            Printable::Paper(paper) => paper.missing(),
            Printable::Letter(name, letter) => {
                missing_in(letter).into_iter().map(|c| format!("{name}：“{c}”（U+{:04X}）", c as u32)).collect()
            }
        }
    }

    /// Its pages, for themselves.
    pub fn lay_out(&self) -> Printout {
        let pages = match self {
            Printable::Paper(paper) => paper.pages(),
            Printable::Letter(_, letter) => place_letter(letter),
        };
        Printout { form: None, name: self.name().to_owned(), pages }
    }
}

/// The pages of one paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Printout {
    /// The form that it is, where it is one.
    pub form: Option<PaperKey>,
    /// Its name.
    pub name: String,
    /// Its pages.
    pub pages: Vec<Page>,
}

/// The pages of a job.
pub fn lay_out(job: &[(Option<PaperKey>, Printable)]) -> Vec<Printout> {
    job.iter().map(|(form, it)| Printout { form: *form, ..it.lay_out() }).collect()
}

/// Which pages of a job are printed, counted from 1 through all its papers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageRange(Vec<(usize, usize)>);

impl PageRange {
    /// Reads `1-3,5` in either width, `4-` for the rest; nothing typed is all. None where it cannot be read.
    pub fn from_typed(text: &str) -> Option<Self> {
        let sign = |c: char| match c {
            '、' | ';' => ',',
            '—' | '–' | '~' | '至' => '-',
            c => c,
        };
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(narrow).map(sign).collect();
        let mut spans = Vec::new();
        for part in plain.split(',').filter(|part| !part.is_empty()) {
            let number = |text: &str| text.parse::<usize>().ok().filter(|number| *number > 0);
            let span = match part.split_once('-') {
                Some((from, "")) => (number(from)?, usize::MAX),
                Some((from, to)) => (number(from)?, number(to)?),
                None => (number(part)?, number(part)?),
            };
            if span.0 > span.1 {
                return None;
            }
            spans.push(span);
        }
        Some(Self(spans))
    }

    /// Whether a page is printed.
    pub fn has(&self, number: usize) -> bool {
        self.0.is_empty() || self.0.iter().any(|(from, to)| (*from..=*to).contains(&number))
    }

    /// The forms of a job that are printed with all their pages: a part of one is nothing to be signed.
    pub fn whole_forms(&self, printouts: &[Printout]) -> Vec<PaperKey> {
        let mut first = 1;
        let mut whole = Vec::new();
        for printout in printouts {
            let behind = first + printout.pages.len();
            whole.extend(printout.form.filter(|_| (first..behind).all(|number| self.has(number))));
            first = behind;
        }
        whole
    }
}

/// The pages of a job as one PDF. On both sides each paper begins on a sheet of its own: it is signed and kept alone.
pub fn job_pdf(printouts: &[Printout], range: &PageRange, two_sided: bool, day: Day) -> Result<Vec<u8>> {
    let mut pages: Vec<Page> = Vec::new();
    let mut number = 0;
    for printout in printouts {
        let before = pages.len();
        for page in &printout.pages {
            number += 1;
            if range.has(number) {
                if two_sided && pages.len() == before && before % 2 == 1 {
                    pages.push(Page::default());
                }
                pages.push(page.clone());
            }
        }
    }
    if pages.is_empty() {
        return Err(Error::bad_input(format!("共{number}页，页码范围里没有一页")).advise("请改写页码范围"));
    }
    pdf::write(&pages, &job_title(printouts), day)
}

/// What is said of the forms of a job of which not all pages are in it; nothing where there is none.
pub fn in_part(forms: usize) -> String {
    if forms == 0 { String::new() } else { format!("；{forms}张表没有打全，不算已打印") }
}

/// The name of a job in the queue, and of its file.
pub fn job_title(printouts: &[Printout]) -> String {
    match printouts {
        [one] => file_stem(&one.name),
        several => file_stem(&format!("{}等{}份", several.first().map_or("", |it| it.name.as_str()), several.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_as_clerks_type_it() {
        let pages = |text: &str| {
            PageRange::from_typed(text).map(|range| (1..=7).filter(|number| range.has(*number)).collect::<Vec<_>>())
        };
        assert_eq!(pages(""), Some(vec![1, 2, 3, 4, 5, 6, 7]));
        assert_eq!(pages("1-3,5"), Some(vec![1, 2, 3, 5]));
        assert_eq!(pages("１－３，５"), Some(vec![1, 2, 3, 5]));
        assert_eq!(pages("6-"), Some(vec![6, 7]));
        assert_eq!(pages("9"), Some(vec![]));
        for wrong in ["0", "3-1", "a", "1-2-3", "-2"] {
            assert_eq!(pages(wrong), None, "{wrong}");
        }
    }
}
