//! What is asked for, drawn by chance.

use taizhang::papers::PaperKey;

use super::super::support::good_form;
use super::*;

/// What a text of a form or a record may be.
const TEXTS: &[&str] = &[
    "",
    "张伟",
    "秦天天",
    "郝新人",
    "政务服务科",
    "政务服务科 科员",
    "新的科室",
    "一体化政务服务平台",
    "工程建设管理平台",
    "自己的系统",
    "用户账号",
    "管理账号",
    "新增",
    "变更",
    "注销",
    "启用",
    "禁用",
    "删除",
    "2026年11月24日",
    "今天",
    "2026-2-30",
    "是",
    "否",
    "在岗",
    "离职",
    "超级管理员",
    "系统管理员",
    "zhengxd",
    "=1+1",
    "0356-2000011",
    "口令：Abc12345",
    "密码更新周期为90天",
    "王芳（政务服务科）",
    "SQ-2026-0001",
    "受理",
    "临时",
    "正式",
];

impl Work {
    fn text(&mut self) -> String {
        match self.chance.below(14) {
            2 => self.name(),
            3 => self.some_day().chinese(),
            0 => odd_text(&mut self.chance).chars().take(80).collect(),
            1 => "长".repeat(self.chance.below(700)),
            _ => (*self.chance.pick(TEXTS)).to_owned(),
        }
    }

    fn some_day(&mut self) -> Day {
        self.today.plus(self.chance.below(900) as i64 - 600).unwrap()
    }

    fn some<T: Copy>(&mut self, ids: impl Fn(&Register) -> Vec<T>) -> Option<T> {
        let ids = ids(self.register());
        (!ids.is_empty()).then(|| *self.chance.pick(&ids))
    }

    fn application(&mut self) -> Option<ApplicationId> {
        self.some(|register| register.applications.keys().copied().collect())
    }

    /// One in this state, mostly; else any.
    fn application_in(&mut self, state: ApplicationState) -> Option<ApplicationId> {
        let fits = |register: &Register| {
            register.applications.values().filter(|it| it.state == state).map(|it| it.id).collect::<Vec<_>>()
        };
        if self.chance.below(5) == 0 { self.application() } else { self.some(fits).or_else(|| self.application()) }
    }

    /// What would stand in a field, mostly; else any text.
    fn text_for(&mut self, field: Field) -> String {
        if self.chance.below(5) == 0 {
            return self.text();
        }
        let department = self.department();
        match field {
            Field::System => {
                let system = self.system();
                self.register().system_name(system).to_owned()
            }
            Field::Department => self.register().department_name(department).to_owned(),
            Field::Holder => self.name(),
            Field::Account => {
                let account = self.some(|register| register.accounts.keys().copied().collect::<Vec<AccountId>>());
                let account = account.and_then(|id| self.register().get::<Account>(id));
                account.map_or_else(|| "newone".into(), |it| it.account.clone())
            }
            Field::AccountType => "用户账号".into(),
            Field::Disposal => "禁用".into(),
            _ => "受理".into(),
        }
    }

    fn cleanup(&mut self) -> Option<CleanupId> {
        self.some(|register| register.cleanups.keys().copied().collect())
    }

    fn department(&mut self) -> Option<DepartmentId> {
        self.some(|register| register.departments.keys().copied().collect())
    }

    fn person(&mut self) -> Option<PersonId> {
        self.some(|register| register.people.keys().copied().collect())
    }

    fn system(&mut self) -> Option<SystemId> {
        self.some(|register| register.systems.keys().copied().collect())
    }

    fn name(&mut self) -> String {
        let person = self.person();
        person.map_or_else(String::new, |id| self.register().person_name(id))
    }

    fn kind(&mut self) -> (Kind, Option<i64>) {
        let kind = *self.chance.pick(&Kind::ALL);
        let numbers = |register: &Register| match kind {
            Kind::Departments => register.departments.keys().map(|id| id.0).collect(),
            Kind::People => register.people.keys().map(|id| id.0).collect(),
            Kind::Systems => register.systems.keys().map(|id| id.0).collect(),
            Kind::Accounts => register.accounts.keys().map(|id| id.0).collect::<Vec<i64>>(),
        };
        (kind, self.some(numbers))
    }

