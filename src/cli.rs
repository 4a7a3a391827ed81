//! The command line: the same errands without a window.

mod check;
mod demo;
mod filing;
mod history;
mod import;
mod leave;
mod merge;
mod paper;
mod print;
mod rounds;
mod trust;
mod words;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use clap::{ArgAction, FromArgMatches, Parser, Subcommand};

use crate::error::{Error, ErrorKind, Result};
use crate::fsio;
use crate::model::{
    Choice, Day, Department, DepartmentId, Disposal, FilingKind, Judgement, Person, Quarter, Register, TableKind,
};
use crate::ops::{FilingRequest, Manner, Office, PUT_RIGHT, left_behind};
use crate::papers::NO_GLYPH;
use crate::places;
use crate::rules::leaving::Leaving;
use crate::store::Access;
use crate::{clock, crash};

/// The command line as told.
#[derive(Debug, Parser)]
#[command(name = "taizhang", disable_help_flag = true, disable_help_subcommand = true)]
pub struct Cli {
    /// 数据文件（不写则用本人的数据文件）
    #[arg(long, global = true, value_name = "文件")]
    file: Option<PathBuf>,
    /// 把这一天当作今天（YYYY-MM-DD）
    #[arg(long, global = true, value_name = "日期", value_parser = words::day)]
    today: Option<Day>,
    /// 显示帮助
    #[arg(short = 'h', long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    /// 打开窗口时把第一帧的用时写到标准错误
    #[arg(long, hide = true)]
    timing: bool,
    /// 窗口由什么绘制：gl（OpenGL）或 cpu（处理器）；写 gl,cpu 时依次试。不写则有显卡用 OpenGL，没有时用处理器
    #[arg(long = "renderer", value_name = "方式", value_delimiter = ',', value_parser = words::renderer)]
    renderers: Vec<Renderer>,
    /// 显示版本
    #[arg(short = 'V', long, action = ArgAction::SetTrue)]
    version: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 新建空的数据文件（已有文件时拒绝）
    Init,
    /// 载入 JSON 数据：全部载入，或一条也不载入（“-”表示标准输入）
    Load {
        /// JSON 文件，“-”表示标准输入
        #[arg(value_name = "数据.json")]
        document: PathBuf,
    },
    /// 以 JSON 输出全部数据
    Dump,
    #[command(flatten)]
    Paper(paper::Errand),
    /// 备案：登记签字，把 Excel、PDF 和报送单写入文件夹；同一季度再做一次得到同样的文件
    File {
        /// 科室名称
        #[arg(value_name = "科室")]
        department: String,
        /// 报送期，如 2026Q3
        #[arg(long, value_name = "季度", value_parser = words::quarter)]
        period: Quarter,
        /// 签字日期（已在台账中登记签字的可以不写）
        #[arg(long, value_name = "日期", value_parser = words::day)]
        signed_on: Option<Day>,
        /// 签字人（不写则是科室的分管领导；非自建系统账号是科室负责人）
        #[arg(long, value_name = "姓名")]
        signed_by: Option<String>,
        /// 例外办理的原因：表上的账号有须改正的事项时写明，它会记入台账
        #[arg(long, value_name = "原因")]
        reason: Option<String>,
        /// 备案内容：matrix（附件1，第五条；不写则是它）或 outside（非自建系统账号，第十九条）
        #[arg(long, value_name = "内容", value_parser = words::filing_kind)]
        kind: Option<FilingKind>,
        /// 写入的文件夹
        #[arg(long, value_name = "文件夹")]
        out: PathBuf,
        /// 以 JSON 输出变动数
        #[arg(long)]
        json: bool,
    },
    /// 打印申请表、清理清单或科室的对照表，合成一个打印任务；打印机接收后登记为已打印
    Print(print::Print),
    /// 导入科室、人员、信息系统或账号的表格（xlsx、xls、ods、csv）；有误的行不导入，这时退出码为3
    Import {
        /// 表格文件
        #[arg(value_name = "文件")]
        table: PathBuf,
        /// 当作哪种表：form1、form3、departments、people、systems、accounts
        #[arg(long = "as", value_name = "种类", value_parser = words::table)]
        kind: TableKind,
        /// 表是哪个科室的（附件1 上方没有写明时；账号表中的新人员登记到这个科室）
        #[arg(long, value_name = "科室")]
        department: Option<String>,
        /// 只试算，不导入
        #[arg(long)]
        dry_run: bool,
        /// 不自动登记表中提到的新科室、新人员、新系统
        #[arg(long)]
        no_new: bool,
        /// 有误的行写成 Excel，改正后可以再导入
        #[arg(long, value_name = "文件.xlsx")]
        errors: Option<PathBuf>,
        /// 以 JSON 输出
        #[arg(long)]
        json: bool,
    },
    /// 汇总各科室交回的附件1：科室小计、全部账号、冲突、提示；有没有汇总的行时退出码为3
    Merge {
        /// 交回的文件
        #[arg(value_name = "文件", required = true)]
        tables: Vec<PathBuf>,
        /// 写成的 Excel
        #[arg(long, value_name = "文件.xlsx")]
        out: PathBuf,
        /// 以 JSON 输出
        #[arg(long)]
        json: bool,
    },
    /// 核对台账：有无改动、删除、插入、截尾，与记录是否一致；台账有问题时退出码为5
    Verify {
        /// 另外记下的指纹，或它的前12位以上：核对那一条还在不在
        #[arg(long, value_name = "指纹")]
        fingerprint: Option<String>,
    },
    /// 列出台账，或导出 Excel
    Log(history::Log),
    /// 按制度逐条检查全部记录；有须改正的事项时退出码为4
    Check {
        /// 以 JSON 输出
        #[arg(long)]
        json: bool,
    },
    /// 列出待办，按日期排列
    Todo {
        /// 以 JSON 输出
        #[arg(long)]
        json: bool,
    },
    /// 办理离职：注销申请表、清理清单、书面通知一次办齐，写到一个文件夹
    Leave {
        /// 「姓名」，同名的写「姓名（科室）」
        #[arg(value_name = "姓名")]
        person: String,
        /// 离职日
        #[arg(long, value_name = "日期", value_parser = words::day)]
        on: Day,
        /// 手续办结日，有了才出具书面通知；不写则用登记的
        #[arg(long, value_name = "日期", value_parser = words::day)]
        handed_over: Option<Day>,
        /// 经办人，作申请表的申请人；不写则留空，由经办人手填
        #[arg(long, value_name = "姓名")]
        by: Option<String>,
        /// 放在哪个文件夹
        #[arg(long, value_name = "文件夹")]
        out: PathBuf,
        /// 以 JSON 输出
        #[arg(long)]
        json: bool,
    },
    /// 抽查：从在用账号中按种子抽取，记入台账
    Sample {
        /// 只抽这个系统的（不写则全部系统）
        #[arg(long, value_name = "系统")]
        system: Option<String>,
        /// 只抽这个科室人员的（不写则全部科室）
        #[arg(long, value_name = "科室")]
        department: Option<String>,
        /// 抽多少个
        #[arg(long, value_name = "数量", value_parser = words::count)]
        size: usize,
        /// 种子：同样的数据、数量和种子，抽到的总是一样
        #[arg(long, value_name = "整数", value_parser = words::whole, allow_hyphen_values = true)]
        seed: i64,
        /// 以 JSON 输出
        #[arg(long)]
        json: bool,
    },
    /// 巡检一个系统：新开一次，或接着办没有办完的
    Inspect {
        /// 系统名称
        #[arg(value_name = "系统")]
        system: String,
        /// 一个账号的结论，可写多次；结论为保留、变更、禁用、删除、存疑
        #[arg(long, value_name = "账号=结论", value_parser = rounds::answer)]
        answer: Vec<(String, Judgement)>,
        /// 办结，变更、禁用、删除的生成清理清单
        #[arg(long)]
        finish: bool,
        /// 以 JSON 输出
        #[arg(long)]
        json: bool,
    },
    /// 撤销最后一项操作
    Undo,
    /// 重做刚撤销的操作
    Redo,
    #[command(flatten)]
    Trust(trust::Errand),
    /// 生成示例数据和全部表格
    Demo {
        /// 放在哪个文件夹
        #[arg(value_name = "文件夹")]
        folder: PathBuf,
    },
}

