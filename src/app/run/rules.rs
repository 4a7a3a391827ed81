//! Runs the commands that the rules ask for: an override, a setting, a post, an acceptance, a leaving.

use std::path::{Path, PathBuf};

use super::super::browse::PathField;
use super::super::command::{Command, PaperKey};
use super::super::dialog::Dialog;
use super::super::initial_dialog::InitialDialog;
use super::super::leaving_dialog::LeavingDialog;
use super::super::placing_dialog::PlacingDialog;
use super::super::reason_dialog::Reasoned;
use super::super::workspace::Workspace;
use crate::error::{Error, Result};
use crate::model::*;
use crate::ops::{Left, Office, Placing};
use crate::papers::leaving::LeavingPapers;
use crate::rules::leaving::{Leaving, on_their_way, plan};
use crate::rules::post::Proposal;
use crate::rules::system::system_accounts;
use crate::rules::{Article, Telling, left};
use crate::store::Drafted;

impl Workspace {
    /// Asks for the reason to override what is found of a subject.
    pub(super) fn ask_waive(&mut self, article: Article, subject: Subject) {
        let today = self.today();
        self.office.judge(today);
        let telling = Telling::of(self.office.register(), today);
        let findings = self.office.to_waive(article, subject).into_iter().map(|it| telling.line(it)).collect();
        self.ask_reason(Reasoned::Waive(article, subject), findings);
    }

    /// Overrides it.
    pub(super) fn waive(&mut self, article: Article, subject: Subject, reason: &str) -> Result<()> {
        self.office.waive(article, subject, reason, self.today())?;
        self.dialog = None;
        self.toasts.undoable("已记为例外办理");
        Ok(())
    }

    /// Asks for the reason to withdraw an override.
    pub(super) fn ask_withdraw(&mut self, waiver: WaiverId) {
        self.ask_reason(Reasoned::Withdraw(waiver), Vec::new());
    }

    /// Withdraws it.
    pub(super) fn withdraw(&mut self, waiver: WaiverId, reason: &str) -> Result<()> {
        self.office.withdraw_waiver(waiver, reason, self.today())?;
        self.dialog = None;
        self.toasts.undoable("已撤回例外办理");
        Ok(())
    }

    /// Changes a setting; with what it rests on.
    pub(super) fn save_setting(&mut self, key: SettingKey, value: i64, source: &str) -> Result<()> {
        self.office.save_setting(key, value, source, self.today())?;
        self.toasts.undoable(&format!("已保存{}", key.label()));
        Ok(())
    }

    /// Tells who works under which login name.
    pub(super) fn save_clerks(&mut self, clerks: &Clerks) -> Result<()> {
        self.office.save_clerks(clerks, self.today())?;
        self.toasts.undoable("已保存经手姓名");
        Ok(())
    }

    /// Asks on which day the first password of these accounts was changed.
    pub(super) fn ask_initial_passwords(&mut self, accounts: &[AccountId]) {
        match InitialDialog::new(self.office.register(), accounts, self.today()) {
            Some(dialog) => self.dialog = Some(Dialog::Initial(dialog)),
            None => self.toasts.say("选中的账号都登记过初始口令更改日，或不在用"),
        }
    }

    /// Shows what a person's post asks for.
    pub(super) fn ask_place(&mut self, id: PersonId) {
        self.dialog = PlacingDialog::new(self.office.register(), id, self.today()).map(Dialog::Place);
    }

    /// Puts a person into a department and post, with the chosen applications.
    pub(super) fn place(&mut self, placing: &Placing, chosen: &[Proposal]) -> Result<()> {
        let today = self.today();
        let before = self.office.register().get::<Person>(placing.person);
        let came_back = before.is_some_and(|it| left(it, today).is_some());
        let made = self.office.place_person(placing, chosen, today)?;
        self.dialog = None;
        self.refresh_lists();
        self.toasts.undoable(&format!("已登记岗位，生成{}张申请表；请打印送签", made.len()));
        if came_back {
            self.ask_call_off(placing.person);
        }
        Ok(())
    }

    /// Asks for the day on which a system was accepted. A date that is registered stands until another is typed.
    pub(super) fn ask_accept(&mut self, id: SystemId) {
        let today = self.today();
        let registered = self.office.register().get::<InfoSystem>(id).and_then(|it| it.accepted_on);
        let day = registered.unwrap_or(today).chinese();
        self.dialog = Some(Dialog::Accept { system: id, day, today });
    }

    /// Accepts it: test and temporary accounts go on a list.
    pub(super) fn accept(&mut self, id: SystemId, day: Day) -> Result<()> {
        let today = self.today();
        let work = move |office: &mut Office| office.accept_system(id, day, today);
        self.begin("正在登记验收", work, |workspace, list| {
            workspace.dialog = None;
            match list {
                Some(list) => {
                    workspace.open_list(Drafted::Cleanup(Some(list)))?;
                    workspace.toasts.undoable("已登记验收，测试和临时账号已列入清理清单（第二十一条）");
                }
                None => workspace.toasts.undoable("已登记验收，没有还要列入清单的测试和临时账号"),
            }
            Ok(())
        })
    }