    /// A form as somebody might leave it.
    fn form(&mut self) -> Values {
        let mut values = if self.chance.below(3) == 0 { Values::default() } else { good_form() };
        let fields = [
            Field::Kind,
            Field::Action,
            Field::AccountNote,
            Field::Applicant,
            Field::DepartmentAndPost,
            Field::AppliedOn,
            Field::Contact,
            Field::System,
            Field::Description,
            Field::Account,
            Field::Holder,
            Field::Disposal,
            Field::Category,
            Field::Permissions,
            Field::Nature,
            Field::ExpiresOn,
        ];
        for _ in 0..self.chance.below(5) {
            let text = self.text();
            values.set(*self.chance.pick(&fields), text);
        }
        values
    }

    fn rows(&mut self, fields: &[Field]) -> Values {
        let mut values = Values::default();
        for row in 0..self.chance.below(4) {
            for field in fields {
                let text = self.text_for(*field);
                values.set_in_row(row, *field, text);
            }
        }
        values
    }

    /// One errand, whichever comes; nothing where there is nothing to do it on.
    pub(super) fn any(&mut self) -> Option<()> {
        match self.chance.below(36) {
            roll @ (0..=6 | 33..=35) => self.on_an_application(roll),
            roll @ 7..=12 => self.on_a_record(roll),
            roll @ 13..=20 => self.on_a_list(roll),
            roll @ 21..=27 => self.on_people(roll),
            roll => self.on_the_rest(roll),
        }
    }

    /// An errand on an application.
    fn on_an_application(&mut self, roll: usize) -> Option<()> {
        match roll {
            0..=2 => {
                let (form, existing) = (self.form(), self.application().filter(|id| id.0 % 2 == 0));
                self.errand("file application", |office, today| office.file_application(&form, existing, None, today));
            }
            3 | 33 => {
                let id = self.application_in(ApplicationState::Draft)?;
                self.errand("print application", |office, today| office.print_applications(&[id], today));
            }
            4 | 34 => {
                let (id, head, leader) = (self.application_in(ApplicationState::Printed)?, self.name(), self.name());
                let system_head = if self.chance.below(4) == 0 { self.name() } else { String::new() };
                let on = if self.chance.below(4) == 0 { self.some_day() } else { self.today };
                let signed = Signatures {
                    department_head: head,
                    system_head,
                    reviewed_on: Some(on),
                    leader,
                    approved_on: Some(self.today),
                };
                self.errand("sign application", |office, today| office.sign_application(id, &signed, today));
            }
            5 | 35 => {
                let id = self.application_in(ApplicationState::Signed)?;
                let (operator, account, outcome) =
                    (self.name(), self.text_for(Field::Account), self.text_for(Field::Outcome));
                let reason = if self.chance.below(2) == 0 { "领导要求先办".into() } else { String::new() };
                let handling = Handling { operator, handled_on: Some(self.today), outcome, account, reason };
                self.errand("complete application", |office, today| office.complete_application(id, &handling, today));
            }
            _ => {
                let (id, reason) = (self.application()?, self.text());
                self.errand("void application", |office, today| office.void_application(id, &reason, today));
            }
        }
        Some(())
    }

    /// An errand on a record of a register.
    fn on_a_record(&mut self, roll: usize) -> Option<()> {
        match roll {
            7..=10 => {
                let (kind, number) = self.kind();
                let record = number.filter(|_| self.chance.below(3) > 0);
                let kept = record.and_then(|number| kind.record(number, self.register()));
                let register = self.register();
                let mut texts = kept.map_or_else(|| kind.blank(), |kept| schema::texts(&kept, register));
                for _ in 0..=self.chance.below(3) {
                    let at = self.chance.below(texts.len());
                    texts[at] = self.text();
                }
                let reason = self.text();
                self.errand("save record", |office, today| {
                    office.save_record_because(kind, record, &texts, &reason, today)
                });
            }
            11 => {
                let ((kind, number), reason) = (self.kind(), self.text());
                let number = number?;
                self.errand("void record", |office, today| office.void_record(kind, number, &reason, today));
            }
            _ => {
                let (kind, number) = self.kind();
                let number = number?;
                self.errand("restore record", |office, today| office.restore_record(kind, number, today));
            }
        }
        Some(())
    }

