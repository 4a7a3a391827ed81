//! The rules of one application (附件2): what is missing, the order of its days, 第七条, 第十条, 第十一条, 第十四条,
//! 第十五条, 第十八条, 第二十一条, 第三十条.

mod people;

use super::article::{Article, Finding, Weight};
use super::names::oddity;
use super::secrets::tells_password;
use super::sight::Sight;
use super::system::is_deleted_only;
use super::target::{accounts_called, target};
use crate::model::text::{over_limit, qualified_readings};
use crate::model::*;

/// Checks a form as it is typed or as it is kept. Facts before the regulation's day are not judged (第三十条).
pub fn check_application(values: &Values, register: &Register, today: Day) -> Vec<Finding> {
    let named = Named::typed(values, register);
    Check { values, register, today, named, findings: Vec::new() }.run()
}

/// The same for a kept form: its people, department and system by their ids, and not by what their names lead to.
pub(super) fn check_kept<'a>(
    it: &Application,
    named: Named<'a>,
    values: &'a Values,
    sight: &'a Sight<'a>,
) -> Vec<Finding> {
    debug_assert!(named.kept && it.state != ApplicationState::Void);
    Check { values, register: sight.register, today: sight.today, named, findings: Vec::new() }.run()
}

/// Where the names of a form lead.
pub(super) struct Named<'a> {
    pub(super) applicant: Lookup<PersonId>,
    pub(super) holder: Option<PersonId>,
    pub(super) department: Option<DepartmentId>,
    pub(super) department_head: Option<PersonId>,
    pub(super) system_head: Option<PersonId>,
    pub(super) leader: Option<PersonId>,
    pub(super) operator: Option<PersonId>,
    pub(super) system: Option<SystemId>,
    /// The accounts that the form may mean, void ones too.
    pub(super) accounts: Vec<&'a Account>,
    /// The 账号类别 that the department's 对照表 has in this system for this post, one a row; none where there is nothing
    /// to compare.
    pub(super) granted: Option<Vec<String>>,
    /// Kept in the register: nothing on it is new.
    pub(super) kept: bool,
}

impl<'a> Named<'a> {
    fn typed(values: &Values, register: &'a Register) -> Self {
        let (department, post) = register.split_department_and_post(values.get(Field::DepartmentAndPost));
        let department = register.department_named(&department);
        let system = register.system_named(values.get(Field::System));
        let person = |field| register.person_named(values.get(field)).found();
        let called = |system| accounts_called(register, system, values.get(Field::Account));
        let rows = |department| register.matrix.values().filter(move |row| row.department == department);
        let granted = department.zip(system).filter(|_| !post.is_empty()).and_then(|(department, system)| {
            rows(department).next()?;
            let fits = rows(department).filter(|row| row.system == system && row.post == post);
            Some(fits.map(|row| row.category.clone()).collect())
        });
        Self {
            applicant: register.applicant_of(values),
            holder: person(Field::Holder),
            department,
            department_head: person(Field::DepartmentHead),
            system_head: person(Field::SystemHead),
            leader: person(Field::Leader),
            operator: person(Field::Operator),
            system,
            accounts: system.map_or_else(Vec::new, called),
            granted,
            kept: false,
        }
    }
}

/// That one person acts in two roles that 第七条 keeps apart.
pub fn told_clash((one, other, person): (Field, Field, PersonId), register: &Register) -> String {
    // The bare name: another of the same name who comes later makes it no other finding.
    let name = register.bare_name(Some(person));
    format!("{}和{}都是{name}，应由不同人员负责", one.label(), other.label())
}

/// Where one person acts in two roles that 第七条 keeps apart, by the ids of a kept form.
pub fn clashes(it: &Application) -> Vec<(Field, Field, PersonId)> {
    pairs_of_one(it.applicant, [it.department_head, it.system_head], it.leader, it.operator)
}

