//! What the clerk can ask for. Screens return commands; `run` alone carries them out.

use std::path::PathBuf;

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

use super::Screen;
use super::list_form::RowStep;
use super::preferences::{SizeStep, ThemeChoice};
use crate::dossier::Period;
use crate::lock::Passphrase;
use crate::model::*;
use crate::ops::{About, FilingRequest, Handling, HistoryWanted, Placing, Signatures};
pub use crate::papers::PaperKey;
use crate::papers::{List, PageRange, Printout};
use crate::rules::Article;
use crate::rules::leaving::Leaving;
use crate::rules::post::Proposal;
use crate::rules::sample::Population;
use crate::store::{Draft, DraftId, Drafted};

/// What can be written to a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Export {
    /// The pages of the print dialog, as PDF, and which of them.
    Pdf(Vec<Printout>, PageRange),
    /// Something else, as Excel.
    Excel(Workbook),
}

/// What can be written as Excel.
#[derive(Debug, Clone, PartialEq)]
pub enum Workbook {
    /// Papers, a sheet each.
    Papers(Vec<PaperKey>),
    /// Lists, a sheet each.
    Lists(Vec<List>),
    /// Lines of the 台账.
    History(HistoryWanted),
}

/// What can be declared void.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoidKey {
    /// 附件2.
    Application(ApplicationId),
    /// 附件3.
    Cleanup(CleanupId),
    /// 备案.
    Filing(FilingId),
    /// A scan.
    Scan(AttachmentId),
    /// 巡检.
    Inspection(InspectionId),
    /// 抽查.
    Sample(SampleId),
    /// 书面通知.
    Notice(NoticeId),
    /// 岗位变动.
    PostChange(PostChangeId),
    /// A record of a register.
    Record(Kind, i64),
}

/// What is typed in the panel of a register and not saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsaved {
    /// The record that it is typed for; none for a new one.
    pub number: Option<i64>,
    /// Its texts.
    pub texts: Vec<String>,
    /// What another status rests on (第十条).
    pub because: String,
}

