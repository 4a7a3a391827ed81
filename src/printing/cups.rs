//! CUPS, through the tools that every desktop with CUPS has: `lpstat` tells the printers, `lp` takes the job.

use std::io::{Read, Seek, Write};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::{Accepted, Job, Printers, Printing, cancelled_by_clerk, no_default, refused, unchanged};
use crate::error::{Error, Result};

/// How long a tool of the system may take before it is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// CUPS.
#[derive(Debug, Clone)]
pub struct Cups {
    /// Another server than the one that the system names: `host:port`, or the path of a socket.
    pub server: Option<String>,
    /// How long one of its tools may take.
    pub patience: Duration,
}

impl Default for Cups {
    fn default() -> Self {
        Self { server: None, patience: PATIENCE }
    }
}

impl Cups {
    /// A tool; it speaks English, whatever the desktop speaks.
    fn tool(&self, name: &str) -> Command {
        let mut command = Command::new(name);
        command.env("LC_ALL", "C");
        if let Some(server) = &self.server {
            command.env("CUPS_SERVER", server);
        }
        command
    }

    fn ask(&self, option: &str) -> Result<Said> {
        run(self.tool("lpstat").arg(option), self.patience, &AtomicBool::new(false))
            .map_err(|ended| unfinished(&ended, missing()))
    }

    fn is_running(&self) -> Result<bool> {
        Ok(self.ask("-r")?.out == "scheduler is running")
    }
}

impl Printing for Cups {
    fn printers(&self) -> Result<Printers> {
        let names: Vec<String> = self.ask("-e")?.out.lines().map(str::trim).map(str::to_owned).collect();
        // No printer and no service look alike but to this question.
        if names.is_empty() && !self.is_running()? {
            return Err(not_running());
        }
        let told = self.ask("-d")?.out;
        let default = told.strip_prefix("system default destination: ").map(str::to_owned);
        Ok(Printers::new(names, default, true))
    }

    fn print(&self, pdf: &[u8], job: &Job, cancelled: &AtomicBool) -> Result<Accepted> {
        self.hand_over(pdf, job, cancelled).map_err(|error| unchanged(&error))
    }
}

impl Cups {
    fn hand_over(&self, pdf: &[u8], job: &Job, cancelled: &AtomicBool) -> Result<Accepted> {
        let fail = |error: std::io::Error| Error::io("写入", &std::env::temp_dir(), &error);
        let mut file = tempfile::Builder::new().suffix(".pdf").tempfile().map_err(fail)?;
        file.write_all(pdf).map_err(fail)?;
        let mut command = self.tool("lp");
        if let Some(printer) = &job.printer {
            command.args(["-d", printer]);
        }
        command.args(["-n", &job.copies.to_string(), "-t", &job.title, "-o", "media=A4", "-o"]);
        command.arg(if job.two_sided { "sides=two-sided-long-edge" } else { "sides=one-sided" });
        command.arg("--").arg(file.path());
        let said = match run(&mut command, self.patience, cancelled) {
            Ok(said) => said,
            // Taken just before it was ended: the job is in the queue all the same.
            Err(Ended::Hung(said) | Ended::Cancelled(said)) if job_of(&said.out).is_some() => {
                return Ok(Accepted { job: job_of(&said.out), copies: job.copies });
            }
            Err(ended) => return Err(unfinished(&ended, missing())),
        };
        match job_of(&said.out) {
            Some(number) if said.ok => Ok(Accepted { job: Some(number), copies: job.copies }),
            _ => Err(self.explained(&said, job.printer.as_deref())),
        }
    }

