//! A record of the registers, as the clerk enters it: texts in the order of [`Kind::attributes`].

use std::cell::Cell;

use super::Office;
use super::intake::{no_day, not_offered, take};
use super::matrix::redraw_where;
use super::names::{Names, ambiguous};
use super::post::note_change;
use super::renamed::follow_name;
use super::waiver::follow_person;
use crate::error::{Error, Result};
use crate::model::schema::{Attribute, Entry, Kind};
use crate::model::*;
use crate::store::{Errand, Tx};

impl Office {
    /// Saves a record, new or changed; returns its number. Departments and systems that it names and the
    /// register lacks are made with it; people are not: of a person the department must be known.
    pub fn save_record(&mut self, kind: Kind, number: Option<i64>, texts: &[String], today: Day) -> Result<i64> {
        self.save_record_because(kind, number, texts, "", today)
    }

    /// The same with the reason: neither the status nor the 使用人 of an account that is known is changed by hand without one
    /// (第十条).
    pub fn save_record_because(
        &mut self,
        kind: Kind,
        number: Option<i64>,
        texts: &[String],
        reason: &str,
        today: Day,
    ) -> Result<i64> {
        let reason = take("改动的依据", reason, text::NOTE_LIMIT, false)?;
        let op = match kind {
            Kind::Departments => Op::SaveDepartment,
            Kind::People => Op::SavePerson,
            Kind::Systems => Op::SaveSystem,
            Kind::Accounts => Op::SaveAccount,
        };
        self.transact(&Errand::new(op, today).because(&reason), |register, tx| {
            let mut told = Told::new(kind, texts.to_vec(), Names::of(register), today);
            refuse_void(kind, number, register)?;
            told.refuse_twin(number, register)?;
            let saved = told.put(number, register, tx)?;
            told.refuse_unfounded(number, &reason, register).map(|()| saved)
        })
    }
}

/// What is void does not change, until it is taken back.
pub(super) fn refuse_void(kind: Kind, number: Option<i64>, register: &Register) -> Result<()> {
    let record = number.and_then(|number| kind.record(number, register));
    match record.as_ref().and_then(Record::void_reason) {
        Some(reason) => {
            Err(Error::bad_input(format!("这条{}记录已作废：{reason}", kind.term()))
                .advise("如作废有误，请先恢复，再修改"))
        }
        None => Ok(()),
    }
}

/// What a cell of 是 or 否 says, as tables write it; nothing where it says neither.
pub(super) fn flag_told(label: &str, text: &str) -> Option<bool> {
    match text {
        "是" | "√" | "✓" | "✔" | "☑" | "Y" | "y" | "YES" | "yes" | "1" | "有" | "TRUE" | "true" => Some(true),
        "" | "否" | "×" | "✗" | "□" | "N" | "n" | "NO" | "no" | "0" | "无" | "FALSE" | "false" => Some(false),
        _ if label == text => Some(true),
        _ if format!("非{label}") == text => Some(false),
        _ => None,
    }
}

/// The texts of one record.
pub(super) struct Told {
    kind: Kind,
    pub(super) attributes: &'static [Attribute],
    pub(super) texts: Vec<String>,
    pub(super) names: Names,
    today: Day,
    /// The department of a holder who is new, where the row itself names none; it is made with the first who needs it.
    pub(super) home: Option<String>,
    /// The holder of the account that was read last.
    pub(super) holder: Option<PersonId>,
    /// The attribute that was read last: where a refusal belongs.
    pub(super) reading: Cell<&'static str>,
}

impl Told {
    pub(super) fn new(kind: Kind, texts: Vec<String>, names: Names, today: Day) -> Self {
        let attributes = TableKind::Register(kind).attributes();
        Self { kind, attributes, texts, names, today, home: None, holder: None, reading: Cell::new("") }
    }

