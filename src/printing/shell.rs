//! Windows: the spooler tells the printers, and the program that shows PDF files prints them, asked by the shell's verbs:
//! `printto` names the printer, `print` leaves it at the default. On how many sides it prints, no verb can tell.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use winsafe::co;

use super::{Accepted, Job, Printers, Printing, cancelled_by_clerk, no_default, refused, unchanged};
use crate::error::{Error, Result};
use crate::fsio;

/// How long the file of a job lies for the reader, which opens it after the call is over.
const KEPT: Duration = Duration::from_hours(24);

/// The shell of Windows.
#[derive(Debug, Clone, Copy)]
pub struct Shell;

impl Printing for Shell {
    fn printers(&self) -> Result<Printers> {
        let listed = winsafe::EnumPrinters4(co::PRINTER_ENUM::LOCAL | co::PRINTER_ENUM::CONNECTIONS);
        // Whatever the reason, the binding says that the call was wrong.
        let listed = listed.map_err(|_| {
            refused("打印服务没有回答，可能没有运行", "可以保存为 PDF，换一台电脑打印；或请管理员启动打印服务")
        })?;
        let names = listed.iter().filter_map(winsafe::PRINTER_INFO_4::pPrinterName).collect();
        Ok(Printers::new(names, winsafe::GetDefaultPrinter().ok(), false))
    }

    fn print(&self, pdf: &[u8], job: &Job, cancelled: &AtomicBool) -> Result<Accepted> {
        self.hand_over(pdf, job, cancelled).map_err(|error| unchanged(&error))
    }
}

impl Shell {
    fn hand_over(self, pdf: &[u8], job: &Job, cancelled: &AtomicBool) -> Result<Accepted> {
        if job.two_sided {
            return Err(refused("程序不能让这里的打印机双面打印", "请不选双面；需要双面时，在打印机的首选项里设定"));
        }
        // The shell takes any name, and the reader would fail after it.
        let printers = self.printers()?;
        let printer = job.printer.as_ref().or(printers.default.as_ref()).ok_or_else(no_default)?;
        if !printers.names.contains(printer) {
            return Err(refused(format!("找不到打印机“{printer}”"), "请换一台打印机，或保存为 PDF"));
        }
        let is_default = winsafe::GetDefaultPrinter().is_ok_and(|default| default == *printer);
        let (mut folder, file) = lay_down(pdf, job)?;
        for taken in 0..job.copies {
            if cancelled.load(Ordering::Relaxed) {
                return some_of(taken, cancelled_by_clerk());
            }
            let named = format!("\"{printer}\"");
            // Some readers know the default alone.
            let asked = ask("printto", &file, Some(&named))
                .or_else(|error| if is_default { ask("print", &file, None) } else { Err(error) });
            if let Err(error) = asked {
                return some_of(taken, explained(error, printer, is_default));
            }
            folder.disable_cleanup(true);
        }
        Ok(Accepted { job: None, copies: job.copies })
    }
}

/// What came of a job that ended before its last copy: those that were taken are printed all the same.
fn some_of(taken: u32, why: Error) -> Result<Accepted> {
    if taken > 0 { Ok(Accepted { job: None, copies: taken }) } else { Err(why) }
}

/// Writes the file of a job into a folder of its own, since a reader may still hold that of the last one; those that are
/// a day old go.
fn lay_down(pdf: &[u8], job: &Job) -> Result<(tempfile::TempDir, PathBuf)> {
    let all = std::env::temp_dir().join("taizhang");
    fsio::make_folder(&all)?;
    let failed = |error: std::io::Error| Error::io("写入", &all, &error);
    for earlier in std::fs::read_dir(&all).map_err(failed)? {
        let earlier = earlier.map_err(failed)?;
        // One that another window is just taking away tells nothing any more.
        let Ok(written) = earlier.metadata().and_then(|it| it.modified()) else { continue };
        if written.elapsed().is_ok_and(|age| age > KEPT) {
            // What a reader still holds is for the next time.
            std::fs::remove_dir_all(earlier.path()).ok();
        }
    }
    let folder = tempfile::tempdir_in(&all).map_err(failed)?;
    let file = folder.path().join(format!("{}.pdf", job.title));
    fsio::write_atomically(&file, pdf)?;
    Ok((folder, file))
}

/// Gives a verb to the shell. `Ok` once the program that it stands for was started.
fn ask(verb: &str, file: &Path, parameters: Option<&str>) -> winsafe::SysResult<()> {
    // The shell may ask its extensions, which are COM; without it they alone are out of reach.
    let _com = winsafe::CoInitializeEx(co::COINIT::APARTMENTTHREADED | co::COINIT::DISABLE_OLE1DDE);
    winsafe::ShellExecuteEx(&winsafe::SHELLEXECUTEINFO {
        // This thread ends with the call, and has no window for the shell's own words.
        mask: co::SEE_MASK::NOASYNC | co::SEE_MASK::FLAG_NO_UI,
        verb: Some(verb),
        file: &file.to_string_lossy(),
        parameters,
        show: co::SW::SHOWMINNOACTIVE,
        ..Default::default()
    })
}

/// Why the shell took no job, in the clerk's words.
fn explained(error: co::ERROR, printer: &str, is_default: bool) -> Error {
    if matches!(error, co::ERROR::ACCESS_DENIED | co::ERROR::ACCESS_DISABLED_BY_POLICY) {
        return refused("系统不许程序请 PDF 阅读器打印", "请用系统阅读器打开，在阅读器里打印；或请管理员开放权限");
    }
    let told = std::io::Error::from_raw_os_error(error.raw().cast_signed());
    let report =
        if error == co::ERROR::NO_ASSOCIATION { String::new() } else { format!("（系统报告：{told}）") };
    if is_default {
        return refused(
            format!("没有能打印 PDF 的程序接收任务{report}"),
            "请装一个 PDF 阅读器，或用系统阅读器打开，在阅读器里打印",
        );
    }
    refused(
        format!("没有能在打印机“{printer}”上打印 PDF 的程序接收任务{report}"),
        "请选默认打印机，或装一个 PDF 阅读器；也可以用系统阅读器打开，在阅读器里选打印机",
    )
}