    /// Why a job was not taken, in the clerk's words.
    fn explained(&self, said: &Said, printer: Option<&str>) -> Error {
        let name = printer.map_or_else(|| "默认打印机".to_owned(), |name| format!("打印机“{name}”"));
        // `lp` is asked to speak English; the clerk is told in Chinese.
        let told = said.complaint.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| told.contains(word));
        if says(&["not accepting"]) {
            return refused(format!("{name}现在不接收任务"), "请换一台打印机，或请管理员恢复这台打印机后再打");
        }
        if says(&["no default destination"]) && !matches!(self.is_running(), Ok(false)) {
            return no_default();
        }
        if says(&["unable to connect", "connection refused", "no such file or directory"]) {
            return not_running();
        }
        if says(&["forbidden", "unauthorized", "not authorized", "password for"]) {
            return refused(format!("没有权限用{name}打印"), "请换一台打印机，或请管理员开放权限");
        }
        if says(&["too large", "quota", "too many"]) {
            return refused(format!("{name}不收这么大或这么多份的任务"), "请分几次打印，或换一台打印机");
        }
        if says(&["unsupported"]) {
            return refused(format!("{name}不能打印 PDF"), "请换一台打印机，或保存为 PDF，换一台电脑打印");
        }
        if says(&["does not exist", "no default destination", "unknown"]) {
            return match self.is_running() {
                Ok(false) => not_running(),
                _ => refused(format!("找不到{name}"), "请换一台打印机，或保存为 PDF"),
            };
        }
        let report = if told.is_empty() { "没有任务编号" } else { said.complaint.as_str() };
        refused(format!("{name}没有接收任务（系统报告：{report}）"), "请换一台打印机，或保存为 PDF")
    }
}

/// What a tool of the system said.
struct Said {
    ok: bool,
    out: String,
    complaint: String,
}

/// How a tool came to no end of its own.
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

/// The tool did not come to its end.
fn unfinished(ended: &Ended, missing: Error) -> Error {
    match ended {
        Ended::Missing => missing,
        Ended::Hung(_) => refused("打印服务一直没有回答", "请稍后再试，或保存为 PDF，换一台电脑打印"),
        Ended::Cancelled(_) => cancelled_by_clerk(),
        Ended::Failed(error) => {
            refused(format!("打印没有开始（系统报告：{error}）"), "请稍后再试，或保存为 PDF，换一台电脑打印")
        }
    }
}

/// The job's number in what `lp` says: `request id is SINK-1 (1 file(s))`.
fn job_of(out: &str) -> Option<String> {
    let number = out.lines().find_map(|line| line.strip_prefix("request id is "))?.split_whitespace().next()?;
    Some(number.to_owned())
}

fn missing() -> Error {
    refused("这台电脑没有装打印服务", "可以保存为 PDF，换一台电脑打印；或请管理员安装（cups、cups-client）")
}

fn not_running() -> Error {
    refused("打印服务没有运行", "可以保存为 PDF，换一台电脑打印；或请管理员启动打印服务")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `lp` of CUPS 2.4 says, in the words of its source.
    #[test]
    fn what_lp_complains_of_is_told_in_chinese_with_its_cause() {
        let cups = Cups::default();
        for (complaint, told) in [
            ("lp: Error - unable to connect to server: Connection refused", "打印服务没有运行"),
            ("lp: Destination \"SINK\" is not accepting jobs.", "不接收任务"),
            ("lp: Forbidden", "没有权限"),
            ("lp: Unsupported document-format \"application/pdf\".", "不能打印 PDF"),
            ("lp: Too many copies", "这么多份"),
        ] {
            let said = Said { ok: false, out: String::new(), complaint: complaint.to_owned() };
            let error = cups.explained(&said, Some("SINK")).to_string();
            assert!(error.contains(told), "{complaint}: {error}");
            let english = error.replace("SINK", "").replace("PDF", "");
            let english = english.replace("cups-client", "").replace("cups", "");
            assert!(!english.chars().any(|c| c.is_ascii_alphabetic()), "{error}");
        }
    }

    #[test]
    fn a_job_has_a_number_only_where_lp_gives_one() {
        assert_eq!(job_of("request id is 三楼-12 (1 file(s))"), Some("三楼-12".to_owned()));
        assert_eq!(job_of(""), None);
        assert_eq!(job_of("lp: Destination \"SINK\" is not accepting jobs."), None);
    }
}