    /// Writes the record; returns its number.
    pub(super) fn put(&mut self, number: Option<i64>, register: &Register, tx: &mut Tx) -> Result<i64> {
        match self.kind {
            Kind::Departments => {
                let it = self.department(number, tx)?;
                self.names.refuse_second_center(&it)?;
                if register.get::<Department>(it.id).is_some_and(|before| before.name != it.name) {
                    redraw_where(|row| row.department == it.id, register, self.today, tx)?;
                }
                self.names.know_department(&it);
                let id = it.id;
                tx.put(it).map(|()| id.0)
            }
            Kind::People => {
                let it = self.person(number, tx)?;
                if let Some(before) = register.get::<Person>(it.id) {
                    note_change(before, &it, self.today, tx)?;
                    if before.name != it.name {
                        redraw_where(|row| row.holder == Some(it.id), register, self.today, tx)?;
                        follow_person(&before.name, &it.name, register, tx)?;
                    }
                }
                self.names.know_person(&it);
                let id = it.id;
                tx.put(it).map(|()| id.0)
            }
            Kind::Systems => {
                let it = self.system(number, tx)?;
                if register.get::<InfoSystem>(it.id).is_some_and(|before| before.name != it.name) {
                    redraw_where(|row| row.system == it.id, register, self.today, tx)?;
                }
                self.names.know_system(&it);
                let id = it.id;
                tx.put(it).map(|()| id.0)
            }
            Kind::Accounts => {
                let it = self.account(number, tx)?;
                if let Some(before) = register.get::<Account>(it.id) {
                    follow_name(before, &it, register, tx)?;
                }
                let id = it.id;
                tx.put(it).map(|()| id.0)
            }
        }
    }

    /// What tells a record of this kind from the others: one key, one record. Refuses one without what it needs.
    pub(super) fn key(&self) -> Result<String> {
        for attribute in self.attributes.iter().filter(|attribute| attribute.required) {
            self.text(attribute.label)?;
        }
        Ok(self.names.key_of(self.kind, &self.texts))
    }

    /// Refuses a record whose key another has.
    fn refuse_twin(&self, number: Option<i64>, register: &Register) -> Result<()> {
        let (department, system) = (self.text("科室")?, self.text("系统")?);
        let (department, system) = (self.names.department(&department), self.names.system(&system));
        let (name, twin) = match self.kind {
            Kind::Departments => {
                let name = self.text("名称")?;
                let twin = register.departments.values().find(|it| it.name == name).map(|it| it.id.0);
                (name, twin)
            }
            Kind::People => {
                let name = self.text("姓名")?;
                let twin = department.and_then(|department| register.person_in(&name, department)).map(|id| id.0);
                (name, twin)
            }
            Kind::Systems => {
                let name = self.text("名称")?;
                let twin = register.systems.values().find(|it| it.name == name).map(|it| it.id.0);
                (name, twin)
            }
            Kind::Accounts => {
                let name = self.text("账号名")?;
                let same = |it: &&Account| Some(it.system) == system && it.account == name;
                let twin = register.accounts.values().find(same).map(|it| it.id.0);
                (name, twin)
            }
        };
        if twin.is_some_and(|twin| Some(twin) != number) {
            let what = format!("{}“{name}”已经登记过", self.kind.term());
            return Err(Error::bad_input(what).advise("没有保存。请修改原来的记录"));
        }
        Ok(())
    }

    /// Refuses another status of a known account, or another 使用人 than it had, where no reason tells what it rests on, a
    /// 附件2 (第十条) or something else, and where the reason names a paper that this office does not have. It was read before.
    fn refuse_unfounded(&self, number: Option<i64>, reason: &str, register: &Register) -> Result<()> {
        let account = number.filter(|_| self.kind == Kind::Accounts).map(AccountId);
        let Some(account) = account.and_then(|id| register.get::<Account>(id)) else { return Ok(()) };
        let status = self.choice("状态", AccountStatus::Active)?;
        let (what, was, is) = if status != account.status {
            ("状态", account.status.label().to_owned(), status.label().to_owned())
        } else if account.holder.is_some() && self.holder != account.holder {
            let name = |id: Option<PersonId>| id.map_or("空".to_owned(), |id| register.person_name(id));
            ("使用人", name(account.holder), name(self.holder))
        } else {
            return Ok(());
        };
        let strange = register.strange_numbers(reason);
        if !strange.is_empty() {
            return Err(Error::refused(format!("台账中没有编号为{}的表（第十条）", strange.join("、")))
                .advise("没有保存。请核对编号"));
        }
        if !reason.is_empty() {
            return Ok(());
        }
        let name = &account.account;
        Err(Error::refused(format!("账号{name}的{what}由{was}改为{is}，没有写明依据（第十条）"))
            .advise("没有保存。通常填一张申请表（附件2）办理；更正登记错误的，请写明申请表编号或原因"))
    }
}

