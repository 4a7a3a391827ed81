//! The rules of one application (附件2): what is missing, the order of its days, 第七条, 第十条, 第十四条.

use super::article::{Article, Finding, Weight};
use super::names::{fold_account, oddity};
use super::secrets::tells_password;
use crate::model::text::over_limit;
use crate::model::*;

/// Checks a form as it is typed or as it is kept. Facts before the regulation's day are not judged (第三十条).
pub fn check_application(values: &Values, register: &Register, today: Day) -> Vec<Finding> {
    let mut check = Check { values, register, today, findings: Vec::new() };
    check.texts();
    let days = check.days();
    if days[0].is_some_and(|applied| applied < Day::of_regulation()) {
        return check.findings;
    }
    check.missing();
    check.order_of_days(days);
    check.separate_people();
    check.target();
    check.newcomers();
    check.findings.sort_by_key(|finding| (finding.weight, finding.field));
    check.findings
}

/// Where one person acts in two roles that 第七条 keeps apart, by the ids of a kept form.
pub fn clashes(it: &Application) -> Vec<(Field, Field, PersonId)> {
    pairs_of_one(it.applicant, it.department_head, it.leader, it.operator)
}

fn pairs_of_one(
    applicant: Option<PersonId>,
    head: Option<PersonId>,
    leader: Option<PersonId>,
    operator: Option<PersonId>,
) -> Vec<(Field, Field, PersonId)> {
    let pairs = [
        (Field::DepartmentHead, head, Field::Applicant, applicant),
        (Field::Leader, leader, Field::Applicant, applicant),
        (Field::Operator, operator, Field::Applicant, applicant),
        (Field::Operator, operator, Field::DepartmentHead, head),
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
    findings: Vec<Finding>,
}

impl Check<'_> {
    fn find(&mut self, article: u8, weight: Weight, field: Field, message: impl Into<String>) {
        self.findings.push(Finding { article: Article(article), weight, field, message: message.into() });
    }

    fn is_blank(&self, field: Field) -> bool {
        self.values.get(field).trim().is_empty()
    }

    fn texts(&mut self) {
        for (field, text) in self.values.fields() {
            if let Some(over) = over_limit(text, field.limit()) {
                self.find(10, Weight::Error, field, format!("{}{over}，请缩短", field.label()));
            }
        }
        for (field, text) in self.values.fields() {
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
        DAYS.map(|field| {
            let text = self.values.get(field);
            let day = Day::from_typed(text, self.today);
            if day.is_none() && !text.trim().is_empty() {
                self.find(10, Weight::Error, field, format!("「{}」不是有效的日期", text.trim()));
            }
            day
        })
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
        if let Some(applied) = days[0].filter(|applied| *applied > self.today) {
            let message = format!("申请日期{}晚于今天", applied.chinese());
            self.find(10, Weight::Warning, Field::AppliedOn, message);
        }
        let known: Vec<(Field, Day)> =
            DAYS.into_iter().zip(days).filter_map(|(field, day)| Some((field, day?))).collect();
        for pair in known.windows(2) {
            let [(first, earlier), (second, later)] = pair else { continue };
            if later < earlier {
                let (first, earlier, later) = (first.label(), earlier.chinese(), later.chinese());
                self.find(10, Weight::Error, *second, format!("{}{later}早于{first}{earlier}", second.label()));
            }
        }
    }

    /// 第七条: those who apply, approve and carry out are different people, by id and never by bare name.
    fn separate_people(&mut self) {
        let applicant = self.applicant();
        let signer = |field| self.register.person_named(self.values.get(field)).found();
        let (head, leader, operator) = (signer(Field::DepartmentHead), signer(Field::Leader), signer(Field::Operator));
        for (field, other_field, person) in pairs_of_one(applicant, head, leader, operator) {
            let name = self.register.person_name(person);
            let message = format!("{}和{}都是{name}，应由不同人员负责", field.label(), other_field.label());
            self.find(7, Weight::Error, field, message);
        }
        if let Some(person) = head.filter(|_| head == leader) {
            let name = self.register.person_name(person);
            self.find(7, Weight::Warning, Field::Leader, format!("分管领导和科室负责人都是{name}"));
        }
    }

    fn applicant(&mut self) -> Option<PersonId> {
        if self.is_blank(Field::Applicant) {
            return None;
        }
        match self.register.applicant_of(self.values) {
            Lookup::Found(id) => {
                let person = self.register.get::<Person>(id)?;
                // A form of the time before stays good.
                let applied = Day::from_typed(self.values.get(Field::AppliedOn), self.today);
                let had_left = match (person.left_on, applied) {
                    (Some(left), Some(applied)) => left < applied,
                    _ => true,
                };
                if person.status == PersonStatus::Left && had_left {
                    let message =
                        format!("{}已离职，不能作申请人；请由经办人申请，并把{}填为使用人", person.name, person.name);
                    self.find(14, Weight::Error, Field::Applicant, message);
                }
                let (department, _) =
                    self.register.split_department_and_post(self.values.get(Field::DepartmentAndPost));
                let known = self.register.department_name(Some(person.department));
                if !department.is_empty() && self.register.department_named(&department) != Some(person.department) {
                    let message = format!("{}在册于{known}；按所填科室保存，将另立一人", person.name);
                    self.find(6, Weight::Warning, Field::DepartmentAndPost, message);
                    return None;
                }
                Some(id)
            }
            Lookup::Ambiguous(names) => {
                let message = format!("有{}位同名人员，请写明是哪一位：{}", names.len(), names.join("、"));
                self.find(12, Weight::Error, Field::Applicant, message);
                None
            }
            Lookup::Unknown => None,
        }
    }

    /// What is not known yet and will be taken into the register with the form (第十五条).
    fn newcomers(&mut self) {
        let system = self.values.get(Field::System).trim();
        if !system.is_empty() && self.register.system_named(system).is_none() {
            self.find(15, Weight::Information, Field::System, format!("新的系统「{system}」，保存时登记"));
        }
        let (department, _) = self.register.split_department_and_post(self.values.get(Field::DepartmentAndPost));
        if !department.is_empty() && self.register.department_named(&department).is_none() {
            let message = format!("新的科室「{department}」，保存时登记");
            self.find(15, Weight::Information, Field::DepartmentAndPost, message);
        }
        let applicant = self.values.get(Field::Applicant).trim();
        if !applicant.is_empty() && self.register.applicant_of(self.values) == Lookup::Unknown {
            self.find(15, Weight::Information, Field::Applicant, format!("新的人员「{applicant}」，保存时登记"));
        }
    }

    /// 第十条: 新增 has no live duplicate; 变更 and 注销 have a target; 启用 only from 已禁用.
    fn target(&mut self) {
        let Some(action) = Action::from_label(self.values.get(Field::Action)) else { return };
        if action == Action::Close && self.is_blank(Field::Disposal) {
            self.find(10, Weight::Error, Field::Action, "请在右侧选择注销方式：禁用或删除");
        }
        let account = self.values.get(Field::Account).trim();
        if account.is_empty() {
            if action != Action::Create {
                self.find(
                    10,
                    Weight::Error,
                    Field::Description,
                    format!("{}要写明账号名，请在右侧填写", action.label()),
                );
            }
            return;
        }
        let system = self.values.get(Field::System).trim();
        let Some(known) = self.register.system_named(system) else {
            if action != Action::Create && !system.is_empty() {
                let message = format!("{system}还没有登记，其中没有可以{}的账号", action.label());
                self.find(10, Weight::Error, Field::System, message);
            }
            return;
        };
        let folded = fold_account(account);
        let same = self.register.accounts.values().filter(|a| a.system == known && fold_account(&a.account) == folded);
        let statuses: Vec<AccountStatus> = same.map(|account| account.status).collect();
        let has = |status| statuses.contains(&status);
        let message = match action {
            Action::Create if has(AccountStatus::Active) => format!("{system}中已有在用账号{account}，不能重复新增"),
            Action::Create if has(AccountStatus::Disabled) => format!("{system}中账号{account}已禁用，请改为申请启用"),
            Action::Modify | Action::Close | Action::Enable if statuses.is_empty() => {
                format!("{system}中没有账号{account}，不能{}", action.label())
            }
            Action::Modify | Action::Close if !has(AccountStatus::Active) && !has(AccountStatus::Disabled) => {
                format!("{system}中账号{account}已删除，不能{}", action.label())
            }
            Action::Enable if !has(AccountStatus::Disabled) => format!("账号{account}不是已禁用状态，不能启用"),
            _ => return,
        };
        self.find(10, Weight::Error, Field::Description, message);
    }
}

/// The days of a form in the order that they must keep: 申请 ≤ 审核 ≤ 批准 ≤ 处理.
const DAYS: [Field; 4] = [Field::AppliedOn, Field::ReviewedOn, Field::ApprovedOn, Field::HandledOn];