    /// Declares the papers of a leaving void that was called off.
    pub(super) fn call_off_leaving(&mut self, person: PersonId) -> Result<()> {
        let numbers = self.office.call_off_leaving(person, self.today())?;
        self.refresh_lists();
        self.toasts.undoable(&format!("已作废：{}", numbers.join("、")));
        Ok(())
    }

    /// Who stays is not to lose the accounts by papers of a leaving that is off: these are named, and can be void at once.
    pub(super) fn ask_call_off(&mut self, person: PersonId) {
        let register = self.office.register();
        let (forms, lists) = on_their_way(register, person);
        let forms = forms.into_iter().map(|id| format!("注销申请表{}", Subject::Application(id).name(register)));
        let lists = lists.into_iter().map(|id| format!("清理清单{}", Subject::Cleanup(id).name(register)));
        let lines: Vec<String> = forms.chain(lists).collect();
        if lines.is_empty() {
            return;
        }
        let name = register.person_name(person);
        self.dialog = Some(Dialog::Confirm {
            title: "作废离职的表吗",
            doubt: None,
            lines,
            note: format!("已保存。{name}不离职了，这些表还没有办，办了会停用账号（第十四条）。作废后编号不再使用。"),
            verb: "全部作废",
            decline: "先不作废",
            then: Command::CallOffLeaving(person),
        });
    }

    /// Notes that the first password of these accounts was changed on a day (第二十三条).
    pub(super) fn note_initial_passwords(&mut self, accounts: Vec<AccountId>, on: Day) -> Result<()> {
        let (today, records) = (self.today(), accounts.len());
        let note = move |office: &mut Office| office.note_initial_passwords(&accounts, on, today);
        self.run_or_begin(records, "正在登记", note, |workspace, noted| {
            workspace.dialog = None;
            workspace.toasts.undoable(&format!("已登记{noted}个账号的初始口令更改日"));
            Ok(())
        })?;
        if self.work.is_some() {
            self.put_aside();
        }
        Ok(())
    }

    /// Prints the list of 系统账号; what stops it is shown first.
    pub(super) fn print_system_accounts(&mut self, reason: &str) -> Result<()> {
        let today = self.today();
        if system_accounts(self.office.register()).is_empty() {
            return Err(Error::refused("还没有系统账号，没有可以打印的清单（第十六条）").advise("请先登记账号"));
        }
        let stoppers = self.office.stopping_system_accounts(today).into_lines();
        if !stoppers.is_empty() && reason.is_empty() {
            self.ask_reason(Reasoned::Override("打印", Command::PrintSystemAccounts), stoppers);
            return Ok(());
        }
        self.office.release_system_accounts(reason, today)?;
        self.dialog = None;
        self.ask_print(vec![PaperKey::SystemAccounts])
    }

    /// Shows what a leaving would make.
    pub(super) fn ask_leave(&mut self, id: PersonId) {
        let path = PathField::new(&self.surroundings.documents.join("离职"));
        let dialog = LeavingDialog::new(self.office.register(), id, path, self.today());
        self.dialog = dialog.map(Dialog::Leave);
    }

    /// Makes a leaver's papers in one errand, and writes them, beside the window.
    pub(super) fn leave(&mut self, leaving: Leaving, folder: PathBuf) -> Result<()> {
        let (today, to) = (self.today(), folder.clone());
        let (person, left_on) = (leaving.person, leaving.left_on);
        let work = move |office: &mut Office| {
            let left = office.staff_leaves(&leaving, today)?;
            // It is registered, whether its papers can be written or not.
            let papers = written(office, &leaving, &left, &to, today);
            Ok((left.made, papers))
        };
        self.begin("正在办理离职", work, move |workspace, (made, written)| {
            workspace.dialog = None;
            workspace.refresh_lists();
            workspace.left_in.insert(folder.clone());
            let count = match written {
                Ok(count) => count,
                // Said also where the clerk has called it off: it is registered.
                Err(error) => {
                    let told = format!("离职手续已登记，但文件没有写完：{}", error.lines().join("；"));
                    let error = Error::new(error.kind(), told);
                    workspace.tell(error.advise("登记已保存。请换一个文件夹，再办一次：不会重复"));
                    return Ok(());
                }
            };
            let made = if made.is_empty() { "没有新的表".to_owned() } else { made.join("、") };
            let place = folder.display();
            let told = if left_on > today {
                format!("离职的表已备好：{made}；{}到各系统停用账号，再登记。{count}个文件在{place}", left_on.chinese())
            } else {
                format!("离职手续已办：{made}；{count}个文件在{place}")
            };
            let mut offers = vec![("打开", Command::View(folder)), ("撤销", Command::Undo)];
            if count > 0 {
                offers.push(("打印", Command::AskPrint(vec![PaperKey::Leaving(person)])));
            }
            workspace.toasts.offer(&told, offers);
            Ok(())
        })
    }
}

/// Writes what a leaving has made and found into a folder; how many files these are.
fn written(office: &Office, leaving: &Leaving, left: &Left, folder: &Path, today: Day) -> Result<usize> {
    let planned = plan(office.register(), leaving);
    let made = (&left.applications[..], &left.cleanups[..], &left.notices[..]);
    let papers = LeavingPapers::of(office.register(), leaving.person, made, &planned.handovers)?;
    let files = papers.save_watched(folder, today, &mut |done, total| office.watched(done, total))?;
    Ok(files.len())
}