impl Told {
    /// The attribute of this label and its text, as it is kept.
    fn text(&self, label: &str) -> Result<String> {
        let attributes = self.attributes;
        let Some(at) = attributes.iter().position(|attribute| attribute.label == label) else {
            return Ok(String::new());
        };
        let Attribute { entry, limit, required, label, .. } = attributes[at];
        self.reading.set(label);
        let text = self.texts.get(at).map_or("", String::as_str);
        let text = take(label, text, limit, entry == Entry::Long)?;
        if required && text.is_empty() {
            return Err(Error::bad_input(format!("请填写{label}")).advise("其他内容还在"));
        }
        Ok(text)
    }

    fn text_maybe(&self, label: &str) -> Result<Option<String>> {
        Ok(Some(self.text(label)?).filter(|text| !text.is_empty()))
    }

    /// 是 or 否, as tables write them. Anything else is asked about, not taken for 否.
    fn flag(&self, label: &str) -> Result<bool> {
        let text = self.text(label)?;
        flag_told(label, &text)
            .ok_or_else(|| Error::bad_input(format!("{label}“{text}”看不出是“是”还是“否”")).advise("请填“是”或“否”"))
    }

    /// The same where it may not be known yet.
    fn flag_maybe(&self, label: &str) -> Result<Option<bool>> {
        if self.text(label)?.is_empty() { Ok(None) } else { self.flag(label).map(Some) }
    }

    fn day(&self, label: &str) -> Result<Option<Day>> {
        let Some(text) = self.text_maybe(label)? else { return Ok(None) };
        let told = Day::from_typed(&text, self.today).or_else(|| Day::from_table(&text));
        told.map(Some).ok_or_else(|| no_day(label, &text))
    }

    fn choice<C: Choice>(&self, label: &str, otherwise: C) -> Result<C> {
        let Some(text) = self.text_maybe(label)? else { return Ok(otherwise) };
        C::from_label(&text).ok_or_else(|| not_offered(&format!("{label}“{text}”"), C::LABELS))
    }

    fn named_person(&self, label: &str) -> Result<Option<PersonId>> {
        let Some(text) = self.text_maybe(label)? else { return Ok(None) };
        match self.names.person(&text) {
            Lookup::Found(person) => self.names.usable(person, &text).map(Some),
            Lookup::Ambiguous(candidates) => Err(ambiguous(&text, &candidates)),
            Lookup::Unknown => Err(Error::bad_input(format!("{label}“{text}”不在人员中")).advise("请先在“人员”中登记")),
        }
    }

    fn named_department(&mut self, label: &str, tx: &mut Tx) -> Result<Option<DepartmentId>> {
        match self.text_maybe(label)? {
            Some(name) => self.names.department_or_new(&name, tx).map(Some),
            None => Ok(None),
        }
    }

    /// The holder of an account. A table of accounts may name people whom the register lacks: they are made in the
    /// department that the row names, or that the table is of. A name is never taken for somebody of another department.
    fn read_holder(&mut self, tx: &mut Tx) -> Result<Option<PersonId>> {
        let own = self.text_maybe("科室")?;
        let Some(text) = self.text_maybe("使用人")? else { return Ok(None) };
        let home = own.as_ref().or(self.home.as_ref());
        let known = home.and_then(|name| self.names.department(name));
        if let Some(person) = known.and_then(|home| self.names.person_in(&text, home)) {
            return self.names.usable(person, &text).map(Some);
        }
        match (self.names.person(&text), home, &own) {
            (Lookup::Found(person), _, None) => self.names.usable(person, &text).map(Some),
            (Lookup::Unknown, Some(home), _) => {
                let home = self.names.department_or_new(home, tx)?;
                self.names.person_or_new(&text, Some(home), ("", ""), tx).map(Some)
            }
            (Lookup::Found(_), _, Some(home)) => {
                Err(Error::bad_input(format!("使用人“{text}”登记在另一科室，表中写的是“{home}”"))
                    .advise("请核对；如是同名的另一人，请先在“人员”中登记"))
            }
            _ => self.named_person("使用人"),
        }
    }

