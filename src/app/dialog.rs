//! What lies over the screen: an error, a question, a place for a file. One at a time.

use std::path::Path;

use eframe::egui;

use super::browse::{PathField, Wanted};
use super::command::{Command, Export};
use super::correction_dialog::CorrectionDialog;
use super::filing_dialog::FileDialog;
use super::handling_dialog::HandlingDialog;
use super::initial_dialog::InitialDialog;
use super::leaving_dialog::LeavingDialog;
use super::live_dialog::LiveDialog;
use super::modal::{
    Over, awaits_ui, cancel_ui, first_button, first_control, first_text, goes_on, labelled_text, lines_ui, modal_ui,
};
use super::palette::Palette;
use super::period_dialog::PeriodDialog;
use super::placing_dialog::PlacingDialog;
use super::print_dialog::PrintDialog;
use super::reason_dialog::ReasonDialog;
use super::restore_dialog::RestoreDialog;
use super::scan_dialog::ScanDialog;
use super::scans::{attach_folder_ui, attached_ui};
use super::second_dialog::{LockDialog, PlaceDialog};
use super::sign_dialog::SignDialog;
use super::theme;
use crate::error::Error;
use crate::model::{AccountId, Choice, Day, FilingId, InfoSystem, Register, SystemId, Treatment};
use crate::ops::{FolderTaken, Office};
use crate::rules::Article;
use crate::scan::taken;

/// What lies over the screen.
pub enum Dialog {
    /// Something went wrong.
    Told(Error),
    /// An article of the regulation that an error names.
    Article {
        /// Which.
        article: Article,
        /// What it says.
        text: String,
    },
    /// Why something is declared void, overridden, or done all the same.
    Reason(ReasonDialog),
    /// Everything that can be asked for.
    Palette(Palette),
    /// The pages as they print, and the printer.
    Print(Box<PrintDialog>),
    /// A leaver's papers.
    Leave(LeavingDialog),
    /// A newcomer or mover.
    Place(PlacingDialog),
    /// 办结 that was registered wrongly.
    Correct(CorrectionDialog),
    /// A backup that is to take the place of the data file.
    Restore(RestoreDialog),
    /// 第二备份位置.
    SecondPlace(PlaceDialog),
    /// What locks the backups there.
    Lock(LockDialog),
    /// When a system was accepted (第二十一条).
    Accept {
        /// The system.
        system: SystemId,
        /// As typed.
        day: String,
        /// Today.
        today: Day,
    },
    /// What a command would do, before it does it.
    Confirm {
        /// What it is about.
        title: &'static str,
        /// What speaks against it, if anything does: then Enter alone does not do it.
        doubt: Option<String>,
        /// What it would do.
        lines: Vec<String>,
        /// What else to know.
        note: String,
        /// The button.
        verb: &'static str,
        /// The button that leaves things as they are.
        decline: &'static str,
        /// What runs then.
        then: Command,
    },
    /// What carrying an 附件3 out would do, and when it was done.
    Handle(HandlingDialog),
    /// The 处理方式 of a new 附件3.
    Cleanup {
        /// The chosen accounts.
        accounts: Vec<AccountId>,
        /// As chosen.
        treatment: Treatment,
    },
    /// Of which accounts the first password was changed, and when.
    Initial(InitialDialog),
    /// When which forms were signed.
    Sign(SignDialog),
    /// Where a workbook or a PDF goes.
    Save {
        /// What is written.
        what: Export,
        /// Where to.
        path: PathField,
    },
    /// What a filing hands in, for which quarter, signed by whom, and where its papers go.
    File(FileDialog),
    /// The scan of a paper.
    Attach {
        /// The paper, by its number or name.
        paper: String,
        /// The file.
        path: PathField,
    },
    /// A folder of scans.
    AttachFolder(PathField),
    /// A scan that is looked at.
    Scan(Box<ScanDialog>),
    /// What came of several scans.
    Attached(FolderTaken),
    /// A day or a period, and where what is asked for goes.
    Period(PeriodDialog),
    /// The live accounts of a day.
    Live(LiveDialog),
    /// The fingerprint by which the 台账 is checked.
    Verify {
        /// As typed; nothing where the clerk has none.
        fingerprint: String,
    },
    /// Where the papers of a filing go.
    Folder {
        /// The filing.
        filing: FilingId,
        /// Where to.
        path: PathField,
    },
}

impl Dialog {
    /// Whether it is there again once the clerk has read why what it asked for was not done.
    pub fn comes_back(&self) -> bool {
        !matches!(self, Dialog::Told(_) | Dialog::Article { .. } | Dialog::Palette(_) | Dialog::Confirm { .. })
    }

