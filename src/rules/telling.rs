//! The sentences of what was found: the facts (who, which system, which account, how many days) and what to do.

use std::collections::{BTreeMap, BTreeSet};

use super::cleanup::{account_named, written_on};
use super::fact::{AccountDay, Fact, TemporaryLacks};
use super::filing::doubted_signer;
use super::matter::Matter;
use super::target::closes_for_another;
use crate::model::*;

/// Tells matters; the names of people are looked up once for all.
pub struct Telling<'a> {
    register: &'a Register,
    names: BTreeMap<PersonId, String>,
    today: Day,
}

impl<'a> Telling<'a> {
    /// Tells matters of this register, found on `today`.
    pub fn of(register: &'a Register, today: Day) -> Self {
        Self { register, names: register.person_names(), today }
    }

    /// The name of what a matter is about, as [`Subject::name`] gives it for one.
    pub fn subject(&self, subject: Subject) -> String {
        match subject {
            Subject::Person(id) => self.person(id).to_owned(),
            subject => subject.name(self.register),
        }
    }

    /// The sentence, the article behind it and, where it is overridden, the reason.
    pub fn line(&self, matter: &Matter) -> String {
        format!("{}（{}）", self.message(matter), matter.article())
    }

    /// The sentence; where it is overridden, with the reason behind it.
    pub fn message(&self, matter: &Matter) -> String {
        let mut message = self.sentence(matter);
        if let Some(waiver) = matter.waiver.and_then(|id| self.register.get::<Waiver>(id)) {
            message.push_str(&format!("（{}例外办理：{}）", waiver.waived_on.chinese(), waiver.reason));
        }
        message
    }

    fn person(&self, id: PersonId) -> &str {
        self.names.get(&id).map_or("", String::as_str)
    }

    /// 「系统·账号（使用人）」.
    fn account(&self, subject: Subject) -> String {
        let Subject::Account(id) = subject else { return String::new() };
        let holder = self.register.get::<Account>(id).and_then(|it| it.holder);
        let holder = holder.map_or_else(String::new, |id| format!("（{}）", self.person(id)));
        format!("{}{holder}", self.register.account_name(id))
    }

    /// The first five, and how many there are.
    fn accounts(&self, ids: &[AccountId]) -> String {
        let names: Vec<String> = ids.iter().take(5).map(|id| self.register.account_name(*id)).collect();
        let more = if ids.len() > names.len() { "等" } else { "" };
        format!("{}{more}", names.join("、"))
    }

    /// The first five of these, each once.
    fn people(&self, ids: &[PersonId]) -> String {
        let ids: BTreeSet<PersonId> = ids.iter().copied().collect();
        let names: Vec<&str> = ids.iter().take(5).map(|id| self.person(*id)).collect();
        let more = if ids.len() > names.len() { "等" } else { "" };
        format!("{}{more}", names.join("、"))
    }

    fn holders(&self, ids: &[AccountId]) -> String {
        let mut names: Vec<&str> = Vec::new();
        for holder in ids.iter().filter_map(|id| self.register.get::<Account>(*id)?.holder) {
            if !names.contains(&self.person(holder)) {
                names.push(self.person(holder));
            }
        }
        names.join("、")
    }