    /// An errand on 附件1, 附件3 or a filing.
    fn on_a_list(&mut self, roll: usize) -> Option<()> {
        match roll {
            13 => {
                let id = self.department()?;
                self.errand("fill matrix", |office, today| office.fill_matrix(id, today));
            }
            14 => {
                let id = self.department()?;
                let fields = [Field::System, Field::Category, Field::Post, Field::Holder, Field::Note, Field::Account];
                let rows = self.rows(&fields);
                self.errand("save matrix", |office, today| office.save_matrix(id, &rows, None, today));
            }
            15 => {
                let (id, leader) = (self.department()?, self.name());
                let on = if self.chance.below(4) == 0 { self.some_day() } else { self.today };
                if self.chance.below(2) == 0 {
                    self.errand("print matrix", |office, today| office.note_printed(&[PaperKey::Matrix(id)], today));
                } else {
                    self.errand("sign matrix", |office, today| office.sign_matrix(id, on, &leader, today));
                }
            }
            16 => {
                let accounts: Vec<AccountId> = self.register().accounts.keys().copied().collect();
                let chosen: Vec<AccountId> = accounts.into_iter().filter(|_| self.chance.below(3) == 0).collect();
                let treatment = *self.chance.pick(Treatment::ALL);
                self.errand("make cleanup", |office, today| office.make_cleanup(&chosen, treatment, today));
            }
            17 => {
                let fields = [
                    Field::System,
                    Field::Department,
                    Field::Holder,
                    Field::Account,
                    Field::AccountType,
                    Field::Disposal,
                ];
                let (rows, existing) = (self.rows(&fields), self.cleanup().filter(|id| id.0 % 2 == 0));
                self.errand("save cleanup", |office, today| office.save_cleanup(existing, &rows, None, today));
            }
            18 => {
                let id = self.cleanup()?;
                match self.chance.below(3) {
                    0 => self
                        .errand("print cleanup", |office, today| office.note_printed(&[PaperKey::Cleanup(id)], today)),
                    1 => self.errand("handle cleanup", |office, today| office.handle_cleanup(id, today, today)),
                    _ => {
                        let reason = self.text();
                        self.errand("void cleanup", |office, today| office.void_cleanup(id, &reason, today));
                    }
                }
            }
            19 => {
                let (department, signed_by, on) = (self.department()?, self.name(), self.some_day());
                let kind = *self.chance.pick(FilingKind::ALL);
                let period = Quarter::of(on);
                // Some are stopped for want of a reason, most are not.
                let reason = if self.chance.below(4) == 0 { String::new() } else { self.text() };
                let told = FilingRequest { department, kind, period, signed_on: Some(on), signed_by, reason };
                self.errand("file", |office, today| office.file_table(&told, today));
            }
            _ => {
                let id = self.some(|register| register.filings.keys().copied().collect::<Vec<FilingId>>())?;
                let reason = self.text();
                self.errand("void filing", |office, today| office.void_filing(id, &reason, today));
            }
        }
        Some(())
    }

