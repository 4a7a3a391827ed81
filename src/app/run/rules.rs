//! Runs the commands that the rules ask for: to the record, an override, a setting, a leaving.

use std::path::Path;

use super::super::Screen;
use super::super::browse::PathField;
use super::super::command::{Command, PaperKey};
use super::super::dialog::Dialog;
use super::super::leaving_dialog::LeavingDialog;
use super::super::placing_dialog::PlacingDialog;
use super::super::round_screen::Round;
use super::super::workspace::Workspace;
use crate::error::{Error, Result};
use crate::fsio;
use crate::model::*;
use crate::papers::leaving::LeavingPapers;
use crate::papers::rounds::sample_report;
use crate::papers::{self, file_stem};
use crate::rules::leaving::{Leaving, plan};
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
            Command::ShowArticle(article) => {
                self.regulation.show(article);
                self.show(Screen::Regulation)?;
            }
            Command::AskWaive(article, subject) => {
                self.dialog =
                    Some(Dialog::Waive { what: Some((article, subject)), waiver: None, reason: String::new() });
            }
            Command::Waive(article, subject, reason) => {
                self.office.waive(article, subject, &reason, today)?;
                self.dialog = None;
                self.toasts.undoable("已记为例外办理");
            }
            Command::AskWithdraw(waiver) => {
                self.dialog = Some(Dialog::Waive { what: None, waiver: Some(waiver), reason: String::new() });
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
            Command::Leave(leaving, folder) => self.leave(&leaving, &folder)?,
            Command::Inspect(system) => self.inspect(system)?,
            Command::Judge(_, answers) if answers.is_empty() => self.toasts.say("没有选中账号"),
            Command::EnterResults(_, results) if results.is_empty() => self.toasts.say("没有选中账号"),
            Command::Judge(id, answers) => {
                self.office.judge_accounts(id, &answers, today)?;
                self.toasts.undoable(&answered(&answers.iter().map(|(_, it, _)| it.label()).collect::<Vec<_>>()));
            }
            Command::FinishInspection(id) => {
                let list = self.office.finish_inspection(id, today)?;
                match list.and_then(|id| self.office.register().get::<Cleanup>(id)).map(|it| it.number.clone()) {
                    Some(number) => self.toasts.undoable(&format!("巡检已办结，需要处理的账号在{number}")),
                    None => self.toasts.undoable("巡检已办结，没有需要处理的账号"),
                }
            }
            Command::DrawSample(population, size, seed) => {
                let id = self.office.draw_sample(population, size, seed, today)?;
                self.rounds.choose(Round::Sample(id));
                let count = self.office.register().rows_of_sample(id).len();
                self.toasts.undoable(&format!("已抽取{count}个账号"));
            }
            Command::EnterResults(id, results) => {
                self.office.enter_sample_results(id, &results, today)?;
                self.toasts.undoable(&answered(&results.iter().map(|(_, it, _)| it.label()).collect::<Vec<_>>()));
            }
            Command::ReportSample(id) => self.report_sample(id)?,
            Command::PrintSystemAccounts(reason) => self.print_system_accounts(&reason)?,
            Command::AskPlace(id) => {
                self.dialog = PlacingDialog::new(self.office.register(), id, today).map(Dialog::Place);
            }
            Command::Place(placing, chosen) => {
                let made = self.office.place_person(&placing, &chosen, today)?;
                self.dialog = None;
                self.refresh_lists();
                self.toasts.undoable(&format!("已登记岗位，生成{}张申请表；请打印送签", made.len()));
            }
            Command::AskAccept(id) => {
                // A date that is registered stands until another is typed.
                let registered = self.office.register().get::<InfoSystem>(id).and_then(|it| it.accepted_on);
                let day = registered.unwrap_or(today).chinese();
                self.dialog = Some(Dialog::Accept { system: id, day, today });
            }
            Command::Accept(id, day) => {
                let list = self.office.accept_system(id, day, today)?;
                self.dialog = None;
                match list {
                    Some(list) => {
                        self.open_list(Drafted::Cleanup(Some(list)))?;
                        self.toasts.undoable("已登记验收，测试和临时账号已列入清理清单（第二十一条）");
                    }
                    None => self.toasts.undoable("已登记验收，没有测试和临时账号"),
                }
            }
            other => self.run_on_trust(other)?,
        }
        Ok(())
    }

    /// Prints the list of 系统账号; what stops it is shown first.
    fn print_system_accounts(&mut self, reason: &str) -> Result<()> {
        let today = self.today();
        if system_accounts(self.office.register()).is_empty() {
            return Err(Error::refused("还没有系统账号，没有可以打印的清单（第十六条）").advise("请先登记账号"));
        }
        let stoppers = self.office.stopping_system_accounts(today).lines();
        if !stoppers.is_empty() && reason.is_empty() {
            let (reason, then) = (String::new(), Command::PrintSystemAccounts);
            self.dialog = Some(Dialog::Override { verb: "打印", findings: stoppers, reason, then });
            return Ok(());
        }
        self.office.release_system_accounts(reason, today)?;
        self.dialog = None;
        self.ask_print(vec![PaperKey::SystemAccounts])
    }

    /// Begins rounds; an open one is taken up again. The first that is not finished comes to the front.
    fn inspect(&mut self, system: Option<SystemId>) -> Result<()> {
        let today = self.today();
        let register = self.office.register();
        let live = |id: SystemId| register.accounts.values().any(|it| it.system == id && it.is_live());
        let all = register.systems.values().filter(|it| it.void_reason.is_none()).map(|it| it.id);
        let systems: Vec<SystemId> = system.map_or_else(|| all.filter(|id| live(*id)).collect(), |system| vec![system]);
        if systems.is_empty() {
            return Err(Error::refused("还没有在用账号，不需要巡检（第八条）").advise("请先登记账号"));
        }
        let mut first = None;
        for system in systems {
            let id = self.office.begin_inspection(system, today)?;
            first.get_or_insert(id);
        }
        if let Some(id) = first {
            self.rounds.choose(Round::Inspection(id));
        }
        Ok(())
    }

    /// Writes the draft of a 通报 and shows it.
    fn report_sample(&mut self, id: SampleId) -> Result<()> {
        let today = self.today();
        let gone = || Error::refused("这次抽查已经不在台账中");
        let register = self.office.register();
        let sample = register.get::<Sample>(id).ok_or_else(gone)?;
        let Some(letter) = sample_report(register, sample, today) else {
            return Err(Error::refused("没有确认的可疑授权或可疑使用，不需要通报（第九条）").advise("请先登记抽查结果"));
        };
        let name = format!("{}_{}", sample.number, letter.title);
        let path = self.surroundings.documents.join(format!("{}.pdf", file_stem(&name)));
        fsio::make_folder(&self.surroundings.documents)?;
        papers::save_letter(&letter, &name, &path, today)?;
        self.toasts.file(&format!("通报已起草：{}", path.display()), &path);
        self.view(&path);
        Ok(())
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

    /// Makes a leaver's papers in one errand, and writes them.
    fn leave(&mut self, leaving: &Leaving, folder: &Path) -> Result<()> {
        let today = self.today();
        let left = self.office.staff_leaves(leaving, today)?;
        self.dialog = None;
        self.refresh_lists();
        let register = self.office.register();
        let planned = plan(register, leaving);
        let made = (&left.applications[..], &left.cleanups[..], &left.notices[..]);
        let papers = LeavingPapers::of(register, leaving.person, made, &planned.handovers)?;
        let files = papers.save(folder, today).map_err(|error| {
            let told = format!("离职手续已登记，但文件没有写完：{}", error.lines().join("；"));
            Error::new(error.kind(), told).advise("登记已保存。请换一个文件夹，再办一次：不会重复")
        })?;
        let made = if left.made.is_empty() { "没有新的表".to_owned() } else { left.made.join("、") };
        let mut offers = vec![("打开", Command::View(folder.to_path_buf())), ("撤销", Command::Undo)];
        if !files.is_empty() {
            offers.push(("打印", Command::AskPrint(vec![PaperKey::Leaving(leaving.person)])));
        }
        self.left_in.insert(folder.to_path_buf());
        let (count, place) = (files.len(), folder.display());
        let told = if leaving.left_on > today {
            format!("离职的表已备好：{made}；账号在{}停用。{count}个文件在{place}", leaving.left_on.chinese())
        } else {
            format!("离职手续已办：{made}；{count}个文件在{place}")
        };
        self.toasts.offer(&told, offers);
        Ok(())
    }
}

/// What accounts of a round were answered with.
fn answered(answers: &[&str]) -> String {
    match answers {
        [one] => format!("已答：{one}"),
        many => format!("{}个账号已答：{}", many.len(), many.first().copied().unwrap_or_default()),
    }
}