    /// The sentence, whether it is overridden or not.
    #[allow(clippy::too_many_lines)] // one arm a fact: the table of what is said
    pub fn sentence(&self, matter: &Matter) -> String {
        let name = || self.subject(matter.subject);
        let account = || self.account(matter.subject);
        let department = self.register.department_name(matter.department);
        match &matter.fact {
            Fact::Form(finding) => format!("{}的{}：{}", name(), finding.field.label(), finding.message),
            Fact::NoMatrix(count) => {
                format!("{department}有{count}个在用账号，还没有填写对照表，请建立对照表，可以从账号台账填写")
            }
            Fact::MissingInMatrix => format!("{}不在{department}的对照表中，请补入对照表", account()),
            Fact::StaleInMatrix(id) => format!("{}没有对应的在用账号，请删去或更正", self.row(*id, department)),
            Fact::RowUnregistered(id) => self.unregistered(*id, department),
            Fact::RowDiffers(row, id, cell) => self.row_differs(&self.row(*row, department), *id, *cell),
            Fact::RowIncomplete(row, lacks) => {
                let lacks: Vec<&str> = lacks.iter().map(|field| field.label()).collect();
                format!("{}没有填写{}，请补填", self.row(*row, department), lacks.join("、"))
            }
            Fact::FiledBeforeSigned(id) => match self.register.get::<Filing>(*id) {
                Some(it) => format!(
                    "{}于{}备案，早于签字日期{}；应先由分管领导签字，再备案",
                    it.number,
                    it.filed_on.chinese(),
                    it.signed_on.chinese()
                ),
                None => String::new(),
            },
            Fact::MatrixUnprinted(true) => {
                format!("{department}的对照表上次备案以后有改动，请重新打印，送分管领导签字后备案")
            }
            Fact::MatrixUnprinted(false) => {
                format!("{department}的对照表还没有打印签字，请打印后送分管领导签字")
            }
            Fact::MatrixUnsigned(day) => {
                format!("{department}的对照表{}打印，还没有签字，请送分管领导签字", day.chinese())
            }
            Fact::MatrixUnfiled(day) => {
                format!("{department}的对照表{}签字，还没有备案，请报网络技术中心", day.chinese())
            }
            Fact::MatrixSigner(signer, day) => {
                let signed = matter.department.and_then(|department| {
                    doubted_signer(self.register, department, FilingKind::Matrix, (*signer, *day), self.today)
                });
                signed.unwrap_or_default()
            }
            Fact::PostChangesUnfiled(people, day, is_behind) => {
                let (count, day) = (people.len(), day.chinese());
                let todo = if *is_behind {
                    "对照表还没有按现在的岗位填写，请从账号台账填写，打印签字后报网络技术中心备案"
                } else {
                    "请报网络技术中心备案"
                };
                let names = self.people(people);
                format!("{department}有{count}项岗位变动还没有备案（{names}），最早的在{day}，{todo}")
            }
            Fact::InAbolished(id, day) => format!(
                "{}所在的{}已于{}撤销，请登记转岗",
                name(),
                self.register.department_name(Some(*id)),
                day.chinese()
            ),
            Fact::LeadAbolished(id, day) => format!(
                "{}的牵头科室{}已于{}撤销，请改为接手的科室",
                name(),
                self.register.department_name(Some(*id)),
                day.chinese()
            ),
            Fact::RetiredLive(day, count, unlisted) => {
                let todo = match unlisted.len() {
                    0 => "都已列入清理清单，请处理后登记".to_owned(),
                    all if all == *count => format!("请生成清理清单，处理后登记：{}", self.accounts(unlisted)),
                    some => format!("{some}个还没有列入清理清单，请生成清单，处理后登记：{}", self.accounts(unlisted)),
                };
                format!("{}已于{}下线，仍有{count}个在用账号，{todo}", name(), day.chinese())
            }
            Fact::Clash(one, other, person) => format!(
                "{}的{}和{}都是{}，应由不同人员负责；请核对，确属例外的写明原因",
                name(),
                one.label(),
                other.label(),
                self.person(*person)
            ),
            Fact::OneAdmin(person) => {
                format!(
                    "{}的超级管理员和系统管理员都是{}，原则上不由同一人担任，请另行指定",
                    name(),
                    self.person(*person)
                )
            }
            Fact::NoSystemAdmin(count) => {
                format!("{}有{count}个在用账号，却没有登记系统管理员，请由牵头科室指定专人并登记", name())
            }
            Fact::AdminElsewhere(person) => {
                format!("{}的系统管理员{}不在牵头科室{department}，请核对", name(), self.person(*person))
            }
            Fact::DoneUnapproved => format!("{}已办结，却没有分管领导的签字和批准日期，请对照纸质申请表补登", name()),
            Fact::InspectionDue(None) => format!("{}还没有巡检过，请安排巡检", name()),
            Fact::InspectionDue(Some(day)) => {
                let days = self.today.days_since(*day);
                format!("{}上次巡检在{}，已过{days}天，请安排巡检", name(), day.chinese())
            }
            Fact::InspectionOpen(id, count) => {
                format!(
                    "{}的巡检{}还有{count}个账号没有结论，请接着办",
                    name(),
                    Subject::Inspection(*id).name(self.register)
                )
            }
            Fact::InspectionDoubtful(id, count) => {
                format!(
                    "{}的巡检{}有{count}个账号存疑，请查清后处理",
                    name(),
                    Subject::Inspection(*id).name(self.register)
                )
            }
            Fact::CleanupOpen(false) => format!("清理清单{}还没有打印，请打印签字，处理后登记", name()),
            Fact::CleanupOpen(true) => format!("清理清单{}已打印，还没有处理，请在各系统中处理后登记", name()),
            Fact::ChangeOpen(treatment, list) => format!(
                "{}在清理清单{}中列为{}，清单处理以后还没有办结变更申请，请填变更申请表",
                account(),
                Subject::Cleanup(*list).name(self.register),
                treatment.label()
            ),
            Fact::CleanupOfAnother(id) => {
                let row = self.register.get::<CleanupRow>(*id);
                let list = row.and_then(|row| self.register.get::<Cleanup>(row.cleanup));
                let account = row.and_then(|row| account_named(self.register, row.system, &row.account));
                let Some((account, (row, list))) = account.zip(row.zip(list)) else { return String::new() };
                let other = closes_for_another(self.register, account, row.holder, written_on(row, list));
                format!(
                    "清理清单{}第{}行：{}，不要处理这一行，请从清单中去掉或更正",
                    name(),
                    row.position,
                    other.unwrap_or_default()
                )
            }
            Fact::SampleDue(None) => "还没有抽查过系统岗位和用户清单，请安排抽查".into(),
            Fact::SampleDue(Some(day)) => {
                format!("上次抽查在{}，已过{}天，请安排抽查", day.chinese(), self.today.days_since(*day))
            }
            Fact::SampleOpen(count) => format!("抽查{}还有{count}个账号没有结果，请登记结果", name()),
            Fact::SampleDoubtful(count) => format!("抽查{}发现{count}个账号可疑，请通报并修正", name()),
            Fact::FormUnprinted => format!("{}还没有打印送签，请核对后打印；不办了的请作废", name()),
            Fact::FormUnsigned => format!("{}已打印，还没有签字，签好后请登记", name()),
            Fact::FormUnreviewed => format!("{}没有登记科室负责人的审核，请对照纸质表补登", name()),
            Fact::FormUnhandled => format!("{}已签字，还没有办结，请交操作员处理后登记", name()),
            Fact::Shared(ids) => format!(
                "{}有多人使用：{}；每个账号只能由一人使用，请分设账号（第二十六条也不允许转借）",
                name(),
                self.holders(ids)
            ),
            Fact::NoHolder => format!("{}没有登记使用人，请补登实际使用人", account()),
            Fact::NoPerson(person) => {
                format!("{}的使用人“{}”不是一个人，请改为实际使用人", name(), self.person(*person))
            }
            Fact::Several(person, ids) => format!(
                "{}在{}有{}个在用账号：{}",
                self.person(*person),
                self.register.system_name(matter.system),
                ids.len(),
                self.accounts(ids)
            ),
            Fact::Joiner(count) => {
                format!("{}新入职，还没有账号；同科室同岗位的人员在{count}个系统中有账号，请核对是否申请", name())
            }
            Fact::Unregistered => format!("{}已办结，账号台账中却没有这个账号，请登记", name()),
            Fact::LeaverComing(day, ids) => {
                let (day, accounts) = (day.chinese(), self.accounts(ids));
                format!("{}{day}离职，当天到各系统停用{}个账号，再登记：{accounts}", name(), ids.len())
            }
            Fact::LeaverLive(day, ids) => {
                let (name, accounts) = (name(), self.accounts(ids));
                let gone = self.gone(matter.subject, *day);
                format!("{name}{gone}，仍有{}个在用账号：{accounts}；请办理注销", ids.len())
            }
            Fact::NoticeMissing(day, count) => {
                let day = day.chinese();
                format!("{}的离职手续{day}办结，{count}个账号还没有书面通知账号管理部门，请出具通知", name())
            }
            Fact::HandoverUntold(count) => format!(
                "{}的手续办结日没有登记，书面通知还没有出具（{count}个账号），请办结离职手续后登记日期并出具通知",
                name()
            ),
            Fact::AdminShared(ids) => {
                format!("系统账号{}有多人使用：{}；严禁共享，请分设账号", name(), self.holders(ids))
            }
            Fact::Unauthorised => match self.basis(matter.subject) {
                "" => format!("系统账号{}没有授权依据，请补登申请表编号或其他依据", account()),
                basis => {
                    format!("系统账号{}的授权依据{basis}不是这个账号和使用人已签字的管理账号申请表，请核对", account())
                }
            },
            Fact::BasisUnknown => {
                let basis = self.basis(matter.subject);
                format!("系统账号{}的授权依据是{basis}，台账中没有这张申请表，请核对编号", account())
            }
            Fact::TemporaryIncomplete(lacks) => self.temporary_lacks(matter.subject, *lacks),
            Fact::TemporaryEnds(day) => self.temporary_ends(&account(), *day),
            Fact::OriginUntold => {
                format!("{}没有写明是自建还是非自建，请核对；非自建系统的账号每季度备案", name())
            }
            Fact::QuartersDue(quarters, count) => {
                let late = matter.due.map_or(0, |due| self.today.days_since(due));
                let span = Quarter::spans(quarters);
                match quarters.len() {
                    0 | 1 => {
                        let late = if late > 0 { format!("，已逾期{late}天") } else { String::new() };
                        format!("{department}{span}的非自建系统账号（{count}个系统）还没有备案{late}，没有变动也要备案")
                    }
                    many => format!(
                        "{department}{span}共{many}个季度没有备案（非自建系统账号，{count}个系统），最早的已逾期{late}天，\
                         请逐季补报，没有变动也要备案"
                    ),
                }
            }
            Fact::UpperLevel => {
                let system = self.register.system_name(matter.system);
                format!("{}申请的{system}是上级系统，请由网络技术中心汇总提交", name())
            }
            Fact::TestAfterAcceptance(day) => {
                format!(
                    "{}已于{}验收，{}是临时或测试账号，请督促开发方删除",
                    self.register.system_name(matter.system),
                    day.chinese(),
                    account()
                )
            }
            Fact::AdminLeft(person, role, day) => format!(
                "{}的{}{}{}，请更改账号和口令，并指定接任者",
                name(),
                role.label(),
                self.person(*person),
                self.gone(Subject::Person(*person), *day)
            ),
            Fact::AdminPasswordKept(day) => {
                let Subject::Account(id) = matter.subject else { return String::new() };
                let holder = self.register.get::<Account>(id).and_then(|it| it.holder);
                let gone = holder.map(|id| self.gone(Subject::Person(id), Some(*day))).unwrap_or_default();
                format!("系统账号{}的使用人{gone}，此后没有更改口令的登记，请更改口令并登记日期", account())
            }
            Fact::HandedOnPasswordKept(person, day) => {
                let since = self.register.get::<Person>(*person).and_then(|it| it.left_on);
                let (who, gone) = (self.person(*person), self.gone(Subject::Person(*person), since));
                let day = day.chinese();
                format!(
                    "系统账号{}原由{who}使用，{day}移交，{who}{gone}，移交后没有更改口令的登记，请更改口令并登记日期",
                    account()
                )
            }
            Fact::Ahead(what, day) => {
                let (what, doubt) = match what {
                    AccountDay::Opened => ("启用日", ""),
                    AccountDay::InitialPassword => ("初始口令更改日", ""),
                    AccountDay::Password => ("最近改密日", "，口令到期日无法计算"),
                };
                format!("{}的{what}{}还没有到{doubt}，请核对", account(), day.chinese())
            }
            Fact::TemporaryReversed(ends, begins) => {
                format!("临时账号{}的到期日{}早于启用日{}，请核对", account(), ends.chinese(), begins.chinese())
            }
            Fact::InitialPassword => format!("{}没有登记初始口令更改日，请督促使用人更改并登记日期", account()),
            Fact::PasswordUnknown(ids) => match ids[..] {
                [_] => format!("{}没有登记改密日，口令用了多久无法计算，请更改口令或核实后登记日期", account()),
                _ => format!(
                    "{}有{}个在用账号没有登记改密日，口令用了多久无法计算，请更改口令或核实后登记日期：{}",
                    name(),
                    ids.len(),
                    self.accounts(ids)
                ),
            },
            Fact::PasswordDue(days, changed) => self.password_due(matter, *days, *changed),
        }
    }

