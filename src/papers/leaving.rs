//! The papers of a leaving: the forms, the list, the notices, what an administrator hands over; into one folder.

use std::path::{Path, PathBuf};

use super::{Paper, file_stem, save_letter, save_pdf};
use crate::error::{Error, Result};
use crate::model::*;
use crate::paper::letter::Letter;
use crate::paper::{Foot, lists};
use crate::rules::leaving::Handover;
use crate::{fonts, fsio};

/// 书面通知 (第十四条) as a letter.
pub fn notice_letter(register: &Register, notice: &Notice) -> Letter {
    let name = register.bare_name(Some(notice.person));
    let now = || register.get::<Person>(notice.person).map(|it| register.leaver_now(it));
    let leaver = notice.leaver.clone().or_else(now);
    let told = |of: fn(&LeaverThen) -> Option<Day>| leaver.as_ref().and_then(of);
    let post = leaver.as_ref().map(|it| it.post.as_str()).filter(|post| !post.is_empty());
    let post = post.map_or_else(String::new, |post| format!("（{post}）"));
    let left = told(|it| it.left_on).map_or_else(String::new, |day| format!("于{}", day.chinese()));
    let handed =
        told(|it| it.handed_over_on).map_or_else(String::new, |day| format!("，离职手续已于{}办理完毕", day.chinese()));
    let department = leaver.map_or_else(String::new, |it| it.department);
    let mut rows = Values::default();
    for (at, account) in notice.accounts.iter().filter_map(|id| register.get::<Account>(*id)).enumerate() {
        rows.push_row([
            (Field::Position, (at + 1).to_string()),
            (Field::System, register.system_name(Some(account.system)).to_owned()),
            (Field::Account, account.account.clone()),
            (Field::AccountType, account.role.kind().label().to_owned()),
        ]);
    }
    let is_private = notice.route == NoticeRoute::PrivateNetwork;
    Letter {
        title: "关于收回离职人员账号及权限的通知".into(),
        to: notice.route.label().into(),
        opening: vec![format!(
            "我科室（单位）{name}同志{post}{left}离职{handed}。根据《信息系统账号管理制度（试行）》第十四条的规定，\
             请对其使用的下列账号及权限实施回收，并将处理结果告知我科室（单位）。"
        )],
        table: Some((&lists::NOTICE, rows)),
        closing: vec!["特此通知。".into()],
        from: department,
        day: notice.written_on,
        copy_to: is_private.then(|| NoticeRoute::NetworkCenter.label().to_owned()),
        foot: Foot::numbered(&notice.number).void_if(notice.void_reason.as_deref()),
    }
}

/// What a leaving administrator hands over (第二十二条).
pub fn handover_paper(register: &Register, person: PersonId, rows: &[Handover]) -> Paper {
    let name = register.person_name(person);
    let mut values = Values::default().with(Field::Applicant, name.clone());
    for row in rows {
        let account = row.account.and_then(|id| register.get::<Account>(id));
        values.push_row([
            (Field::System, register.system_name(Some(row.system)).to_owned()),
            (Field::AccountType, row.role.label().to_owned()),
            (Field::Account, account.map_or_else(String::new, |it| it.account.clone())),
            (Field::HandledOn, row.password_changed_on.map_or_else(String::new, Day::chinese)),
            (Field::Holder, register.bare_name(row.successor).to_owned()),
        ]);
    }
    let name = format!("{name}_{}", lists::HANDOVER.title);
    Paper { sheet: &lists::HANDOVER, values, foot: Foot::default(), name }
}

/// The characters of a letter that no font has.
pub fn missing_in(letter: &Letter) -> Vec<char> {
    let texts = letter.opening.iter().chain(&letter.closing).chain([&letter.to, &letter.from]);
    let in_table = letter.table.iter().flat_map(|(_, values)| values.texts().map(|(_, _, text)| text.to_owned()));
    fonts::missing(&texts.cloned().chain(in_table).collect::<String>())
}

/// Everything that a leaving puts on paper.
#[derive(Debug, Clone)]
pub struct LeavingPapers {
    /// 附件2 and 附件3, and what is handed over.
    pub papers: Vec<Paper>,
    /// The notices, each with the name of its file.
    pub letters: Vec<(String, Letter)>,
}

impl LeavingPapers {
    /// From the records that were made and found. A list without every 处理方式 is refused.
    pub fn of(
        register: &Register,
        person: PersonId,
        (applications, cleanups, notices): (&[ApplicationId], &[CleanupId], &[NoticeId]),
        handovers: &[Handover],
    ) -> Result<Self> {
        let applications = applications.iter().filter_map(|id| register.get::<Application>(*id));
        let mut papers: Vec<Paper> = applications.map(|it| Paper::of_application(register, it)).collect();
        for cleanup in cleanups.iter().filter_map(|id| register.get::<Cleanup>(*id)) {
            papers.push(Paper::of_cleanup(register, cleanup)?);
        }
        if !handovers.is_empty() {
            papers.push(handover_paper(register, person, handovers));
        }
        let letter = |it: &Notice| {
            let letter = notice_letter(register, it);
            (format!("{}_{}（{}）", it.number, letter.title, it.route.label()), letter)
        };
        let letters = notices.iter().filter_map(|id| register.get::<Notice>(*id)).map(letter).collect();
        Ok(Self { papers, letters })
    }

    /// Writes each as a PDF of its own into a folder; returns the files.
    pub fn save(&self, folder: &Path, day: Day) -> Result<Vec<PathBuf>> {
        self.save_watched(folder, day, &mut |_, _| Ok(()))
    }

    /// The same, and tells how many of how many are written.
    pub fn save_watched(
        &self,
        folder: &Path,
        day: Day,
        told: &mut dyn FnMut(usize, usize) -> Result<()>,
    ) -> Result<Vec<PathBuf>> {
        if folder.is_file() {
            return Err(Error::bad_input(format!("这是文件，不是文件夹：{}", folder.display()))
                .advise("原有文件没有改动。请写一个文件夹"));
        }
        fsio::make_folder(folder)?;
        let mut written = Vec::new();
        let total = self.papers.len() + self.letters.len();
        for paper in &self.papers {
            told(written.len(), total)?;
            let path = folder.join(format!("{}.pdf", file_stem(&paper.name)));
            save_pdf(std::slice::from_ref(paper), &path, day)?;
            written.push(path);
        }
        for (name, letter) in &self.letters {
            told(written.len(), total)?;
            let path = folder.join(format!("{}.pdf", file_stem(name)));
            save_letter(letter, name, &path, day)?;
            written.push(path);
        }
        Ok(written)
    }
}
