//! Runs commands: the only room of the window that changes data.

mod backing;
mod drafts;
mod filings;
mod filling;
mod forms;
mod front;
mod guide;
mod lists;
mod output;
mod registers;
mod restore;
mod rounds;
mod rules;
mod scans;
mod steps;
mod tables;
mod trust;
mod undo;

use super::command::{Command, PaperKey};
use super::dialog::Dialog;
use super::newcomers::Known;
use super::palette::Palette;
use super::reason_dialog::{ReasonDialog, Reasoned};
use super::work::{Outcome, Work};
use super::workspace::{Wish, Workspace};
use crate::error::{Error, ErrorKind, Result};
use crate::model::*;
use crate::ops::Office;

/// The most records that an errand touches within a frame.
const AT_ONCE: usize = 50;

impl Workspace {
    /// Runs a command; what goes wrong is said in a dialog, once. A dialog that was asked comes back behind it, with all
    /// that was typed.
    pub(super) fn run(&mut self, command: Command) {
        if let Err(error) = self.try_run(command) {
            self.refuse(error);
        }
    }

    /// Says what went wrong, over the dialog that asked for it.
    fn refuse(&mut self, error: Error) {
        self.behind = self.dialog.take().filter(Dialog::comes_back);
        self.tell(error);
    }

    /// Puts the dialog aside while the work is under way that it has begun.
    pub(super) fn put_aside(&mut self) {
        self.aside = self.dialog.take();
    }

    /// What long work has come to; what went wrong is said in a dialog, but not what the clerk called off. The dialog that
    /// asked for it comes back behind what is said.
    pub(super) fn finish(&mut self, outcome: Outcome<Self>) {
        let aside = self.aside.take();
        let (ended, cancelled) = match outcome {
            Outcome::Ended { finish, cancelled } => (finish.and_then(|finish| finish(self)), cancelled),
            Outcome::Died { was_lent } => {
                let interrupted =
                    Error::new(ErrorKind::System, "这项工作中断了").advise("已保存的数据都在。请再试一次");
                let opened = if was_lent { self.office.reopen() } else { Ok(()) };
                (opened.and(Err(interrupted)), false)
            }
        };
        match ended {
            Err(_) if cancelled => self.toasts.say("已取消，数据没有改动"),
            Err(error) => {
                self.dialog = aside.or(self.dialog.take());
                self.refuse(error);
            }
            Ok(()) => {}
        }
    }