    /// 授权依据 of an account.
    fn basis(&self, subject: Subject) -> &str {
        let Subject::Account(id) = subject else { return "" };
        self.register.get::<Account>(id).map_or("", |it| it.basis.trim())
    }

    /// 「已离职25天」, 「今日调离」; of a day that is not on record, or still to come, what to do about it.
    fn gone(&self, subject: Subject, since: Option<Day>) -> String {
        let person = if let Subject::Person(id) = subject { self.register.get::<Person>(id) } else { None };
        let how = if person.is_some_and(|it| it.status == PersonStatus::Moved) { "调离" } else { "离职" };
        let Some(since) = since else { return format!("已{how}（没有登记离职日，请补登）") };
        match self.today.days_since(since) {
            0 => format!("今日{how}"),
            days if days > 0 => format!("已{how}{days}天"),
            _ => format!("状态是{how}（登记的离职日{}还没有到，请核对）", since.chinese()),
        }
    }

    /// 「政务服务科对照表第2行（平台 秦天天 qintt）」.
    fn row(&self, id: MatrixRowId, department: &str) -> String {
        let Some(row) = self.register.get::<MatrixRow>(id) else { return String::new() };
        let holder = row.holder.map_or("", |id| self.person(id));
        let system = self.register.system_name(Some(row.system));
        let position = row.position;
        let parts = [system, holder, &row.account].into_iter().filter(|part| !part.is_empty());
        format!("{department}对照表第{position}行（{}）", parts.collect::<Vec<_>>().join(" "))
    }