    /// Draws the dialog.
    pub fn ui(&mut self, ctx: &egui::Context, office: &Office, composing: bool, commands: &mut Vec<Command>) {
        let over = Over {
            is_wide: matches!(self, Dialog::Print(_) | Dialog::Live(_) | Dialog::Scan(_)),
            // A click beside a question that has to be answered is no answer.
            closes_beside: !matches!(self, Dialog::Confirm { doubt: Some(_), .. })
                && (!self.comes_back() || matches!(self, Dialog::Scan(_) | Dialog::Attached(_))),
            hangs: matches!(self, Dialog::Palette(_)),
        };
        let begins_with_text = matches!(
            self,
            Dialog::File(_)
                | Dialog::Leave(_)
                | Dialog::Place(_)
                | Dialog::Correct(_)
                | Dialog::Period(_)
                | Dialog::Verify { .. }
        );
        modal_ui(ctx, std::mem::discriminant(self), over, commands, |ui, commands| {
            if begins_with_text {
                first_control(ui);
            }
            self.contents_ui(ui, office, composing, commands);
        });
    }

    fn contents_ui(&mut self, ui: &mut egui::Ui, office: &Office, composing: bool, commands: &mut Vec<Command>) {
        let register = office.register();
        match self {
            Dialog::Told(error) => told_ui(ui, error, commands),
            Dialog::Article { article, text } => article_ui(ui, *article, text, commands),
            Dialog::Reason(reason) => reason.ui(ui, commands),
            Dialog::Palette(palette) => palette.ui(ui, commands),
            Dialog::Print(print) => print.ui(ui, commands),
            Dialog::Confirm { title, doubt, lines, note, verb, decline, then } => {
                ui.label(theme::head(*title));
                if let Some(doubt) = doubt {
                    ui.label(egui::RichText::new(doubt.as_str()).color(theme::STOP));
                }
                lines_ui(ui, lines);
                ui.label(theme::weak(note.as_str()));
                // What is in doubt is not done by one Enter.
                let (does, cancels) = ui
                    .horizontal(|ui| match doubt {
                        None => (first_button(ui, theme::main_button(verb)), ui.button(*decline).clicked()),
                        Some(_) => (ui.button(*verb).clicked(), first_button(ui, theme::main_button(decline))),
                    })
                    .inner;
                if does {
                    commands.extend([Command::CloseDialog, then.clone()]);
                } else if cancels {
                    commands.push(Command::CloseDialog);
                }
            }
            Dialog::Handle(handling) => handling.ui(ui, commands),
            Dialog::Cleanup { accounts, treatment } => cleanup_ui(ui, accounts, treatment, commands),
            Dialog::Initial(initial) => initial.ui(ui, commands),
            Dialog::Sign(sign) => sign.ui(ui, register, commands),
            Dialog::Save { what, path } => save_ui(ui, what, path, commands),
            Dialog::File(file) => file.ui(ui, office, composing, commands),
            Dialog::Leave(leaving) => leaving.ui(ui, office, composing, commands),
            Dialog::Place(placing) => placing.ui(ui, office, commands),
            Dialog::Correct(correction) => correction.ui(ui, office, composing, commands),
            Dialog::Restore(restore) => restore.ui(ui, commands),
            Dialog::SecondPlace(place) => place.ui(ui, commands),
            Dialog::Lock(lock) => lock.ui(ui, commands),
            Dialog::Accept { system, day, today } => accept_ui(ui, *system, day, *today, register, commands),
            Dialog::Attach { paper, path } => attach_ui(ui, paper, path, commands),
            Dialog::AttachFolder(path) => attach_folder_ui(ui, path, commands),
            Dialog::Scan(scan) => scan.ui(ui, commands),
            Dialog::Attached(taken) => attached_ui(ui, taken, commands),
            Dialog::Period(period) => period.ui(ui, commands),
            Dialog::Live(live) => live.ui(ui, commands),
            Dialog::Verify { fingerprint } => verify_ui(ui, fingerprint, commands),
            Dialog::Folder { filing, path } => folder_ui(ui, *filing, path, commands),
        }
    }
}

fn told_ui(ui: &mut egui::Ui, error: &Error, commands: &mut Vec<Command>) {
    ui.label(theme::head("没有完成"));
    lines_ui(ui, error.lines());
    if let Some(advice) = error.advice() {
        ui.label(theme::weak(format!("{advice}。")));
    }
    let told = error.to_string();
    ui.horizontal(|ui| {
        if first_button(ui, theme::main_button("知道了")) {
            commands.push(Command::CloseDialog);
        }
        for article in Article::named_in(&told) {
            if ui.button(format!("看{article}")).clicked() {
                commands.push(Command::ReadArticle(article));
            }
        }
    });
}

/// Over what is under way, so that nothing of it is left for reading.
fn article_ui(ui: &mut egui::Ui, article: Article, text: &str, commands: &mut Vec<Command>) {
    ui.label(theme::head(format!("制度{article}")));
    ui.label(text);
    if first_button(ui, theme::main_button("知道了")) {
        commands.push(Command::CloseDialog);
    }
}