    /// An errand on who comes, goes and is inspected.
    fn on_people(&mut self, roll: usize) -> Option<()> {
        match roll {
            21 => {
                let (person, by, left_on) = (self.person()?, self.person(), self.some_day());
                let handed_over_on = Some(left_on).filter(|_| self.chance.below(2) == 0);
                let disposal = *self.chance.pick(Disposal::ALL);
                let successors = BTreeMap::new();
                let leaving = Leaving { person, left_on, handed_over_on, by, disposal, successors };
                self.errand("leave", |office, today| office.staff_leaves(&leaving, today));
                let notice = self.some(|register| register.notices.keys().copied().collect::<Vec<NoticeId>>());
                if let Some(id) = notice.filter(|_| self.chance.below(4) == 0) {
                    let reason = self.text();
                    self.errand("void notice", |office, today| office.void_notice(id, &reason, today));
                }
            }
            22 => {
                let (person, department, post, on) = (self.person()?, self.department()?, self.text(), self.some_day());
                let chosen = propose(self.register(), person, department, &post, self.today);
                let placing = Placing { person, department, post, on };
                self.errand("place", |office, today| office.place_person(&placing, &chosen, today));
            }
            23 => {
                let (system, on) = (self.system()?, self.some_day());
                self.errand("accept", |office, today| office.accept_system(system, on, today));
            }
            24 => {
                let system = self.system()?;
                self.errand("inspect", |office, today| office.begin_inspection(system, today));
            }
            25 => {
                let id = self.some(|register| register.inspections.keys().copied().collect::<Vec<InspectionId>>())?;
                let rows: Vec<AccountId> =
                    self.register().rows_of_inspection(id).into_iter().map(|row| row.account).collect();
                let note = self.text();
                let answer = |account| (account, *self.chance.pick(Judgement::ALL), note.clone());
                let answers: Vec<_> = rows.into_iter().map(answer).collect();
                self.errand("judge", |office, today| office.judge_accounts(id, &answers, today));
                if self.chance.below(2) == 0 {
                    self.errand("finish inspection", |office, today| office.finish_inspection(id, today));
                }
                if self.chance.below(4) == 0 {
                    let reason = self.text();
                    self.errand("void inspection", |office, today| office.void_inspection(id, &reason, today));
                }
            }
            26 => {
                let population = Population {
                    system: self.system().filter(|id| id.0 % 2 == 0),
                    department: self.department().filter(|id| id.0 % 3 == 0),
                };
                let (size, seed) = (self.chance.below(6), self.chance.next() as i64);
                self.errand("draw sample", |office, today| office.draw_sample(population, size, seed, today));
            }
            _ => {
                let id = self.some(|register| register.samples.keys().copied().collect::<Vec<SampleId>>())?;
                let rows: Vec<AccountId> =
                    self.register().rows_of_sample(id).into_iter().map(|row| row.account).collect();
                let note = self.text();
                let result = |account| (account, *self.chance.pick(SampleResult::ALL), note.clone());
                let results: Vec<_> = rows.into_iter().map(result).collect();
                self.errand("enter results", |office, today| office.enter_sample_results(id, &results, today));
                if self.chance.below(4) == 0 {
                    let reason = self.text();
                    self.errand("void sample", |office, today| office.void_sample(id, &reason, today));
                }
            }
        }
        Some(())
    }

    /// An errand on waivers, settings, scans and drafts.
    fn on_the_rest(&mut self, roll: usize) -> Option<()> {
        match roll {
            28 => {
                let found = check(self.register(), self.today);
                let reason = self.text();
                let (article, subject) = if found.is_empty() {
                    (Article(1 + self.chance.below(30) as u8), Subject::Person(PersonId(1)))
                } else {
                    let matter = self.chance.pick(&found);
                    (matter.article(), matter.subject)
                };
                self.errand("waive", |office, today| office.waive(article, subject, &reason, today));
            }
            29 => {
                let id = self.some(|register| register.waivers.keys().copied().collect::<Vec<WaiverId>>())?;
                let reason = self.text();
                self.errand("withdraw", |office, today| office.withdraw_waiver(id, &reason, today));
            }
            30 => {
                let (key, value) = (*self.chance.pick(SettingKey::ALL), self.chance.below(120) as i64 - 5);
                let source = self.text();
                self.errand("setting", |office, today| office.save_setting(key, value, &source, today));
            }
            31 => {
                let papers: Vec<String> = self
                    .register()
                    .applications
                    .values()
                    .map(|it| it.number.clone())
                    .chain(["政务服务科".into()])
                    .collect();
                let (paper, name) = (self.chance.pick(&papers).clone(), self.text());
                let picture = image::RgbImage::from_pixel(4, 4, image::Rgb([self.chance.below(4) as u8; 3]));
                let mut bytes = std::io::Cursor::new(Vec::new());
                picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
                let scan = Scan::of(name, bytes.into_inner()).unwrap();
                self.errand("attach", |office, today| office.attach(&paper, &scan, today));
            }
            32 => {
                let id = self.some(|register| register.attachments.keys().copied().collect::<Vec<AttachmentId>>())?;
                let reason = self.text();
                self.errand("void scan", |office, today| office.void_attachment(id, &reason, today));
            }
            _ => {
                let form = self.form();
                self.office.as_mut().unwrap().keep_draft(None, Drafted::Application(None), &form).unwrap();
                self.counts.entry("keep draft").or_default().0 += 1;
            }
        }
        Some(())
    }
}