fn pairs_of_one(
    applicant: Option<PersonId>,
    [head, system_head]: [Option<PersonId>; 2],
    leader: Option<PersonId>,
    operator: Option<PersonId>,
) -> Vec<(Field, Field, PersonId)> {
    let pairs = [
        (Field::DepartmentHead, head, Field::Applicant, applicant),
        (Field::SystemHead, system_head, Field::Applicant, applicant),
        (Field::Leader, leader, Field::Applicant, applicant),
        (Field::Operator, operator, Field::Applicant, applicant),
        (Field::Operator, operator, Field::DepartmentHead, head),
        (Field::Operator, operator, Field::SystemHead, system_head),
        (Field::Operator, operator, Field::Leader, leader),
    ];
    pairs
        .into_iter()
        .filter(|(_, one, _, other)| one == other)
        .filter_map(|(one, id, other, _)| Some((one, other, id?)))
        .collect()
}

struct Check<'a> {
    values: &'a Values,
    register: &'a Register,
    today: Day,
    named: Named<'a>,
    findings: Vec<Finding>,
}

impl<'a> Check<'a> {
    fn run(mut self) -> Vec<Finding> {
        self.texts();
        let days = self.days();
        if days[0].is_some_and(|applied| applied < Day::of_regulation()) {
            self.old_day(days);
            return self.findings;
        }
        self.missing();
        self.order_of_days(days);
        self.separate_people();
        self.signers(days);
        self.target();
        self.fits_post();
        self.has_not_ended(days[0]);
        self.temporary();
        self.serves_no_leaver();
        self.newcomers();
        self.findings.sort_by_key(|finding| (finding.weight, finding.field));
        self.findings
    }

    fn find(&mut self, article: u8, weight: Weight, field: Field, message: impl Into<String>) {
        let message = message.into();
        self.findings.push(Finding { article: Article(article), weight, row: None, field, message });
    }

    fn is_blank(&self, field: Field) -> bool {
        self.values.get(field).trim().is_empty()
    }

    fn texts(&mut self) {
        // What is kept has passed these on its way in.
        let typed = if self.named.kept { &Values::default() } else { self.values };
        for (field, text) in typed.fields() {
            if let Some(over) = over_limit(text, field.limit()) {
                self.find(10, Weight::Error, field, format!("{}{over}，请缩短", field.label()));
            }
        }
        for (field, text) in typed.fields() {
            if tells_password(text) {
                self.find(
                    25,
                    Weight::Error,
                    field,
                    format!("{}中像是写了口令，请删去；口令不得写在表上", field.label()),
                );
            }
        }
        for field in [Field::Applicant, Field::Holder] {
            if let Some(oddity) = oddity(self.values.get(field)) {
                self.find(10, Weight::Warning, field, oddity);
            }
        }
    }

    /// 申请, 审核, 批准, 处理.
    fn days(&mut self) -> [Option<Day>; 4] {
        DAYS.map(|field| self.day(field))
    }

    fn day(&mut self, field: Field) -> Option<Day> {
        let text = self.values.get(field);
        let day = Day::from_typed(text, self.today);
        if day.is_none() && !text.trim().is_empty() {
            self.find(10, Weight::Error, field, format!("“{}”不是有效的日期", text.trim()));
        }
        day
    }

    /// 第三十条: a form of the time before is not judged, if it is one; in an open one the year may be mistyped.
    fn old_day(&mut self, [applied, .., handled]: [Option<Day>; 4]) {
        let is_over = handled.is_some_and(|day| day < Day::of_regulation());
        if let Some(applied) = applied.filter(|_| !is_over) {
            let message = format!("申请日期{}早于制度施行日，这张表不按制度检查；请核对年份", applied.chinese());
            self.find(30, Weight::Warning, Field::AppliedOn, message);
        }
    }

