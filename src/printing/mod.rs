//! The printers of the system: which there are, and what one was asked to print. CUPS' tools on Linux, the spooler and
//! the shell's verbs on Windows.

#[cfg(not(windows))]
mod cups;
#[cfg(windows)]
mod shell;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::error::{Error, ErrorKind, Result};

#[cfg(not(windows))]
pub use cups::Cups;
#[cfg(windows)]
pub use shell::Shell;

/// The most copies that are asked for at once.
pub const MOST_COPIES: u32 = 99;

/// The printers that can be asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Printers {
    /// By the names that the system gives them, the default first.
    pub names: Vec<String>,
    /// The one that is asked where none is named.
    pub default: Option<String>,
    /// Whether a job says on how many sides it prints; else the printer's own setting holds.
    pub sets_sides: bool,
}

impl Printers {
    /// The printers by name, as the system told them.
    fn new(mut names: Vec<String>, default: Option<String>, sets_sides: bool) -> Self {
        // Someone who has one printer needs no default.
        let only = names.first().filter(|_| names.len() == 1).cloned();
        let default = default.filter(|name| names.contains(name)).or(only);
        names.sort_by_key(|name| (Some(name) != default.as_ref(), name.clone()));
        Self { names, default, sets_sides }
    }
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
    /// How many copies of it were taken: the shell of Windows is handed one after the other.
    pub copies: u32,
}

impl Accepted {
    /// How many copies were taken, and how many were asked for where that is more.
    pub fn told(&self, asked: u32) -> String {
        let taken = self.copies;
        if taken == asked { format!("{taken}份") } else { format!("只收下{taken}份（要{asked}份）") }
    }
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

/// The print system cannot do what it is asked.
fn refused(what: impl Into<String>, advice: &str) -> Error {
    Error::new(ErrorKind::System, what).advise(advice)
}

/// The same of a job: nothing was changed by it.
fn unchanged(error: &Error) -> Error {
    refused(error.lines().join("；"), &format!("表的状态没有改动。{}", error.advice().unwrap_or("请稍后再试")))
}

/// Nobody named a printer.
fn no_default() -> Error {
    refused("没有设定默认打印机", "请选定一台打印机，或请管理员设定默认打印机；也可以保存为 PDF")
}

/// The clerk called it off.
fn cancelled_by_clerk() -> Error {
    refused("打印已取消", "如果打印机仍然出纸，请把那一份作废")
}
