//! The people of one application: who applies, who signs (第七条, 第八条, 第十一条), who leaves and who has the account (第十四条,
//! 第二十二条).

use super::{Check, Named, pairs_of_one, told_clash};
use crate::model::*;
use crate::rules::article::Weight;
use crate::rules::sight::{gone_by, left, status_on};
use crate::rules::target::{closes_for_another, opened_since, user_after};

impl Check<'_> {
    /// 第七条: those who apply, approve and carry out are different people, by id and never by bare name.
    pub(super) fn separate_people(&mut self) {
        let applicant = self.applicant();
        let Named { department_head: head, system_head, leader, operator, .. } = self.named;
        for clash in pairs_of_one(applicant, [head, system_head], leader, operator) {
            self.find(7, Weight::Error, clash.0, told_clash(clash, self.register));
        }
        if let Some(person) = head.filter(|_| head == leader) {
            let name = self.register.person_name(person);
            self.find(7, Weight::Warning, Field::Leader, format!("分管领导和科室负责人都是{name}"));
        }
    }

    /// 第八条, 第十一条: the registered 科室负责人 and 分管领导 of the applicant's department sign, where they are registered and do
    /// not apply themselves (第七条), and nobody signs who had left by then.
    pub(super) fn signers(&mut self, [_, reviewed, approved, handled]: [Option<Day>; 4]) {
        let Named { department_head, system_head, leader, operator, department, .. } = self.named;
        let applicant = self.named.applicant.clone().found();
        let clashes = pairs_of_one(applicant, [department_head, system_head], leader, operator);
        let department = department.and_then(|id| self.register.get::<Department>(id));
        let [head, lead] = [department.and_then(|it| it.head), department.and_then(|it| it.leader)];
        for (article, field, signer, registered) in
            [(11, Field::DepartmentHead, department_head, head), (8, Field::Leader, leader, lead)]
        {
            // What 第七条 has against a signature is told there.
            let is_told = clashes.iter().any(|(one, other, _)| [*one, *other].contains(&field));
            let other = registered.filter(|it| !is_told && signer != Some(*it) && applicant != Some(*it));
            if let Some((signer, registered)) = signer.zip(other) {
                let [signer, registered] = [signer, registered].map(|id| self.register.person_name(id));
                let message = format!("{}登记的是{registered}，签字的是{signer}，请核对", field.label());
                self.find(article, Weight::Warning, field, message);
            }
        }
        for (article, field, signer, on) in [
            (11, Field::DepartmentHead, department_head, reviewed),
            (11, Field::SystemHead, system_head, reviewed),
            (8, Field::Leader, leader, approved),
            (8, Field::Operator, operator, handled),
        ] {
            let person = signer.and_then(|id| self.register.get::<Person>(id));
            let gone = person.zip(on).and_then(|(person, on)| Some((person, gone_by(person, on, self.today)?)));
            if let Some((person, gone)) = gone {
                let message = format!("{}{}{gone}，请核对签字人和日期", field.label(), person.name);
                self.find(article, Weight::Warning, field, message);
            }
        }
    }

    /// 第十条, 第二十二条: a 注销 closes the account of whom it names, and not that of who has it since.
    pub(super) fn closes_no_others(&mut self) {
        let handled = Day::from_typed(self.values.get(Field::HandledOn), self.today);
        let Some(account) = self.account().filter(|account| !opened_since(account, handled)) else { return };
        let applied = Day::from_typed(self.values.get(Field::AppliedOn), self.today);
        let Some(other) = closes_for_another(self.register, account, self.named.holder, applied) else { return };
        let message = format!("{other}，不能按这张表注销；请核对，不该再注销的请作废这张表");
        self.find(10, Weight::Error, Field::Holder, message);
    }

    fn applicant(&mut self) -> Option<PersonId> {
        if self.is_blank(Field::Applicant) {
            return None;
        }
        match self.named.applicant.clone() {
            Lookup::Found(id) => {
                let person = self.register.get::<Person>(id)?;
                // A form of the time before stays good.
                let applied = Day::from_typed(self.values.get(Field::AppliedOn), self.today);
                let had_left = match (person.left_on, applied) {
                    (Some(left), Some(applied)) => left < applied,
                    _ => true,
                };
                if left(person, self.today).is_some() && had_left {
                    let (name, how) = (&person.name, status_on(person, self.today).label());
                    let message = format!("{name}已{how}，不能作申请人；请由经办人申请，并把{name}填为使用人");
                    self.find(14, Weight::Error, Field::Applicant, message);
                }
                let known = self.register.department_name(Some(person.department));
                // A kept form tells the department as it stood when the paper was made.
                if self.tells_department() && self.named.department != Some(person.department) {
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

    /// 第十四条: nobody who no longer works here is given an account, nor keeps one that is changed or enabled again, whenever
    /// it was applied for; what was carried out by the last day stays good.
    pub(super) fn serves_no_leaver(&mut self) {
        let Some(action) = Action::from_label(self.values.get(Field::Action)).filter(|it| *it != Action::Close) else {
            return;
        };
        if self.findings.iter().any(|it| it.article.0 == 14) {
            return;
        }
        let Named { holder, applicant, .. } = &self.named;
        let is_named = !self.is_blank(Field::Holder);
        let user = match holder {
            // Somebody new, or one of several.
            None if is_named => None,
            holder => user_after(action, *holder, applicant.clone().found(), self.account()),
        };
        let Some(person) = user.and_then(|user| self.register.get::<Person>(user)) else { return };
        let Some(since) = left(person, self.today) else { return };
        let handled = Day::from_typed(self.values.get(Field::HandledOn), self.today);
        let is_late = match handled {
            // Long since done: what is not known to be late is not held against it.
            Some(handled) if self.named.kept => since.is_some_and(|left| left < handled),
            _ => since.zip(handled).is_none_or(|(left, handled)| left <= handled),
        };
        if !is_late {
            return;
        }
        let (name, label) = (&person.name, action.label());
        // Whom the account has already, nobody hands it to.
        let has_it =
            action != Action::Create && self.account().is_some_and(|account| account.holder == Some(person.id));
        let given = || format!("{name}已不在岗，不能开通或启用账号");
        let (field, message) = match (is_named, action) {
            (true, Action::Create | Action::Enable) if !has_it => (Field::Holder, given()),
            (false, Action::Create) => (Field::Applicant, given()),
            (true, _) if !has_it => (Field::Holder, format!("{name}已不在岗，不能接用账号")),
            _ => {
                let message = format!("账号的使用人{name}已不在岗，不能{label}；交给他人使用的，请填写使用人");
                (Field::Holder, message)
            }
        };
        self.find(14, Weight::Error, field, message);
    }
}
