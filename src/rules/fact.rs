//! What the rules find in the register, as data: the table of the articles at work. The sentence that tells a fact
//! is made when it is shown ([`super::telling`]), so that a hundred thousand of them cost nothing.

use super::article::{Article, Finding, Weight};
use crate::model::*;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A department with this many live accounts has no 对照表 at all.
    NoMatrix(usize),
    /// A live account that its department's 对照表 lacks.
    MissingInMatrix,
    /// A row of the 对照表 with no live account.
    StaleInMatrix(MatrixRowId),
    /// A row whose account the register has never had.
    RowUnregistered(MatrixRowId),
    /// A row of the 对照表 that has another 账号类别, 使用人 or 岗位 than its account.
    RowDiffers(MatrixRowId, AccountId, Field),
    /// A row of the 对照表 that lacks these of its cells.
    RowIncomplete(MatrixRowId, Vec<Field>),
    /// 附件1 filed before it was signed.
    FiledBeforeSigned(FilingId),
    /// 附件1 not printed since it was changed, or at all; whether it was filed before.
    MatrixUnprinted(bool),
    /// 附件1 printed and not signed since this day.
    MatrixUnsigned(Day),
    /// 附件1 signed and not filed since this day.
    MatrixUnfiled(Day),
    /// 附件1 signed on this day by somebody who had left by then, or by another than is registered.
    MatrixSigner(PersonId, Day),
    /// Changes of post that wait for 备案: whose, one a change, the earliest, and whether the 对照表 does not tell all of them
    /// yet.
    PostChangesUnfiled(Vec<PersonId>, Day, bool),
    /// Somebody works in a department that was abolished on this day.
    InAbolished(DepartmentId, Day),
    /// The 牵头科室 of a system was abolished on this day.
    LeadAbolished(DepartmentId, Day),
    /// A system that is off line since this day has live accounts, this many; and those of them that no open list closes.
    RetiredLive(Day, usize, Vec<AccountId>),
    /// One person in two roles of a form that is done.
    Clash(Field, Field, PersonId),
    /// One person is 超级管理员 and 系统管理员 of a system.
    OneAdmin(PersonId),
    /// Live accounts, this many, and no 系统管理员.
    NoSystemAdmin(usize),
    /// The 系统管理员 is not of the 牵头科室.
    AdminElsewhere(PersonId),
    /// 办结 with no 分管领导 signature.
    DoneUnapproved,
    /// 巡检 is due; when the last one was finished.
    InspectionDue(Option<Day>),
    /// An unfinished 巡检: how many accounts are unanswered.
    InspectionOpen(InspectionId, usize),
    /// Accounts that the last 巡检 left 存疑, and that are live still.
    InspectionDoubtful(InspectionId, usize),
    /// A 附件3 that is not carried out; whether it is printed.
    CleanupOpen(bool),
    /// An account that a 附件3 was carried out with as 变更 or 移交, and of which no 变更 is done since.
    ChangeOpen(Treatment, CleanupId),
    /// A row of an open 附件3 whose account has another user since.
    CleanupOfAnother(CleanupRowId),
    /// 抽查 is due; when the last one was drawn.
    SampleDue(Option<Day>),
    /// A 抽查 with accounts that are not checked yet.
    SampleOpen(usize),
    /// A 抽查 that found something doubtful, this many, not put right yet.
    SampleDoubtful(usize),
    /// A finding of one form ([`super::check_application`]).
    Form(Box<Finding>),
    /// A form that is written and not printed.
    FormUnprinted,
    /// A form printed and not signed.
    FormUnsigned,
    /// A form signed with no review by the 科室负责人.
    FormUnreviewed,
    /// A form signed and not carried out.
    FormUnhandled,
    /// One account of several live holders.
    Shared(Vec<AccountId>),
    /// A live account whose holder nobody has recorded.
    NoHolder,
    /// The holder is no person.
    NoPerson(PersonId),
    /// One person with several accounts in one system.
    Several(PersonId, Vec<AccountId>),
    /// A newcomer without an account, where colleagues of the same post hold some in this many systems.
    Joiner(usize),
    /// A form is done, and its account is not in the register.
    Unregistered,
    /// A leaver with live accounts: since when, if that is on record, and which.
    LeaverLive(Option<Day>, Vec<AccountId>),
    /// Somebody leaves on this day to come, and has live accounts, which are to be closed then.
    LeaverComing(Day, Vec<AccountId>),
    /// A leaver's papers are handed over, and no 书面通知 names this many of the accounts.
    NoticeMissing(Day, usize),
    /// A leaver of whom no account is live, and 手续办结日 is not on record: no 书面通知 names this many of the accounts.
    HandoverUntold(usize),
    /// A 系统账号 that is shared.
    AdminShared(Vec<AccountId>),
    /// A 系统账号 with no authorisation on record.
    Unauthorised,
    /// A 系统账号 whose authorisation is a form that this office does not have.
    BasisUnknown,
    /// A temporary account that lacks what 第十八条 asks for.
    TemporaryIncomplete(TemporaryLacks),
    /// A temporary account near or past its end.
    TemporaryEnds(Day),
    /// A temporary account that ends on the first day before it begins on the second.
    TemporaryReversed(Day, Day),
    /// A system in use, or without an account yet, of which nobody has told whether it is 自建.
    OriginUntold,
    /// The accounts of 非自建 systems are to be filed for the running quarter, or were not for these that are past, the
    /// oldest first: in how many systems.
    QuartersDue(Vec<Quarter>, usize),
    /// An open form for an upper-level system: 网络技术中心 hands it in.
    UpperLevel,
    /// A live test or temporary account after acceptance.
    TestAfterAcceptance(Day),
    /// The 超级管理员 or 系统管理员 of a system has left; since when, if that is on record.
    AdminLeft(PersonId, Role, Option<Day>),
    /// A 系统账号 of someone who has left since this day, and whose password was not changed since.
    AdminPasswordKept(Day),
    /// A live 系统账号 that this person, who has left, handed on on this day, and whose password was not changed since.
    HandedOnPasswordKept(PersonId, Day),
    /// A day of an account that is still to come, though it tells what was done.
    Ahead(AccountDay, Day),
    /// 初始口令更改日 is blank on a live account.
    InitialPassword,
    /// Live accounts of the time before of which no change of the password is on record.
    PasswordUnknown(Vec<AccountId>),
    /// A password near or past its longest time: days in all, and when it was changed.
    PasswordDue(i64, Day),
}

