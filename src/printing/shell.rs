//! Windows: the program that shows PDF files prints them, asked by the shell's print verb. Only PowerShell gives that
//! verb to a program that keeps to safe Rust; a printer of another name than the default, or its sides, the verb
//! cannot be told.

use std::os::windows::process::CommandExt;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Accepted, Ended, Job, PATIENCE, Printers, Printing, Said, refused, run, unchanged, unfinished};
use crate::error::Result;
use crate::fsio;

/// No black window flashes up (`CREATE_NO_WINDOW`).
const NO_WINDOW: u32 = 0x0800_0000;
/// The answer comes in the encoding that it is read in.
const IN_UTF8: &str = "[Console]::OutputEncoding = [Text.Encoding]::UTF8;";
/// The path goes through the environment: no quoting to get wrong.
const FILE: &str = "TAIZHANG_PRINT";

/// The shell of Windows.
#[derive(Debug, Clone, Copy)]
pub struct Shell;

fn ask(script: &str, file: Option<&std::path::Path>, cancelled: &AtomicBool) -> Result<Said> {
    let mut command = Command::new("powershell.exe");
    command.args(["-NoProfile", "-NonInteractive", "-Command"]).arg(format!("{IN_UTF8} {script}"));
    command.creation_flags(NO_WINDOW);
    if let Some(file) = file {
        command.env(FILE, file);
    }
    let missing = || refused("系统不能打印（找不到 PowerShell）", "请用系统阅读器打开，在阅读器里打印");
    run(&mut command, PATIENCE, cancelled).map_err(|ended: Ended| unfinished(&ended, missing()))
}

impl Printing for Shell {
    fn printers(&self) -> Result<Printers> {
        let script = "(Get-CimInstance Win32_Printer -Filter 'Default=TRUE').Name";
        let name = Some(ask(script, None, &AtomicBool::new(false))?.out).filter(|name| !name.is_empty());
        Ok(Printers { names: name.iter().cloned().collect(), default: name, sets_sides: false })
    }

    fn print(&self, pdf: &[u8], job: &Job, cancelled: &AtomicBool) -> Result<Accepted> {
        hand_over(pdf, job, cancelled).map_err(|error| unchanged(&error))
    }
}

fn hand_over(pdf: &[u8], job: &Job, cancelled: &AtomicBool) -> Result<Accepted> {
    // The reader opens it after this call is over: the file stays until the system clears its folder.
    let folder = std::env::temp_dir().join("taizhang");
    fsio::make_folder(&folder)?;
    let file = folder.join(format!("{}.pdf", job.title));
    fsio::write_atomically(&file, pdf)?;
    let script = format!("Start-Process -FilePath $env:{FILE} -Verb Print -ErrorAction Stop");
    for _ in 0..job.copies {
        if cancelled.load(Ordering::Relaxed) {
            return Err(refused("打印已取消", "如果打印机仍然出纸，请把那一份作废"));
        }
        let said = ask(&script, Some(&file), cancelled)?;
        if !said.ok {
            return Err(refused(
                "没有能打印 PDF 的程序接收任务",
                "请装一个 PDF 阅读器，或用系统阅读器打开，在阅读器里打印",
            ));
        }
    }
    Ok(Accepted { job: None })
}
