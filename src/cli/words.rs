//! The command line in Chinese: help, and what is wrong with a call.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory};

use super::{Cli, Renderer};
use crate::model::{Choice, Day, FilingKind, Kind, Op, Quarter, TableKind};
use crate::papers::PageRange;
use crate::printing::MOST_COPIES;

const MAIN_HELP: &str = "\
信息系统账号管理台账

用法：taizhang [--file 文件] [--today YYYY-MM-DD] [命令]
      不写命令则打开窗口

命令：
{subcommands}

选项：
{options}
";

const ERRAND_HELP: &str = "\
{about}

用法：{usage}

{positionals-title}
{positionals}

选项：
{options}
";

/// The command line with Chinese help.
pub(super) fn command() -> Command {
    let names: Vec<String> = Cli::command().get_subcommands().map(|errand| errand.get_name().to_owned()).collect();
    names.into_iter().fold(Cli::command().help_template(MAIN_HELP), |command, name| {
        command.mut_subcommand(name, |errand| {
            let has_positionals = errand.get_positionals().next().is_some();
            let template = if has_positionals {
                ERRAND_HELP.replace("{positionals-title}", "参数：")
            } else {
                ERRAND_HELP.replace("{positionals-title}\n{positionals}\n\n", "")
            };
            let usage = usage(&errand);
            errand.override_usage(usage).help_template(template)
        })
    })
}

fn usage(errand: &Command) -> String {
    let mut usage = format!("taizhang [--file 文件] {}", errand.get_name());
    for argument in errand.get_positionals() {
        let name = argument.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
        let more = if matches!(argument.get_action(), clap::ArgAction::Append) { "…" } else { "" };
        let (open, shut) = if argument.is_required_set() { ("<", ">") } else { ("[", "]") };
        usage.push_str(&format!(" {open}{name}{shut}{more}"));
    }
    for option in errand.get_opts() {
        let (Some(long), Some(names)) = (option.get_long(), option.get_value_names()) else { continue };
        let name = names.first().map_or("", |name| name.as_str());
        let is_switch = matches!(option.get_action(), clap::ArgAction::SetTrue);
        let told = if is_switch { format!("--{long}") } else { format!("--{long} {name}") };
        let more = if matches!(option.get_action(), clap::ArgAction::Append) { "…" } else { "" };
        usage.push_str(&if option.is_required_set() { format!(" {told}") } else { format!(" [{told}]{more}") });
    }
    usage
}

/// What is wrong with a call, in one sentence.
pub(super) fn refusal(error: &clap::Error) -> String {
    let told = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    match error.kind() {
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", told(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("没有“{}”这个参数", told(ContextKind::InvalidArg)),
        ErrorKind::MissingRequiredArgument => format!("缺少参数：{}", told(ContextKind::InvalidArg)),
        ErrorKind::ValueValidation | ErrorKind::InvalidValue => {
            let (argument, value) = (told(ContextKind::InvalidArg), told(ContextKind::InvalidValue));
            // What the reader of the value says of it; of those that clap reads itself there is nothing in Chinese.
            let why = std::error::Error::source(error).map(ToString::to_string).filter(|why| !why.is_ascii());
            let why = why.map_or_else(String::new, |why| format!("：{why}"));
            if value.is_empty() {
                format!("{argument}：缺少值{why}")
            } else {
                format!("{argument}：值“{value}”不对{why}")
            }
        }
        ErrorKind::ArgumentConflict => {
            let (one, other) = (told(ContextKind::InvalidArg), told(ContextKind::PriorArg));
            if one == other {
                format!("“{one}”只能写一次")
            } else {
                format!("“{one}”和“{other}”不能同时写")
            }
        }
        ErrorKind::InvalidUtf8 => "参数不是有效的文字".into(),
        _ => "命令写得不对".into(),
    }
}

/// `YYYY-MM-DD`.
pub(super) fn day(text: &str) -> Result<Day, String> {
    let is_written_so = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    let why = if is_written_so { "没有这一天" } else { "日期写作年-月-日，如 2026-11-24" };
    Day::from_iso(text).ok_or_else(|| why.into())
}

/// An errand, as the 台账 calls it.
pub(super) fn errand(text: &str) -> Result<Op, String> {
    Op::from_label(text.trim()).ok_or_else(|| format!("应为{}中的一种", Op::LABELS.join("、")))
}

/// 1, 2 or 3.
pub(super) fn annex(text: &str) -> Result<u8, String> {
    text.parse().ok().filter(|annex| (1..=3).contains(annex)).ok_or_else(|| "应为 1、2 或 3".into())
}

/// form1, form3, departments, people, systems or accounts.
pub(super) fn table(text: &str) -> Result<TableKind, String> {
    match text {
        "form1" => Ok(TableKind::Matrix),
        "form3" => Ok(TableKind::Cleanup),
        "departments" => Ok(TableKind::Register(Kind::Departments)),
        "people" => Ok(TableKind::Register(Kind::People)),
        "systems" => Ok(TableKind::Register(Kind::Systems)),
        "accounts" => Ok(TableKind::Register(Kind::Accounts)),
        _ => Err("应为 form1、form3、departments、people、systems 或 accounts".into()),
    }
}

/// `2026Q3`.
pub(super) fn quarter(text: &str) -> Result<Quarter, String> {
    Quarter::from_typed(text).ok_or_else(|| "应写作 2026Q3".into())
}

/// matrix or outside.
pub(super) fn filing_kind(text: &str) -> Result<FilingKind, String> {
    match text {
        "matrix" => Ok(FilingKind::Matrix),
        "outside" => Ok(FilingKind::Outside),
        _ => Err("应为 matrix 或 outside".into()),
    }
}

/// A count from 1.
pub(super) fn count(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|count| (1..=1_000_000).contains(count)).ok_or_else(|| "应为大于 0 的整数".into())
}

/// A count of copies.
pub(super) fn copies(text: &str) -> Result<u32, String> {
    let copies = text.parse().ok().filter(|copies| (1..=MOST_COPIES).contains(copies));
    copies.ok_or_else(|| format!("应为 1 到 {MOST_COPIES} 的整数"))
}

/// Pages, as `1-3,5`.
pub(super) fn pages(text: &str) -> Result<PageRange, String> {
    PageRange::from_typed(text).ok_or_else(|| "应写作 1-3,5".into())
}

/// A whole number.
pub(super) fn whole(text: &str) -> Result<i64, String> {
    text.parse().map_err(|_| "应为整数".into())
}

/// gl or cpu.
pub(super) fn renderer(text: &str) -> Result<Renderer, String> {
    match text {
        "gl" => Ok(Renderer::Gl),
        "cpu" => Ok(Renderer::Cpu),
        _ => Err("应为 gl 或 cpu".into()),
    }
}