    fn missing(&mut self) {
        let mut required =
            vec![Field::Kind, Field::Action, Field::Applicant, Field::AppliedOn, Field::System, Field::Description];
        if self.values.get(Field::Kind) == AccountKind::Admin.label() {
            required.push(Field::AccountNote);
        }
        for field in required.into_iter().filter(|field| self.is_blank(*field)).collect::<Vec<_>>() {
            let message = match field {
                Field::Kind => "请选择用户账号或管理账号".to_owned(),
                Field::Action => "请选择新增、变更、注销或启用".to_owned(),
                Field::AccountNote => "管理账号必须填写账号说明".to_owned(),
                _ => format!("请填写{}", field.label()),
            };
            self.find(10, Weight::Error, field, message);
        }
        for field in [Field::DepartmentAndPost, Field::Contact] {
            if self.is_blank(field) {
                self.find(10, Weight::Warning, field, format!("还没有填写{}", field.label()));
            }
        }
    }

    fn order_of_days(&mut self, days: [Option<Day>; 4]) {
        for (field, day) in DAYS.into_iter().zip(days) {
            if let Some(day) = day.filter(|day| *day > self.today) {
                // One may apply ahead; nobody has signed or done it tomorrow.
                let weight = if field == Field::AppliedOn { Weight::Warning } else { Weight::Error };
                self.find(10, weight, field, format!("{}{}晚于今天", field.label(), day.chinese()));
            }
        }
        let known: Vec<(Field, Day)> =
            DAYS.into_iter().zip(days).filter_map(|(field, day)| Some((field, day?))).collect();
        for pair in known.windows(2) {
            let [(first, earlier), (second, later)] = pair else { continue };
            if later < earlier {
                let (earlier, later) = (earlier.chinese(), later.chinese());
                let message = format!("{}{later}早于{}{earlier}", second.label(), first.label());
                self.find(10, Weight::Error, *second, message);
            }
        }
    }