/// What the clerk asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// A new application.
    New,
    /// Save the form.
    Save,
    /// Print what is in front: the form, the chosen rows, the paper.
    Print,
    /// The same as Excel.
    Export,
    /// Show everything that can be asked for.
    Palette,
    /// To the search box.
    Find,
    /// Take back; what is much is asked about first.
    Undo,
    /// Take it back, as agreed.
    UndoAgreed,
    /// Do again.
    Redo,
    /// Show a screen.
    Show(Screen),
    /// Open an application.
    Open(ApplicationId),
    /// A new application that asks for this status of an account.
    ApplyFor(AccountId, AccountStatus),
    /// A new application that asks for other rights of an account, or another holder.
    ApplyToChange(AccountId),
    /// Go on with a half-typed form.
    Resume(Draft),
    /// Show what filling a department's 附件1 from the register would do.
    AskFillMatrix(DepartmentId),
    /// Fill it.
    FillMatrix(DepartmentId),
    /// Show which 账号类别 the accounts would get from these rows of a table.
    AskTakeCategories(DepartmentId, Vec<MatrixRowId>),
    /// Give it to them.
    TakeCategories(DepartmentId, Vec<MatrixRowId>),
    /// Ask for the 处理方式 of an 附件3 of the chosen accounts.
    AskMakeCleanup(Vec<AccountId>),
    /// Ask on which day the first password of these accounts was changed.
    AskInitialPasswords(Vec<AccountId>),
    /// Note it.
    NoteInitialPasswords(Vec<AccountId>, Day),
    /// Make it.
    MakeCleanup(Vec<AccountId>, Treatment),
    /// Show what carrying an 附件3 out would do.
    AskHandleCleanup(CleanupId),
    /// Carry it out, as done on this day.
    HandleCleanup(CleanupId, Day),
    /// Give up what is typed in the panel of a register.
    DiscardRecord,
    /// Take up again what was given up there.
    TakeUpRecord(Kind, Unsaved),
    /// Throw a half-typed form away.
    DropDraft(DraftId),
    /// Take up again what was thrown away.
    TakeUp(Draft),
    /// Record the leaders' signatures.
    Sign,
    /// Ask on which days these forms were signed, by whom the register has for it.
    AskSign(Vec<ApplicationId>),
    /// Record it.
    SignAll(Vec<(ApplicationId, Signatures)>),
    /// Carry the application out.
    /// With the reason to do it against a finding, or nothing.
    Complete(String),
    /// Ask what is right of an application whose 办结 was registered wrongly.
    AskCorrect(ApplicationId),
    /// Put it right.
    Correct(ApplicationId, Handling),
    /// Ask for the reason to declare void what is in front.
    AskVoid,
    /// Ask for the reason to declare this void.
    AskVoidOf(VoidKey),
    /// Declare void, with the reason.
    Void(VoidKey, String),
    /// Take back that a record is void.
    Restore(Kind, i64),
    /// Show a department's 附件1 or an 附件3.
    OpenList(Drafted),
    /// Give up what is typed in the list in front.
    DiscardList,
    /// Change the rows of the list in front.
    ChangeRows(RowStep),
    /// Record the signature on a department's 附件1, as typed.
    SignMatrix(DepartmentId),
    /// Show what filing a department's table would hand in.
    AskFile(DepartmentId, FilingKind),
    /// The same for the accounts in systems that are not 自建, of a quarter.
    AskFileQuarter(DepartmentId, Quarter),
    /// Show what filing would hand in for another quarter.
    PreviewFiling(Quarter),
    /// File it, and write its papers into a folder.
    File(FilingRequest, PathBuf),
    /// Ask for a folder for the papers of a filing.
    AskSaveFiling(FilingId),
    /// Write them again.
    SaveFiling(FilingId, PathBuf),
    /// Give a department another name, as its 简称: which, and the name.
    AdoptAlias(String, String),
    /// Tell what taking the read table in would do.
    PreviewImport,
    /// Take it in.
    Import,
    /// Write the rows that failed as Excel.
    ExportFailures,
    /// Take rows in that were copied in Excel.
    Paste(Kind, String),
    /// Show what a finding is about, where it can be dealt with.
    OpenSubject(Subject),
    /// Show the accounts in use of a system, those without a day of the password first.
    SeekAccounts(SystemId),
    /// Read an article over what is under way.
    ReadArticle(Article),
    /// Show an article of the regulation.
    ShowArticle(Article),
    /// Ask for the reason to override a finding.
    AskWaive(Article, Subject),
    /// Override it.
    Waive(Article, Subject, String),
    /// Ask for the reason to withdraw an override.
    AskWithdraw(WaiverId),
    /// Withdraw it.
    Withdraw(WaiverId, String),
    /// Change a setting; with what it rests on.
    SaveSetting(SettingKey, i64, String),
    /// Tell who works under which login name.
    SaveClerks(Clerks),
    /// Begin a round over a system, or over all, or take the open one up again.
    Inspect(Option<SystemId>),
    /// Answer accounts of a round.
    Judge(InspectionId, Vec<(AccountId, Judgement, String)>),
    /// An account that a finished round left 存疑 is found in order, with how.
    SettleDoubt(InspectionId, AccountId, String),
    /// End a round.
    FinishInspection(InspectionId),
    /// Draw a sample: of which accounts, how many, by which seed.
    DrawSample(Population, usize, i64),
    /// Enter results of a sample.
    EnterResults(SampleId, Vec<(AccountId, SampleResult, String)>),
    /// Write the 通报 of a sample, as a draft.
    ReportSample(SampleId),
    /// Show what a newcomer's or mover's post asks for.
    AskPlace(PersonId),
    /// Put a person into a department and post, with the chosen applications.
    Place(Placing, Vec<Proposal>),
    /// Ask for the day on which a system was accepted.
    AskAccept(SystemId),
    /// Accept it: test and temporary accounts go on a list.
    Accept(SystemId, Day),
    /// Show what a leaving would make.
    AskLeave(PersonId),
    /// Make it, and write its papers into a folder.
    Leave(Leaving, PathBuf),
    /// Declare the papers of a leaving void that was called off.
    CallOffLeaving(PersonId),
    /// Make a backup now.
    BackUp,
    /// Ask for the second place of backups.
    AskSecondPlace,
    /// Set it, or give it up.
    SetSecondPlace(Option<SecondPlace>),
    /// Lock what goes there with what is typed.
    LockSecondPlace,
    /// Close the window.
    CloseWindow,
    /// Give up what is typed in the registers, and close the window.
    CloseGivingUp,
    /// Show the backups that there are.
    AskRestoreBackup,
    /// Look at the chosen one.
    LookAtBackup,
    /// Put it in the place of the data file.
    RestoreBackup,
    /// Ask for the fingerprint by which the 台账 is checked.
    AskVerify,
    /// Check that the 台账 is whole, by this fingerprint or by none.
    Verify(String),
    /// Ask for the scan of a paper.
    AskAttach(String),
    /// Keep a scan with its paper.
    Attach(String, PathBuf),
    /// Ask for a folder of scans.
    AskAttachFolder,
    /// Attach scans, each to the paper whose number it bears, and those whose names bear none to the one in front; of a
    /// folder all that stand in it, each by its number alone.
    AttachAll(Option<Scanned>, Vec<PathBuf>),
    /// Show a scan.
    ViewScan(AttachmentId),
    /// Show it in the system's viewer.
    ReadScan(AttachmentId),
    /// Ask for the period of a 迎检包.
    AskDossier,
    /// Write it, once it is known which signed papers have no scan: from, to, where, and what locks it.
    Dossier(Day, Day, PathBuf, Option<Passphrase>),
    /// Write it all the same.
    MakeDossier(Period, PathBuf, Option<Passphrase>),
    /// Ask for the day whose live accounts are wanted.
    AskAsOf,
    /// Show the live accounts of a day.
    LookAsOf(Day),
    /// Write the accounts that were live on a day as Excel.
    AsOf(Day, PathBuf),
    /// Show the history of a record or a person.
    ShowHistory(About),
    /// Show the window in another theme.
    SetTheme(ThemeChoice),
    /// Show everything larger or smaller.
    Resize(SizeStep),
    /// Begin 新手引导 at a step, from 0.
    BeginGuide(usize),
    /// Go to a step of it.
    GuideTo(usize),
    /// Leave it.
    EndGuide,
    /// Say a line.
    Say(String),
    /// Show these papers as they print, and ask for the printer.
    AskPrint(Vec<PaperKey>),
    /// Hand what the print dialog shows to its printer.
    SendToPrinter,
    /// Ask where it goes as a PDF.
    AskSavePdf,
    /// Show it in the system's viewer.
    ReadPdf,
    /// Note that these papers were printed elsewhere.
    NotePrinted(Vec<PaperKey>),
    /// Print the 汇总 of what upper-level systems are asked for.
    PrintUpperLevel,
    /// Print the list of 系统账号; with the reason to do it against a finding, or nothing.
    PrintSystemAccounts(String),
    /// Print one blank form.
    PrintBlank(u8),
    /// Write this to this place.
    Write(Export, PathBuf),
    /// Show a file in the system's viewer.
    View(PathBuf),
    /// Close what lies over the screen.
    CloseDialog,
}