    /// A row without an account. Where it names none, nothing tells whether its 使用人 has yet to have one, or no longer has.
    fn unregistered(&self, id: MatrixRowId, department: &str) -> String {
        let row = self.row(id, department);
        if self.register.get::<MatrixRow>(id).is_some_and(|it| it.account.is_empty()) {
            format!("{row}的使用人在账号台账中没有这个系统的账号，请登记或导入账号；不再使用的，请删去这一行")
        } else {
            format!("{row}的账号还没有登记，请登记或导入账号；写错的，请更正")
        }
    }

    /// A row that tells something else than the register does of its account.
    fn row_differs(&self, row: &str, id: AccountId, cell: Field) -> String {
        let (name, label) = (self.register.account_name(id), cell.label());
        let Some(account) = self.register.get::<Account>(id) else { return String::new() };
        let holder = account.holder.map_or("", |id| self.person(id));
        let todo = "请从账号台账填写，重新打印签字";
        match cell {
            Field::Post => {
                let post =
                    account.holder.and_then(|id| self.register.get::<Person>(id)).map_or("", |it| it.post.trim());
                format!("{row}的{label}与人员登记不同，{holder}现在是{post}，{todo}")
            }
            Field::Holder => format!("{row}的{label}与账号台账不同，台账中{name}是{holder}，{todo}"),
            // Either may be right.
            _ => match account.category.trim() {
                "" => format!("{row}写明了{label}，账号台账中{name}没有登记，请核对后登记"),
                category => format!("{row}的{label}与账号台账不同，台账中{name}是{category}，请核对后改为一致"),
            },
        }
    }