fn accept_ui(
    ui: &mut egui::Ui,
    system: SystemId,
    day: &mut String,
    today: Day,
    register: &Register,
    commands: &mut Vec<Command>,
) {
    ui.label(theme::head(format!("验收：{}", register.system_name(Some(system)))));
    ui.label(theme::weak(
        "验收后，在用的测试账号和临时账号列入一张清理清单，由网络技术中心和主管科室共同督促删除（第二十一条）。",
    ));
    let entered = first_text(ui, day, "验收日期", 20);
    let read = Day::from_typed(day, today);
    if let Some(earlier) = register.get::<InfoSystem>(system).and_then(|it| it.accepted_on) {
        let registered = format!("已登记过验收，验收日期是{}", earlier.chinese());
        let changes = match read {
            Some(day) if day == earlier => format!("{registered}。日期不变，只列出新的测试账号和临时账号。"),
            Some(day) => format!("{registered}。登记后改为{}，原来的日期留在台账中。", day.chinese()),
            None => format!("{registered}。"),
        };
        ui.label(egui::RichText::new(changes).color(theme::WARN));
    }
    let ready = awaits_ui(ui, &[(read.is_some(), "验收日期")], None);
    ui.horizontal(|ui| {
        if let Some(day) = read.filter(|_| goes_on(ui, "登记验收", ready, entered)) {
            commands.push(Command::Accept(system, day));
        }
        cancel_ui(ui, commands);
    });
}

fn cleanup_ui(ui: &mut egui::Ui, accounts: &[AccountId], treatment: &mut Treatment, commands: &mut Vec<Command>) {
    ui.label(theme::head("生成清理清单"));
    ui.label(format!("选中的{}个账号，处理方式：", accounts.len()));
    ui.horizontal(|ui| {
        for one in Treatment::ALL {
            if ui.radio(*treatment == *one, one.label()).clicked() {
                *treatment = *one;
            }
        }
    });
    ui.label(theme::weak("离职人员的账号只能禁用或删除（第二十二条）；验收后的测试账号只能删除（第二十一条）。"));
    ui.horizontal(|ui| {
        if first_button(ui, theme::main_button("生成")) {
            commands.push(Command::MakeCleanup(accounts.to_vec(), *treatment));
        }
        cancel_ui(ui, commands);
    });
}

fn save_ui(ui: &mut egui::Ui, what: &Export, path: &mut PathField, commands: &mut Vec<Command>) {
    let (title, verb, ending, wanted) = match what {
        Export::Pdf(..) => ("保存为 PDF", "保存", "pdf", Wanted::SavePdf),
        Export::Excel(_) => ("导出 Excel", "导出", "xlsx", Wanted::SaveExcel),
    };
    ui.label(theme::head(title));
    let entered = path.first_ui(ui, "保存位置", "", wanted);
    let target = path.path();
    let target = if target.extension().is_none() { target.with_extension(ending) } else { target };
    let told = theme::weak(if path.on_disk(&target, Path::is_file) {
        "这个文件已经存在，会被替换。"
    } else if path.is_unanswered() {
        "没有选定文件。如果没有出现选择窗口，请直接改写上面的路径。"
    } else {
        "可以直接改写路径，或点“浏览”选择。"
    });
    let ready = awaits_ui(ui, &[(path.is_given(), "保存位置")], Some(told));
    ui.horizontal(|ui| {
        if goes_on(ui, verb, ready, entered) {
            path.ask_disk_anew();
            commands.push(Command::Write(what.clone(), target));
        }
        cancel_ui(ui, commands);
    });
}

fn verify_ui(ui: &mut egui::Ui, fingerprint: &mut String, commands: &mut Vec<Command>) {
    ui.label(theme::head("核对台账"));
    ui.label(theme::weak("每一条都查。写上记下的指纹，还能查出台账的末尾有没有被截去、整段有没有被改写。"));
    let entered = labelled_text(ui, "指纹（备案表或备份文件名上的，可不填）", fingerprint, "");
    ui.horizontal(|ui| {
        if ui.add(theme::main_button("核对")).clicked() || entered {
            commands.push(Command::Verify(fingerprint.clone()));
        }
        cancel_ui(ui, commands);
    });
}

fn folder_ui(ui: &mut egui::Ui, filing: FilingId, path: &mut PathField, commands: &mut Vec<Command>) {
    ui.label(theme::head("重新导出备案文件"));
    ui.label(theme::weak("Excel 与报送时的完全一样；PDF 和报送单按报送时的内容重新生成。"));
    let entered = path.first_ui(ui, "文件夹", "", Wanted::Folder);
    let ready = awaits_ui(ui, &[(path.is_given(), "文件夹")], None);
    ui.horizontal(|ui| {
        if goes_on(ui, "导出", ready, entered) {
            commands.push(Command::SaveFiling(filing, path.path()));
        }
        cancel_ui(ui, commands);
    });
}

fn attach_ui(ui: &mut egui::Ui, paper: &str, path: &mut PathField, commands: &mut Vec<Command>) {
    ui.label(theme::head(format!("附上{paper}的扫描件")));
    let entered = path.first_ui(ui, "扫描件", "", Wanted::Scan);
    ui.label(theme::weak(format!("{}。文件原样存入数据文件。", taken())));
    let ready = awaits_ui(ui, &[(path.is_given(), "扫描件")], None);
    ui.horizontal(|ui| {
        if goes_on(ui, "附上", ready, entered) {
            commands.push(Command::Attach(paper.to_owned(), path.path()));
        }
        cancel_ui(ui, commands);
    });
}