impl Command {
    /// Commands with a key, the key, and their name.
    pub const SHORTCUTS: [(Command, KeyboardShortcut, &'static str); 13] = [
        (Command::New, KeyboardShortcut::new(Modifiers::COMMAND, Key::N), "新建"),
        (Command::Save, KeyboardShortcut::new(Modifiers::COMMAND, Key::S), "保存"),
        (Command::Print, KeyboardShortcut::new(Modifiers::COMMAND, Key::P), "打印"),
        (Command::Export, KeyboardShortcut::new(Modifiers::COMMAND, Key::E), "导出 Excel"),
        (Command::Palette, KeyboardShortcut::new(Modifiers::COMMAND, Key::K), "查找命令"),
        (Command::Find, KeyboardShortcut::new(Modifiers::COMMAND, Key::F), "查找"),
        (Command::Resize(SizeStep::Larger), KeyboardShortcut::new(Modifiers::COMMAND, Key::Plus), "放大窗口"),
        (Command::Resize(SizeStep::Larger), KeyboardShortcut::new(Modifiers::COMMAND, Key::Equals), "放大窗口"),
        (Command::Resize(SizeStep::Smaller), KeyboardShortcut::new(Modifiers::COMMAND, Key::Minus), "缩小窗口"),
        (Command::Resize(SizeStep::Actual), KeyboardShortcut::new(Modifiers::COMMAND, Key::Num0), "恢复原来大小"),
        // The longer one first: Ctrl+Shift+Z holds Ctrl+Z.
        (Command::Redo, KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z), "重做"),
        (Command::Undo, KeyboardShortcut::new(Modifiers::COMMAND, Key::Z), "撤销"),
        (Command::Redo, KeyboardShortcut::new(Modifiers::COMMAND, Key::Y), "重做"),
    ];

    /// Whether it only looks, or types: it is done while work is under way. What the 台账 tells is in the data file, which
    /// the work has.
    pub fn only_looks(&self) -> bool {
        matches!(self, Command::Show(screen) if *screen != Screen::History)
            || matches!(
                self,
                Command::Palette
                    | Command::Find
                    | Command::Open(_)
                    | Command::OpenList(_)
                    | Command::OpenSubject(_)
                    | Command::SeekAccounts(_)
                    | Command::ReadArticle(_)
                    | Command::ShowArticle(_)
                    | Command::New
                    | Command::ChangeRows(_)
                    | Command::DiscardRecord
                    | Command::TakeUpRecord(..)
                    | Command::SetTheme(_)
                    | Command::Resize(_)
                    | Command::View(_)
                    | Command::Say(_)
                    | Command::CloseDialog
                    | Command::CloseWindow
            )
    }

    /// Whether what wants it asks for it in each frame until it is done.
    pub fn is_asked_again(&self) -> bool {
        matches!(self, Command::PreviewImport | Command::PreviewFiling(_))
    }

    /// The hint of a button: `Ctrl+S`.
    pub fn hint(&self) -> &'static str {
        match self {
            Command::New => "Ctrl+N",
            Command::Save => "Ctrl+S",
            Command::Print => "Ctrl+P",
            Command::Export => "Ctrl+E",
            Command::Palette => "Ctrl+K",
            Command::Find => "Ctrl+F",
            Command::Show(screen) => screen.hint(),
            Command::Undo => "Ctrl+Z",
            Command::Redo => "Ctrl+Y",
            Command::Resize(SizeStep::Larger) => "Ctrl+加号",
            Command::Resize(SizeStep::Smaller) => "Ctrl+减号",
            Command::Resize(SizeStep::Actual) => "Ctrl+0",
            _ => "",
        }
    }
}
