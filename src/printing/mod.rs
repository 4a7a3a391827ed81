//! The printers of the system: which there are, and what one was asked to print. CUPS' tools on Linux, the shell's
//! print verb on Windows; no library of either is linked.

#[cfg(not(windows))]
mod cups;
#[cfg(windows)]
mod shell;

use std::io::{Read, Seek};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::error::{Error, ErrorKind, Result};

#[cfg(not(windows))]
pub use cups::Cups;
#[cfg(windows)]
pub use shell::Shell;

/// The most copies that are asked for at once.
pub const MOST_COPIES: u32 = 99;

/// How long a tool of the system may take before it is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// The printers that can be asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Printers {
    /// By the names that the system gives them.
    pub names: Vec<String>,
    /// The one that is asked where none is named.
    pub default: Option<String>,
    /// Whether a job says on how many sides it prints; else the printer's own setting holds.
    pub sets_sides: bool,
}

/// What is asked of a printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The printer; none: the system's default.
    pub printer: Option<String>,
    /// How many copies.
    pub copies: u32,
    /// 双面: both sides, turned over the long edge.
    pub two_sided: bool,
    /// What the queue shows.
    pub title: String,
}

/// A job that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The job's number, as the system gave it; the shell of Windows gives none.
    pub job: Option<String>,
}

/// A print system. A call may take long: it belongs on a thread of its own.
pub trait Printing: Send + Sync {
    /// The printers; empty where there is none.
    fn printers(&self) -> Result<Printers>;

    /// Hands a PDF over. Only what was accepted is `Ok`; `cancelled` ends the waiting.
    fn print(&self, pdf: &[u8], job: &Job, cancelled: &AtomicBool) -> Result<Accepted>;
}

/// The print system of this platform.
#[cfg(not(windows))]
pub fn of_platform() -> Arc<dyn Printing> {
    Arc::new(Cups::default())
}

/// The print system of this platform.
#[cfg(windows)]
pub fn of_platform() -> Arc<dyn Printing> {
    Arc::new(Shell)
}

/// What a tool of the system said.
#[cfg_attr(windows, expect(dead_code, reason = "only CUPS' tools complain in words that can be told apart"))]
struct Said {
    ok: bool,
    out: String,
    complaint: String,
}

/// How a tool came to no end of its own.
#[cfg_attr(windows, expect(dead_code, reason = "only CUPS gives a number that may be said before the end"))]
enum Ended {
    /// It is not installed.
    Missing,
    /// It took too long.
    Hung(Said),
    /// It was called off.
    Cancelled(Said),
    /// The system could not run it.
    Failed(std::io::Error),
}

/// Runs a tool, at most for `patience`. What it says goes through files: a pipe could fill up.
fn run(command: &mut Command, patience: Duration, cancelled: &AtomicBool) -> std::result::Result<Said, Ended> {
    let scratch = || tempfile::tempfile().map_err(Ended::Failed);
    let (mut out, mut complaint) = (scratch()?, scratch()?);
    let into = |file: &std::fs::File| file.try_clone().map(Stdio::from).map_err(Ended::Failed);
    command.stdin(Stdio::null()).stdout(into(&out)?).stderr(into(&complaint)?);
    let mut child = command.spawn().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Ended::Missing,
        _ => Ended::Failed(error),
    })?;
    let started = Instant::now();
    let status = loop {
        match child.try_wait().map_err(Ended::Failed)? {
            Some(status) => break Some(status),
            None if started.elapsed() > patience || cancelled.load(Ordering::Relaxed) => break None,
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    if status.is_none() {
        // It may have ended by itself just now: then there is nothing to end.
        child.kill().ok();
        child.wait().map_err(Ended::Failed)?;
    }
    let read = |file: &mut std::fs::File| -> std::result::Result<String, Ended> {
        let mut bytes = Vec::new();
        file.rewind().and_then(|()| file.read_to_end(&mut bytes)).map_err(Ended::Failed)?;
        Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
    };
    let said =
        Said { ok: status.is_some_and(|it| it.success()), out: read(&mut out)?, complaint: read(&mut complaint)? };
    match status {
        Some(_) => Ok(said),
        None if cancelled.load(Ordering::Relaxed) => Err(Ended::Cancelled(said)),
        None => Err(Ended::Hung(said)),
    }
}

/// The print system cannot do what it is asked.
fn refused(what: impl Into<String>, advice: &str) -> Error {
    Error::new(ErrorKind::System, what).advise(advice)
}

/// The same of a job: nothing was changed by it.
fn unchanged(error: &Error) -> Error {
    refused(error.lines().join("；"), &format!("表的状态没有改动。{}", error.advice().unwrap_or("请稍后再试")))
}

/// The tool did not come to its end.
fn unfinished(ended: &Ended, missing: Error) -> Error {
    match ended {
        Ended::Missing => missing,
        Ended::Hung(_) => refused("打印服务一直没有回答", "请稍后再试，或保存为 PDF，换一台电脑打印"),
        Ended::Cancelled(_) => refused("打印已取消", "如果打印机仍然出纸，请把那一份作废"),
        Ended::Failed(error) => {
            refused(format!("打印没有开始（系统报告：{error}）"), "请稍后再试，或保存为 PDF，换一台电脑打印")
        }
    }
}