/// What may draw the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renderer {
    /// OpenGL.
    Gl,
    /// The processor.
    Cpu,
}

/// What the command line asks for.
#[derive(Debug)]
pub enum Asked {
    /// The window, on this data file (none: the user's own), with this day as today (none: the clock's).
    Window {
        /// The data file.
        file: Option<PathBuf>,
        /// Today.
        today: Option<Day>,
        /// Whether to tell how long the first frame took.
        timing: bool,
        /// What is to draw it, the first that can; none where that is not told.
        renderers: Vec<Renderer>,
    },
    /// It was an errand; it is done, with this exit code.
    Done(u8),
}

/// Runs the errand that `arguments` (with the program's name first) ask for.
pub fn run(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> Asked {
    let told = match words::command().try_get_matches_from(arguments).and_then(|told| Cli::from_arg_matches(&told)) {
        Ok(told) => told,
        Err(error) => {
            let help = matches!(error.kind(), clap::error::ErrorKind::DisplayHelp);
            if help {
                return Asked::Done(print(&error.render().to_string()));
            }
            return Asked::Done(complain(
                &Error::bad_input(words::refusal(&error)).advise("用 taizhang --help 查看用法"),
            ));
        }
    };
    if told.version {
        return Asked::Done(print(&format!("taizhang {}\n", env!("CARGO_PKG_VERSION"))));
    }
    let Some(command) = told.command else {
        let Cli { file, today, timing, renderers, .. } = told;
        return Asked::Window { file, today, timing, renderers };
    };
    let today = told.today.unwrap_or_else(clock::today);
    let file = told.file.clone().or_else(|| places::data_file().ok());
    crash::watch(file.map(|file| fsio::folder_of(&file)), || clock::now(None));
    let outcome = crash::guarded(|| carry_out(command, told.file.as_deref(), today));
    crash::unwatch();
    Asked::Done(match outcome.unwrap_or_else(|error| Err(Outcome::Refused(error))) {
        Ok(printed) => print(&printed),
        Err(Outcome::Refused(error)) => complain(&error),
        Err(Outcome::Stopped(printed)) => print(&printed).max(4),
        // Done in part: what is printed is the answer, the code tells of the rest.
        Err(Outcome::InPart(printed)) => print(&printed).max(3),
    })
}

/// Prints what an errand answers. Who closes the pipe early has seen enough.
fn print(text: &str) -> u8 {
    match std::io::stdout().lock().write_all(text.as_bytes()).and_then(|()| std::io::stdout().flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => complain(
            &Error::new(ErrorKind::System, format!("结果没有输出（系统报告：{error}）"))
                .advise("操作本身已经完成，不要重做；可以用 dump 查看"),
        ),
        _ => 0,
    }
}

/// Tells what is wrong, a line each; returns the exit code: 2 wrong use or bad input, 5 a 台账 that is not what
/// was written, 1 anything else.
pub fn complain(error: &Error) -> u8 {
    match error.lines() {
        [_] => tell(&error.to_string()),
        lines => lines.iter().for_each(|line| tell(line)),
    }
    match error.kind() {
        ErrorKind::BadInput => 2,
        ErrorKind::Tampered => 5,
        _ => 1,
    }
}

/// A line on standard error. Where even that is full, the exit code still tells.
fn tell(line: &str) {
    writeln!(std::io::stderr(), "{line}").ok();
}

/// Says which characters of a paper no font has.
fn tell_missing(paper: &str, missing: &str) {
    tell(&format!("{paper}：{missing}{NO_GLYPH}"));
}

/// An errand that did not do all it was asked for.
enum Outcome {
    /// Nothing was done.
    Refused(Error),
    /// Some of it; what to print.
    InPart(String),
    /// It is answered, and the answer is that something stops; what to print.
    Stopped(String),
}

impl From<Error> for Outcome {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

fn carry_out(command: Command, told: Option<&Path>, today: Day) -> std::result::Result<String, Outcome> {
    let file = || told.map_or_else(places::data_file, |file| Ok(file.to_path_buf()));
    let read = || open(&file()?, Access::Read, today);
    match command {
        Command::Init => {
            let file = file()?;
            fsio::make_folder(&fsio::folder_of(&file))?;
            Ok(Office::create(&file).map(|()| String::new())?)
        }
        Command::Load { document } => {
            let json = read_document(&document)?;
            let loaded = open(&file()?, Access::Write, today)?.load(&json, today)?;
            loaded.doubts.iter().for_each(|doubt| tell(doubt));
            Ok(loaded.given.into_iter().map(|number| number + "\n").collect())
        }
        Command::Dump => Ok(read()?.dump()? + "\n"),
        Command::Paper(errand) => Ok(errand.run(&file()?, today)?),
        Command::File { department, period, signed_on, signed_by, reason, kind, out, json } => {
            let mut office = open(&file()?, Access::Write, today)?;
            let department = department_called(office.register(), &department)?;
            let (kind, signed_by) = (kind.unwrap_or(FilingKind::Matrix), signed_by.unwrap_or_default());
            let reason = reason.unwrap_or_default();
            let told = FilingRequest { department, kind, period, signed_on, signed_by, reason };
            let filed = office.file_table(&told, today)?;
            Ok(filing::save(&office, filed, &out, json)?)
        }
        Command::Print(asked) => Ok(asked.run(&mut open(&file()?, Access::Write, today)?, today)?),
        Command::Import { table, kind, department, dry_run, no_new, errors, json } => {
            let manner = Manner { dry_run, makes_new: !no_new, department };
            import::run(&table, kind, &manner, errors.as_deref(), json, &file()?, today)
        }
        Command::Merge { tables, out, json } => merge::run(&tables, &out, json, told, today),
        Command::Verify { fingerprint } => verify(&read()?, fingerprint.as_deref()),
        Command::Log(log) => Ok(log.run(&read()?, today)?),
        Command::Check { json } => check::run(&read()?, today, json),
        Command::Todo { json } => Ok(check::due(&read()?, today, json)),
        Command::Leave { person, on, handed_over, by, out, json } => {
            let mut office = open(&file()?, Access::Write, today)?;
            let named = |name: &str| office.person_called(name);
            let person = named(&person)?;
            // What is registered already is not asked for again: as in the window.
            let registered = office.register().get::<Person>(person).and_then(|it| it.handed_over_on);
            let leaving = Leaving {
                person,
                left_on: on,
                handed_over_on: handed_over.or(registered.filter(|day| *day <= today)),
                by: by.as_deref().map(named).transpose()?,
                disposal: Disposal::Disable,
                successors: std::collections::BTreeMap::new(),
            };
            Ok(leave::run(&mut office, &leaving, &out, json, today)?)
        }
        Command::Sample { system, department, size, seed, json } => {
            let mut office = open(&file()?, Access::Write, today)?;
            Ok(rounds::sample(&mut office, (system.as_deref(), department.as_deref()), size, seed, json, today)?)
        }
        Command::Inspect { system, answer, finish, json } => {
            let mut office = open(&file()?, Access::Write, today)?;
            Ok(rounds::inspect(&mut office, &system, &answer, finish, json, today)?)
        }
        Command::Undo => {
            let mut office = open(&file()?, Access::Write, today)?;
            let records = office.undoable()?.map_or(0, |it| it.records);
            let op = office.undo(today)?;
            left_behind(op).into_iter().for_each(tell);
            Ok(format!("已撤销：{}（{records}条记录）\n", op.label()))
        }
        Command::Redo => {
            let op = open(&file()?, Access::Write, today)?.redo(today)?;
            Ok(format!("已重做：{}\n", op.label()))
        }
        Command::Trust(errand) => errand.run(&file()?, today),
        Command::Demo { folder } => Ok(demo::make(&folder, today)?),
    }
}

/// Opens a data file, and says what another program had done to it, and where the day of the computer may be wrong.
fn open(file: &Path, access: Access, today: Day) -> Result<Office> {
    let office = Office::open(file, access)?;
    office.clock_doubt(today)?.iter().for_each(|doubt| tell(doubt));
    if office.store().was_put_right() {
        tell(PUT_RIGHT);
    }
    Ok(office)
}

/// The department of this name or short name, where it is not void.
fn department_called(register: &Register, name: &str) -> Result<DepartmentId> {
    let known = register.department_named(name);
    let known = known.filter(|id| register.get::<Department>(*id).is_some_and(|it| it.void_reason.is_none()));
    known.ok_or_else(|| Error::bad_input(format!("没有名为“{}”的科室", name.trim())).advise("请写登记的科室名称"))
}

/// What the 台账 says of itself, and its fingerprint; a broken one is an error that names the place.
fn verify(office: &Office, fingerprint: Option<&str>) -> std::result::Result<String, Outcome> {
    let verdict = office.verify_beside(fingerprint, &places::backup_folder(office.store().path()))?;
    match verdict.broken {
        None if verdict.entries == 0 => Ok("台账完好：还没有记载\n".into()),
        None => Ok(format!("台账完好：{}条，最后一条的指纹 {}\n", verdict.entries, verdict.fingerprint)),
        Some(broken) => Err(broken.error().into()),
    }
}

/// What cannot be read is bad input, be it missing, a folder or locked.
fn unreadable(error: Error) -> Error {
    match error.kind() {
        ErrorKind::BadInput => error,
        _ => Error::bad_input(error.lines().join("；")),
    }
}

/// The largest document, in bytes: an office of 100,000 accounts has a tenth of it. A pipe may give without end.
const LARGEST_DOCUMENT: u64 = 512 * 1024 * 1024;

/// A text from a file or a pipe, without the mark that some editors (Notepad) put before it.
fn read_document(path: &Path) -> Result<String> {
    let open = || -> std::io::Result<Box<dyn Read>> {
        Ok(if path == Path::new("-") { Box::new(std::io::stdin()) } else { Box::new(std::fs::File::open(path)?) })
    };
    let mut bytes = Vec::new();
    let read = open().and_then(|file| file.take(LARGEST_DOCUMENT + 1).read_to_end(&mut bytes));
    read.map_err(|error| unreadable(Error::io("读取", path, &error)))?;
    if bytes.len() as u64 > LARGEST_DOCUMENT {
        let most = LARGEST_DOCUMENT / (1024 * 1024);
        return Err(Error::bad_input(format!("{}：超过{most}MB，没有载入", path.display()))
            .advise("数据没有改动。请分成几个文件载入"));
    }
    let text = String::from_utf8(bytes);
    let text = text.map_err(|_| Error::bad_input(format!("{}：不是 UTF-8 编码的文本", path.display())))?;
    Ok(text.trim_start_matches('\u{FEFF}').to_owned())
}