    /// Begins work on the data file beside the window.
    pub(super) fn begin<T: Send + 'static>(
        &mut self,
        title: &str,
        work: impl FnOnce(&mut Office) -> Result<T> + Send + 'static,
        then: impl FnOnce(&mut Self, T) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        let back = move |workspace: &mut Self, lent: Office, outcome: Result<T>| {
            workspace.office.take_back(lent);
            then(workspace, outcome?)
        };
        self.work = Some(Work::lend(title, &mut self.office, self.surroundings.watcher.clone(), work, back)?);
        Ok(())
    }

    /// Runs an errand on so many records at once, or begins it where they are more than a frame is for.
    fn run_or_begin<T: Send + 'static>(
        &mut self,
        records: usize,
        title: &str,
        errand: impl FnOnce(&mut Office) -> Result<T> + Send + 'static,
        then: impl FnOnce(&mut Self, T) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        if records > AT_ONCE {
            return self.begin(title, errand, then);
        }
        let done = errand(&mut self.office)?;
        then(self, done)
    }

    /// Says what went wrong.
    pub(super) fn tell(&mut self, error: Error) {
        self.dialog = Some(Dialog::Told(error));
    }

    /// Asks for the reason of what is done only with one.
    fn ask_reason(&mut self, what: Reasoned, findings: Vec<String>) {
        self.dialog = Some(Dialog::Reason(ReasonDialog::new(what, findings)));
    }

    /// Carries a command out: each has its line, and what it does stands in the rooms behind.
    #[allow(clippy::too_many_lines)] // one arm a command: the table of what is done
    fn try_run(&mut self, command: Command) -> Result<()> {
        match command {
            // What is in front.
            Command::New => self.begin_new()?,
            Command::Save => self.save()?,
            Command::Find => self.find()?,
            Command::Show(screen) => self.show(screen)?,
            Command::Open(id) => self.open(id)?,
            Command::OpenSubject(subject) => self.open_subject(subject)?,
            Command::SeekAccounts(id) => self.seek_accounts(id)?,
            Command::ReadArticle(article) => self.read_article(article),
            Command::ShowArticle(article) => self.show_article(article)?,
            Command::ShowHistory(about) => self.show_history(about)?,
            Command::Palette => self.dialog = Some(Dialog::Palette(Palette::new(self.offers()))),
            Command::CloseDialog => self.close_dialog(),
            Command::Say(text) => self.toasts.say(&text),
            Command::SetTheme(theme) => self.preferences.change(|kept| kept.theme = theme)?,
            Command::Resize(step) => self.resize(step)?,
            Command::BeginGuide(at) if self.guide.is_none() => self.wish = Some(Wish::Practise(at)),
            Command::BeginGuide(at) | Command::GuideTo(at) => self.go_to_step(at)?,
            Command::EndGuide => self.wish = Some(Wish::GoBack),

            // What is half-typed, and what is taken back.
            Command::Resume(draft) => self.resume(draft)?,
            Command::TakeUp(draft) => self.take_up(draft)?,
            Command::DropDraft(draft) => self.drop_draft(draft)?,
            Command::DiscardRecord => self.discard_record(),
            Command::TakeUpRecord(kind, unsaved) => self.take_up_record(kind, unsaved)?,
            Command::Undo => self.ask_undo()?,
            Command::UndoAgreed => self.undo_agreed()?,
            Command::Redo => self.redo()?,
            Command::AskVoid => self.ask_void_in_front()?,
            Command::AskVoidOf(what) => self.ask_void(what),
            Command::Void(what, reason) => self.void(what, &reason)?,
            Command::Restore(kind, number) => self.restore_record(kind, number)?,

            // 附件2.
            Command::ApplyFor(id, status) => self.apply_for(id, status)?,
            Command::ApplyToChange(id) => self.apply_to_change(id)?,
            Command::Sign => self.sign()?,
            Command::AskSign(forms) => self.ask_sign(&forms)?,
            Command::SignAll(signed) => self.sign_all(&signed)?,
            Command::Complete(reason) => self.complete(reason)?,
            Command::AskCorrect(id) => self.ask_correct(id),
            Command::Correct(id, handling) => self.correct(id, &handling)?,

            // 附件1, 附件3, 备案 and 导入.
            Command::OpenList(of) => self.open_list(of)?,
            Command::DiscardList => self.discard_list()?,
            Command::ChangeRows(step) => self.change_rows(step),
            Command::AskFillMatrix(id) => self.ask_fill_matrix(id),
            Command::FillMatrix(id) => self.fill_matrix(id)?,
            Command::AskTakeCategories(id, rows) => self.ask_take_categories(id, rows),
            Command::TakeCategories(id, rows) => self.take_categories(id, &rows)?,
            Command::SignMatrix(id) => self.sign_matrix(id)?,
            Command::AskMakeCleanup(accounts) => self.ask_make_cleanup(accounts),
            Command::MakeCleanup(accounts, treatment) => self.make_cleanup(accounts, treatment)?,
            Command::AskHandleCleanup(id) => self.ask_handle_cleanup(id),
            Command::HandleCleanup(id, handled_on) => self.handle_cleanup(id, handled_on)?,
            Command::AskFile(id, kind) => self.ask_file(id, kind, None)?,
            Command::AskFileQuarter(id, quarter) => self.ask_file(id, FilingKind::Outside, Some(quarter))?,
            Command::PreviewFiling(quarter) => self.preview_filing(quarter)?,
            Command::File(told, folder) => self.file(told, folder)?,
            Command::AskSaveFiling(filing) => self.ask_save_filing(filing),
            Command::SaveFiling(filing, folder) => self.save_filing(filing, folder)?,
            Command::AdoptAlias(known, name) => self.adopt_alias(&known, &name)?,
            Command::Paste(kind, text) => self.paste(kind, &text)?,
            Command::PreviewImport => self.preview_import()?,
            Command::Import => self.import()?,
            Command::ExportFailures => self.export_failures(),

            // What the rules ask for.
            Command::AskWaive(article, subject) => self.ask_waive(article, subject),
            Command::Waive(article, subject, reason) => self.waive(article, subject, &reason)?,
            Command::AskWithdraw(waiver) => self.ask_withdraw(waiver),
            Command::Withdraw(waiver, reason) => self.withdraw(waiver, &reason)?,
            Command::SaveSetting(key, value, source) => self.save_setting(key, value, &source)?,
            Command::SaveClerks(clerks) => self.save_clerks(&clerks)?,
            Command::AskInitialPasswords(accounts) => self.ask_initial_passwords(&accounts),
            Command::NoteInitialPasswords(accounts, on) => self.note_initial_passwords(accounts, on)?,
            Command::AskPlace(id) => self.ask_place(id),
            Command::Place(placing, chosen) => self.place(&placing, &chosen)?,
            Command::AskLeave(id) => self.ask_leave(id),
            Command::Leave(leaving, folder) => self.leave(leaving, folder)?,
            Command::CallOffLeaving(person) => self.call_off_leaving(person)?,
            Command::AskAccept(id) => self.ask_accept(id),
            Command::Accept(id, day) => self.accept(id, day)?,

            // 巡检 and 抽查.
            Command::Inspect(system) => self.inspect(system)?,
            Command::Judge(id, answers) => self.judge(id, answers)?,
            Command::SettleDoubt(id, account, note) => self.settle_doubt(id, account, &note)?,
            Command::FinishInspection(id) => self.finish_inspection(id)?,
            Command::DrawSample(population, size, seed) => self.draw_sample(population, size, seed)?,
            Command::EnterResults(id, results) => self.enter_results(id, results)?,
            Command::ReportSample(id) => self.report_sample(id)?,

            // What leaves the program.
            Command::Print => self.print_in_front()?,
            Command::PrintBlank(annex) => self.ask_print(vec![PaperKey::Blank(annex)])?,
            Command::PrintUpperLevel => self.ask_print(vec![PaperKey::UpperLevel])?,
            Command::PrintSystemAccounts(reason) => self.print_system_accounts(&reason)?,
            Command::AskPrint(keys) => self.ask_print(keys)?,
            Command::SendToPrinter => self.send_to_printer(),
            Command::NotePrinted(keys) => self.note_printed_elsewhere(keys)?,
            Command::AskSavePdf => self.ask_save_pdf(),
            Command::ReadPdf => self.read_pdf()?,
            Command::Export => self.export_in_front()?,
            Command::Write(export, path) => self.write(export, path)?,
            Command::View(path) => self.view(&path),

            // What is relied on later: scans, 迎检包, past days, the 台账 and its backups.
            Command::AskAttach(paper) => self.ask_attach(paper),
            Command::Attach(paper, path) => self.attach(paper, path)?,
            Command::AskAttachFolder => self.ask_attach_folder(),
            Command::AttachAll(in_front, paths) => self.attach_all(in_front, paths)?,
            Command::ViewScan(id) => self.view_scan(id)?,
            Command::ReadScan(id) => self.read_scan(id)?,
            Command::AskDossier => self.ask_dossier(),
            Command::Dossier(from, to, path, lock) => self.begin_dossier(from, to, path, lock)?,
            Command::MakeDossier(period, path, lock) => self.make_dossier(period, path, lock)?,
            Command::AskAsOf => self.ask_as_of(),
            Command::LookAsOf(day) => self.look_as_of(day)?,
            Command::AsOf(day, path) => self.write_as_of(day, path)?,
            Command::AskVerify => self.dialog = Some(Dialog::Verify { fingerprint: String::new() }),
            Command::Verify(fingerprint) => self.verify(fingerprint)?,
            Command::BackUp => self.back_up_now()?,
            Command::AskSecondPlace => self.ask_second_place(),
            Command::SetSecondPlace(place) => self.set_second_place(place.as_ref())?,
            Command::LockSecondPlace => self.lock_second_place()?,
            Command::AskRestoreBackup => self.ask_restore_backup()?,
            Command::LookAtBackup => self.look_at_backup()?,
            Command::RestoreBackup => self.restore_backup(),
            Command::CloseWindow => self.backing.closes = true,
            Command::CloseGivingUp => self.close_giving_up(),
        }
        Ok(())
    }

    /// Tells what was saved, and whom and what it has taken into the register; a name that may be a slip is asked about,
    /// while nothing rests on it.
    fn tell_saved(&mut self, told: &str, known: &Known) {
        let register = self.office.register();
        let (newcomers, doubts) = (known.newcomers(register), known.doubts(register));
        self.toasts.undoable(&format!("{told}{newcomers}"));
        if !doubts.is_empty() {
            self.dialog = Some(Dialog::Confirm {
                title: "名称写对了吗",
                doubt: Some(doubts.join("；")),
                lines: Vec::new(),
                note: format!("{told}。写错了请撤销，改好再保存；没有写错就保留。"),
                verb: "撤销这次保存",
                decline: "没有写错",
                // The saving, not the last that was typed; what was typed stays on the screen.
                then: Command::UndoAgreed,
            });
        }
    }
}