    /// The account that is meant, where it is one and stands.
    fn account(&self) -> Option<&'a Account> {
        let found = target(self.values.get(Field::Account).trim(), &self.named.accounts).found();
        found.filter(|account| account.void_reason.is_none())
    }

    /// Whether the form is being typed and names a department.
    fn tells_department(&self) -> bool {
        let place = self.values.get(Field::DepartmentAndPost);
        !self.named.kept && !self.register.split_department_and_post(place).0.is_empty()
    }

    /// What is not known yet and will be taken into the register with the form (第十五条).
    fn newcomers(&mut self) {
        if self.named.kept {
            return;
        }
        let system = self.values.get(Field::System).trim();
        if !system.is_empty() && self.named.system.is_none() {
            self.find(15, Weight::Information, Field::System, format!("新的系统“{system}”，保存时登记"));
        }
        let (department, _) = self.register.split_department_and_post(self.values.get(Field::DepartmentAndPost));
        if !department.is_empty() && self.named.department.is_none() {
            let message = format!("新的科室“{department}”，保存时登记");
            self.find(15, Weight::Information, Field::DepartmentAndPost, message);
        }
        let applicant = self.values.get(Field::Applicant).trim();
        if !applicant.is_empty() && self.named.applicant == Lookup::Unknown {
            let in_department =
                qualified_readings(applicant).any(|(_, of)| self.register.department_named(of).is_some());
            if department.is_empty() && !in_department {
                let message = format!("新的人员“{applicant}”，请填写部门及岗位，才能保存登记");
                self.find(15, Weight::Warning, Field::Applicant, message);
            } else {
                self.find(15, Weight::Information, Field::Applicant, format!("新的人员“{applicant}”，保存时登记"));
            }
        }
        let holder = self.values.get(Field::Holder).trim();
        if !holder.is_empty() && holder != applicant && self.register.person_named(holder) == Lookup::Unknown {
            self.find(15, Weight::Information, Field::Holder, format!("新的人员“{holder}”，保存时登记"));
        }
    }

    /// 注销 tells twice what becomes of the account: by the choice beside the paper, and in its description.
    fn disposal_told_twice(&mut self) {
        let Some(chosen) = Disposal::from_label(self.values.get(Field::Disposal)) else { return };
        let first = self.values.get(Field::Description).trim_start().lines().next().unwrap_or_default();
        let told = Disposal::ALL.iter().find(|it| **it != chosen && first.contains(it.label()));
        if let Some(told) = told.filter(|_| !first.contains(chosen.label())) {
            let (told, chosen) = (told.label(), chosen.label());
            let message = format!("申请描述写的是{told}，注销方式选的是{chosen}，请改成一致");
            self.find(10, Weight::Warning, Field::Description, message);
        }
    }

    /// 第十八条: a temporary account says until when, and is not enabled past its end.
    fn temporary(&mut self) {
        let action = Action::from_label(self.values.get(Field::Action));
        let ended = self.account().filter(|it| it.nature == Nature::Temporary).and_then(|it| it.expires_on);
        if let Some(ended) = ended.filter(|day| action == Some(Action::Enable) && *day < self.today) {
            let message = format!("临时账号的到期日{}已过，还要使用的，请另行申请变更到期日", ended.chinese());
            self.find(18, Weight::Warning, Field::Description, message);
        }
        let is_asked_for = action.is_some_and(Action::asks_for_rights);
        if !is_asked_for || self.values.get(Field::Nature) != Nature::Temporary.label() {
            return;
        }
        let Some(ends) = self.day(Field::ExpiresOn) else {
            if self.is_blank(Field::ExpiresOn) {
                self.find(18, Weight::Error, Field::ExpiresOn, "临时账号要写明到期日");
            }
            return;
        };
        let applied = Day::from_typed(self.values.get(Field::AppliedOn), self.today);
        if let Some(applied) = applied.filter(|applied| ends < *applied) {
            let message = format!("到期日{}早于申请日期{}", ends.chinese(), applied.chinese());
            self.find(18, Weight::Error, Field::ExpiresOn, message);
        }
    }

    /// 第十条: 新增 has no live duplicate; 变更 and 注销 have a target; 启用 only from 已禁用.
    fn target(&mut self) {
        let Some(action) = Action::from_label(self.values.get(Field::Action)) else { return };
        if action == Action::Close && self.is_blank(Field::Disposal) {
            self.find(10, Weight::Error, Field::Action, "请选择注销方式：禁用或删除");
        }
        if action == Action::Close {
            self.disposal_told_twice();
        }
        let account = self.values.get(Field::Account).trim();
        if account.is_empty() {
            if action != Action::Create {
                self.find(
                    10,
                    Weight::Error,
                    Field::Description,
                    format!("{}要写明账号名，请填在“登记信息”里", action.label()),
                );
            }
            return;
        }
        let system = self.values.get(Field::System).trim();
        if self.named.system.is_none() {
            if action != Action::Create && !system.is_empty() {
                let message = format!("{system}还没有登记，其中没有可以{}的账号", action.label());
                self.find(10, Weight::Error, Field::System, message);
            }
            return;
        }
        let meant = target(account, &self.named.accounts);
        if let Lookup::Found(Account { void_reason: Some(reason), .. }) = meant {
            let message = format!("账号{account}的登记已作废：{reason}；请先在“账号”中恢复，或者另用一个账号名");
            self.find(15, Weight::Error, Field::Description, message);
            return;
        }
        let statuses: Vec<AccountStatus> =
            self.named.accounts.iter().filter(|it| it.void_reason.is_none()).map(|it| it.status).collect();
        let has = |status| statuses.contains(&status);
        // Of several of one name nothing is said here: 办结 asks which is meant (第十二条).
        let is = |status| meant.clone().found().is_some_and(|account| account.status == status);
        let is_gone = is(AccountStatus::Deleted);
        let message = match action {
            Action::Create if has(AccountStatus::Active) => format!("{system}中已有在用账号{account}，不能重复新增"),
            Action::Create if has(AccountStatus::Disabled) => format!("{system}中账号{account}已禁用，请改为申请启用"),
            Action::Modify | Action::Close | Action::Enable if statuses.is_empty() => {
                format!("{system}中没有账号{account}，不能{}", action.label())
            }
            Action::Modify if is_gone => format!("{system}中账号{account}已删除，不能变更"),
            // As by a 附件3 (第二十二条): the paper that is signed already is still closed.
            Action::Close if is_gone => {
                let message = format!("{system}中账号{account}已删除，不用再注销；已签字的表可以办结");
                self.find(10, Weight::Information, Field::Description, message);
                return;
            }
            Action::Close => {
                self.closes_for_good();
                self.closes_no_others();
                return;
            }
            Action::Enable if is(AccountStatus::Active) || is_gone => format!("账号{account}不是已禁用状态，不能启用"),
            _ => return,
        };
        self.find(10, Weight::Error, Field::Description, message);
    }

    /// 第二十一条: a test account after acceptance is not merely disabled.
    fn closes_for_good(&mut self) {
        let chosen = Disposal::from_label(self.values.get(Field::Disposal));
        let Some(account) = self.account().filter(|_| chosen == Some(Disposal::Disable)) else { return };
        if is_deleted_only(self.register, account) {
            let message = format!("账号{}是验收后的测试账号，只能删除，请改选注销方式", account.account);
            self.find(21, Weight::Error, Field::Action, message);
        }
    }

    /// 第十一条: what is asked for fits the post, as the 对照表 has it. 注销 asks for nothing.
    fn fits_post(&mut self) {
        let action = Action::from_label(self.values.get(Field::Action));
        // 账号说明 tells what a 管理账号 is for.
        let asks_for_nothing =
            [Field::Category, Field::Permissions, Field::AccountNote].iter().all(|it| self.is_blank(*it));
        if action == Some(Action::Create) && asks_for_nothing {
            let message = "没有写明账号类别或权限说明，无从审核是否与岗位一致，请填在“登记信息”里";
            self.find(11, Weight::Warning, Field::Category, message);
        }
        let Some(granted) = self.named.granted.as_deref().filter(|_| action != Some(Action::Close)) else { return };
        let [place, system, asked] =
            [Field::DepartmentAndPost, Field::System, Field::Category].map(|field| self.values.get(field).trim());
        if granted.is_empty() {
            let message = format!("对照表中没有{place}在{system}的权限，请审核是否与岗位一致");
            self.find(11, Weight::Warning, Field::DepartmentAndPost, message);
            return;
        }
        let mut known: Vec<&str> = granted.iter().map(|it| it.trim()).filter(|it| !it.is_empty()).collect();
        known.sort_unstable();
        known.dedup();
        let asks = action.is_some_and(Action::asks_for_rights);
        if asks && !asked.is_empty() && !known.is_empty() && !known.contains(&asked) {
            let message = format!("对照表中{place}在{system}的账号类别是{}，请审核是否与岗位一致", known.join("、"));
            self.find(11, Weight::Warning, Field::Category, message);
        }
    }
}

