//! Runs the commands that the rules ask for: to the record, an override, a setting, a leaving.

use std::path::{Path, PathBuf};

use super::super::Screen;
use super::super::browse::PathField;
use super::super::command::{Command, PaperKey};
use super::super::dialog::Dialog;
use super::super::leaving_dialog::LeavingDialog;
use super::super::placing_dialog::PlacingDialog;
use super::super::round::Round;
use super::super::workspace::Workspace;
use crate::error::{Error, Result};
use crate::model::*;
use crate::ops::{Left, Office};
use crate::papers::leaving::LeavingPapers;
use crate::rules::Telling;
use crate::rules::leaving::{Leaving, on_their_way, plan};
use crate::rules::left;
use crate::rules::system::system_accounts;
use crate::store::Drafted;

impl Workspace {
    /// Runs what the rules ask for.
    pub(super) fn run_on_rules(&mut self, command: Command) -> Result<()> {
        let today = self.today();
        match command {
            Command::OpenSubject(subject) => self.open_subject(subject)?,
            Command::SeekAccounts(id) => {
                let name = self.office.register().system_name(Some(id)).to_owned();
                self.registers[Kind::Accounts as usize].seek_in_use(&name);
                self.show(Screen::Register(Kind::Accounts))?;
            }
            Command::ReadArticle(article) => {
                self.dialog = Some(Dialog::Article { article, text: self.regulation.text(article).to_owned() });
            }
            Command::ShowArticle(article) => {
                self.dialog = None;
                self.regulation.show(article);
                self.show(Screen::Regulation)?;
            }
            Command::AskWaive(article, subject) => {
                self.office.judge(today);
                let telling = Telling::of(self.office.register(), today);
                let findings = self.office.to_waive(article, subject).into_iter().map(|it| telling.line(it)).collect();
                let what = Some((article, subject));
                self.dialog = Some(Dialog::Waive { what, findings, waiver: None, reason: String::new() });
            }
            Command::Waive(article, subject, reason) => {
                self.office.waive(article, subject, &reason, today)?;
                self.dialog = None;
                self.toasts.undoable("已记为例外办理");
            }
            Command::AskWithdraw(waiver) => {
                self.dialog = Some(Dialog::Waive {
                    what: None,
                    findings: Vec::new(),
                    waiver: Some(waiver),
                    reason: String::new(),
                });
            }
            Command::Withdraw(waiver, reason) => {
                self.office.withdraw_waiver(waiver, &reason, today)?;
                self.dialog = None;
                self.toasts.undoable("已撤回例外办理");
            }
            Command::SaveSetting(key, value, source) => {
                self.office.save_setting(key, value, &source, today)?;
                self.toasts.undoable(&format!("已保存{}", key.label()));
            }
            Command::AskLeave(id) => {
                let path = PathField::new(&self.surroundings.documents.join("离职"));
                let dialog = LeavingDialog::new(self.office.register(), id, path, today);
                self.dialog = dialog.map(Dialog::Leave);
            }
            Command::CallOffLeaving(person) => {
                let numbers = self.office.call_off_leaving(person, today)?;
                self.refresh_lists();
                self.toasts.undoable(&format!("已作废：{}", numbers.join("、")));
            }
            Command::Leave(leaving, folder) => self.leave(leaving, folder)?,
            Command::PrintSystemAccounts(reason) => self.print_system_accounts(&reason)?,
            Command::AskPlace(id) => {
                self.dialog = PlacingDialog::new(self.office.register(), id, today).map(Dialog::Place);
            }
            Command::Place(placing, chosen) => {
                let before = self.office.register().get::<Person>(placing.person);
                let came_back = before.is_some_and(|it| left(it, today).is_some());
                let made = self.office.place_person(&placing, &chosen, today)?;
                self.dialog = None;
                self.refresh_lists();
                self.toasts.undoable(&format!("已登记岗位，生成{}张申请表；请打印送签", made.len()));
                if came_back {
                    self.ask_call_off(placing.person);
                }
            }
            Command::AskAccept(id) => {
                // A date that is registered stands until another is typed.
                let registered = self.office.register().get::<InfoSystem>(id).and_then(|it| it.accepted_on);
                let day = registered.unwrap_or(today).chinese();
                self.dialog = Some(Dialog::Accept { system: id, day, today });
            }
            Command::Accept(id, day) => {
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
                })?;
            }
            other => self.run_on_rounds(other)?,
        }
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

    /// Prints the list of 系统账号; what stops it is shown first.
    fn print_system_accounts(&mut self, reason: &str) -> Result<()> {
        let today = self.today();
        if system_accounts(self.office.register()).is_empty() {
            return Err(Error::refused("还没有系统账号，没有可以打印的清单（第十六条）").advise("请先登记账号"));
        }
        let stoppers = self.office.stopping_system_accounts(today).into_lines();
        if !stoppers.is_empty() && reason.is_empty() {
            let (reason, then) = (String::new(), Command::PrintSystemAccounts);
            self.dialog = Some(Dialog::Override { verb: "打印", findings: stoppers, reason, then });
            return Ok(());
        }
        self.office.release_system_accounts(reason, today)?;
        self.dialog = None;
        self.ask_print(vec![PaperKey::SystemAccounts])
    }

    /// Shows a record where it can be dealt with.
    fn open_subject(&mut self, subject: Subject) -> Result<()> {
        let record = |kind: Kind, number: i64| (Screen::Register(kind), kind, number);
        let (screen, kind, number) = match subject {
            Subject::Department(id) => return self.open_list(Drafted::Matrix(id)),
            Subject::Cleanup(id) => return self.open_list(Drafted::Cleanup(Some(id))),
            Subject::Application(id) => return self.try_run(Command::Open(id)),
            Subject::Filing(id) => {
                self.filings.choose(id);
                return self.show(Screen::Filings);
            }
            Subject::Inspection(id) => {
                self.rounds.choose(Round::Inspection(id));
                return self.show(Screen::Rounds);
            }
            Subject::Sample(id) => {
                self.rounds.choose(Round::Sample(id));
                return self.show(Screen::Rounds);
            }
            Subject::Person(id) => record(Kind::People, id.0),
            Subject::System(id) => record(Kind::Systems, id.0),
            Subject::Account(id) => record(Kind::Accounts, id.0),
        };
        self.registers[kind as usize].reveal(number);
        self.show(screen)
    }

    /// Makes a leaver's papers in one errand, and writes them, beside the window.
    fn leave(&mut self, leaving: Leaving, folder: PathBuf) -> Result<()> {
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