    /// What a temporary account lacks; 授权依据 that is there, and does not count, is doubted.
    fn temporary_lacks(&self, subject: Subject, lacks: TemporaryLacks) -> String {
        let basis = if lacks.approval { self.basis(subject) } else { "" };
        let lacking = TemporaryLacks { approval: lacks.approval && basis.is_empty(), ..lacks }.names();
        let lacking = (!lacking.is_empty()).then(|| format!("缺少{}，请补登", lacking.join("、")));
        let doubted =
            (!basis.is_empty()).then(|| format!("授权依据是{basis}，不是这个账号和使用人已签字的申请表，请核对"));
        let told: Vec<String> = lacking.into_iter().chain(doubted).collect();
        format!("临时账号{}{}", self.account(subject), told.join("；"))
    }

    fn temporary_ends(&self, account: &str, day: Day) -> String {
        match day.days_since(self.today) {
            0 => format!("临时账号{account}今天到期，请注销或另行申请"),
            left if left > 0 => format!("临时账号{account}{}到期，还有{left}天，请注销或另行申请", day.chinese()),
            left => format!("临时账号{account}{}到期，已过{}天，请注销", day.chinese(), -left),
        }
    }

    fn password_due(&self, matter: &Matter, days: i64, changed: Day) -> String {
        let account = self.account(matter.subject);
        let left = matter.due.map_or(0, |due| due.days_since(self.today));
        let told = match left {
            0 => "今天到期".to_owned(),
            left if left > 0 => format!("还有{left}天到期"),
            left => format!("已超期{}天", -left),
        };
        format!("{account}的口令自{}起已用{days}天，{told}，请更改并登记日期", changed.chinese())
    }
}