/// A day of an account that tells what was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountDay {
    /// 启用日.
    Opened,
    /// 初始口令更改日.
    InitialPassword,
    /// 最近改密日.
    Password,
}

/// What a temporary account lacks (第十八条).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools)] // four papers, each there or not
pub struct TemporaryLacks {
    /// 使用事由.
    pub reason: bool,
    /// 启用日.
    pub from: bool,
    /// 到期日.
    pub to: bool,
    /// 授权依据, or a 附件2 that is done.
    pub approval: bool,
}

impl TemporaryLacks {
    /// Whether anything is lacking.
    pub fn any(self) -> bool {
        self != Self::default()
    }

    /// What is lacking, as the screen calls it.
    pub fn names(self) -> Vec<&'static str> {
        let all = [(self.reason, "使用事由"), (self.from, "启用日"), (self.to, "到期日"), (self.approval, "授权依据")];
        all.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| name).collect()
    }
}

impl Fact {
    /// The articles that it rests on; the first is the one that is cited.
    pub fn articles(&self) -> &'static [u8] {
        match self {
            Fact::NoMatrix(_)
            | Fact::MissingInMatrix
            | Fact::StaleInMatrix(_)
            | Fact::RowUnregistered(_)
            | Fact::RowDiffers(..)
            | Fact::RowIncomplete(..) => &[4],
            Fact::FiledBeforeSigned(_)
            | Fact::MatrixUnprinted(_)
            | Fact::MatrixUnsigned(_)
            | Fact::MatrixUnfiled(_)
            | Fact::MatrixSigner(..) => &[5],
            Fact::PostChangesUnfiled(..) | Fact::InAbolished(..) => &[6],
            Fact::Clash(..) => &[7],
            Fact::OneAdmin(_)
            | Fact::NoSystemAdmin(_)
            | Fact::AdminElsewhere(_)
            | Fact::LeadAbolished(..)
            | Fact::RetiredLive(..)
            | Fact::DoneUnapproved
            | Fact::InspectionDue(_)
            | Fact::InspectionOpen(..)
            | Fact::InspectionDoubtful(..)
            | Fact::CleanupOpen(_) => &[8],
            Fact::SampleDue(_) | Fact::SampleOpen(_) | Fact::SampleDoubtful(_) => &[9],
            Fact::FormUnprinted | Fact::FormUnsigned | Fact::ChangeOpen(..) => &[10],
            Fact::FormUnreviewed => &[11],
            Fact::Shared(_) | Fact::NoPerson(_) => &[12, 26],
            Fact::FormUnhandled | Fact::NoHolder | Fact::Several(..) => &[12],
            Fact::Joiner(_) => &[13],
            Fact::LeaverLive(..) | Fact::LeaverComing(..) => &[14, 22],
            Fact::NoticeMissing(..) | Fact::HandoverUntold(_) => &[14],
            Fact::Unregistered | Fact::Ahead(AccountDay::Opened, _) => &[15],
            Fact::AdminShared(_) | Fact::Unauthorised | Fact::BasisUnknown => &[17, 16],
            Fact::TemporaryIncomplete(_) | Fact::TemporaryEnds(_) | Fact::TemporaryReversed(..) => &[18],
            Fact::OriginUntold | Fact::QuartersDue(..) => &[19],
            Fact::UpperLevel => &[20],
            Fact::TestAfterAcceptance(_) => &[21],
            Fact::AdminLeft(..)
            | Fact::AdminPasswordKept(_)
            | Fact::HandedOnPasswordKept(..)
            | Fact::CleanupOfAnother(_) => &[22],
            Fact::InitialPassword | Fact::Ahead(AccountDay::InitialPassword, _) => &[23],
            Fact::PasswordDue(..) | Fact::PasswordUnknown(_) | Fact::Ahead(AccountDay::Password, _) => &[25],
            // A form cites the article of its own finding.
            Fact::Form(_) => &[],
        }
    }

    /// The article that is cited.
    pub fn article(&self) -> Article {
        match self {
            Fact::Form(finding) => finding.article,
            fact => Article(fact.articles().first().copied().unwrap_or_default()),
        }
    }

    /// How much it weighs.
    pub fn weight(&self) -> Weight {
        match self {
            Fact::Form(finding) => finding.weight,
            Fact::FiledBeforeSigned(_)
            | Fact::Clash(..)
            | Fact::NoSystemAdmin(_)
            | Fact::DoneUnapproved
            | Fact::AdminShared(_)
            | Fact::Unauthorised
            | Fact::TemporaryIncomplete(_) => Weight::Error,
            Fact::MissingInMatrix
            | Fact::StaleInMatrix(_)
            | Fact::RowUnregistered(_)
            | Fact::RowDiffers(..)
            | Fact::RowIncomplete(..)
            | Fact::MatrixSigner(..)
            | Fact::OneAdmin(_)
            | Fact::AdminElsewhere(_)
            | Fact::LeadAbolished(..)
            | Fact::CleanupOfAnother(_)
            | Fact::SampleDoubtful(_)
            | Fact::Shared(_)
            | Fact::NoPerson(_)
            | Fact::NoHolder
            | Fact::FormUnreviewed
            | Fact::OriginUntold
            | Fact::Unregistered
            | Fact::BasisUnknown
            | Fact::TemporaryReversed(..)
            | Fact::Ahead(..)
            | Fact::TestAfterAcceptance(_)
            | Fact::PasswordUnknown(_)
            | Fact::InitialPassword => Weight::Warning,
            Fact::NoMatrix(_)
            | Fact::MatrixUnprinted(_)
            | Fact::MatrixUnsigned(_)
            | Fact::MatrixUnfiled(_)
            | Fact::PostChangesUnfiled(..)
            | Fact::InAbolished(..)
            | Fact::RetiredLive(..)
            | Fact::InspectionDue(_)
            | Fact::InspectionOpen(..)
            | Fact::InspectionDoubtful(..)
            | Fact::CleanupOpen(_)
            | Fact::ChangeOpen(..)
            | Fact::SampleDue(_)
            | Fact::SampleOpen(_)
            | Fact::FormUnprinted
            | Fact::FormUnsigned
            | Fact::FormUnhandled
            | Fact::LeaverLive(..)
            | Fact::LeaverComing(..)
            | Fact::NoticeMissing(..)
            | Fact::HandoverUntold(_)
            | Fact::TemporaryEnds(_)
            | Fact::QuartersDue(..)
            | Fact::AdminLeft(..)
            | Fact::AdminPasswordKept(_)
            | Fact::HandedOnPasswordKept(..)
            | Fact::PasswordDue(..) => Weight::Reminder,
            Fact::Several(..) | Fact::Joiner(_) | Fact::UpperLevel => Weight::Information,
        }
    }
}