impl Check<'_> {
    /// 第十一条: there is nobody to review what is applied for in a department that is no more, and nothing to grant in a system
    /// that is off line. What was applied for before that is carried out as it was signed; 注销 asks for nothing.
    fn has_not_ended(&mut self, applied: Option<Day>) {
        let applied = applied.unwrap_or(self.today);
        let department = self.named.department.and_then(|id| self.register.get::<Department>(id));
        if let Some((it, day)) = department.and_then(|it| Some((it, it.abolished_by(applied)?))) {
            let message = format!("{}已于{}撤销，请写现在的科室", it.name, day.chinese());
            self.find(11, Weight::Warning, Field::DepartmentAndPost, message);
        }
        let closes = self.values.get(Field::Action) == Action::Close.label();
        let system = self.named.system.filter(|_| !closes).and_then(|id| self.register.get::<InfoSystem>(id));
        if let Some((it, day)) = system.and_then(|it| Some((it, it.retired_by(applied)?))) {
            let message = format!("{}已于{}下线，只能申请注销，请核对系统名称", it.name, day.chinese());
            self.find(11, Weight::Warning, Field::System, message);
        }
    }
}

/// The days of a form in the order that they must keep: 申请 ≤ 审核 ≤ 批准 ≤ 处理.
const DAYS: [Field; 4] = [Field::AppliedOn, Field::ReviewedOn, Field::ApprovedOn, Field::HandledOn];