    fn department(&self, number: Option<i64>, tx: &mut Tx) -> Result<Department> {
        Ok(Department {
            id: number.map_or_else(|| tx.new_id::<Department>(), |number| Ok(DepartmentId(number)))?,
            name: self.text("名称")?,
            short: self.text_maybe("简称")?,
            head: self.named_person("科室负责人")?,
            leader: self.named_person("分管领导")?,
            is_network_center: self.flag("网络技术中心")?,
            abolished_on: self.day("撤销日期")?,
            void_reason: None,
        })
    }

    fn person(&mut self, number: Option<i64>, tx: &mut Tx) -> Result<Person> {
        let name = self.text("姓名")?;
        let Some(department) = self.named_department("科室", tx)? else {
            return Err(Error::bad_input("请填写科室").advise("其他内容还在"));
        };
        let joined_on = self.day("入职日")?;
        let (left_on, handed_over_on) = (self.day("离职日")?, self.day("手续办结日")?);
        if let (Some(joined), Some(left)) = (joined_on, left_on)
            && left < joined
        {
            return Err(Error::bad_input(format!("离职日{}早于入职日{}", left.chinese(), joined.chinese()))
                .advise("请核对两个日期（第十四条）"));
        }
        if let (Some(left), Some(handed)) = (left_on, handed_over_on)
            && handed < left
        {
            return Err(Error::bad_input(format!("手续办结日{}早于离职日{}", handed.chinese(), left.chinese()))
                .advise("请核对两个日期（第十四条）"));
        }
        Ok(Person {
            id: number.map_or_else(|| tx.new_id::<Person>(), |number| Ok(PersonId(number)))?,
            name,
            department,
            post: self.text("岗位")?,
            phone: self.text("联系方式")?,
            status: self.choice("状态", PersonStatus::Serving)?,
            joined_on,
            left_on,
            handed_over_on,
            void_reason: None,
        })
    }

    fn system(&mut self, number: Option<i64>, tx: &mut Tx) -> Result<InfoSystem> {
        let aliases = self.text("别名")?;
        let aliases = aliases.split(['、', '，', ',', ';', '；']).map(str::trim).filter(|alias| !alias.is_empty());
        Ok(InfoSystem {
            aliases: aliases.map(|alias| take("别名", alias, text::SYSTEM_LIMIT, false)).collect::<Result<_>>()?,
            id: number.map_or_else(|| tx.new_id::<InfoSystem>(), |number| Ok(SystemId(number)))?,
            name: self.text("名称")?,
            lead_department: self.named_department("牵头科室", tx)?,
            self_built: self.flag_maybe("自建")?,
            private_network: self.flag("专网")?,
            upper_level: self.flag("上级系统")?,
            accepted_on: self.day("验收日期")?,
            super_admin: self.named_person("超级管理员")?,
            system_admin: self.named_person("系统管理员")?,
            retired_on: self.day("下线日期")?,
            void_reason: None,
        })
    }

    fn account(&mut self, number: Option<i64>, tx: &mut Tx) -> Result<Account> {
        let (account, system) = (self.text("账号名")?, self.text("系统")?);
        self.holder = None;
        Ok(Account {
            system: self.names.system_or_new(&system, tx)?,
            id: number.map_or_else(|| tx.new_id::<Account>(), |number| Ok(AccountId(number)))?,
            account,
            layer: self.choice("账号层面", Layer::Application)?,
            role: self.choice("角色", Role::User)?,
            category: self.text("账号类别")?,
            permissions: self.text("权限说明")?,
            holder: {
                self.holder = self.read_holder(tx)?;
                self.holder
            },
            opened_on: self.day("启用日")?,
            expires_on: self.day("到期日")?,
            nature: self.choice("性质", Nature::Regular)?,
            status: self.choice("状态", AccountStatus::Active)?,
            initial_password_changed_on: self.day("初始口令更改日")?,
            password_changed_on: self.day("最近改密日")?,
            basis: self.text("授权依据")?,
            reason: self.text("使用事由")?,
            void_reason: None,
        })
    }
}
