//! What makes the 台账 one to be trusted: the accounts of a past day, backups.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::{Outcome, open, tell, words};
use crate::clock;
use crate::dossier::{self, Period};
use crate::error::{Error, Result};
use crate::fsio;
use crate::lock::{FORGOTTEN, Passphrase, is_locked};
use crate::model::{Attachment, Choice, Day, SecondPlace};
use crate::ops::{AsOf, Restoration, refuse_future, told_unlocked};
use crate::places;
use crate::scan::{Scan, taken};
use crate::store::{Access, BackedUp};

/// An errand of this kind.
#[derive(Debug, Subcommand)]
pub(super) enum Errand {
    /// 某日在用账号：按台账还原那一天的情况
    AsOf {
        /// 哪一天（YYYY-MM-DD）
        #[arg(value_name = "日期", value_parser = words::day)]
        day: Day,
        /// 以 JSON 输出
        #[arg(long)]
        json: bool,
    },
    #[command(about = format!("附上签字后的扫描件（{}）", taken()))]
    Attach {
        /// 编号，如 SQ-2026-0001；附件1写科室名称
        #[arg(value_name = "编号")]
        paper: String,
        /// 扫描件
        #[arg(value_name = "文件")]
        scan: PathBuf,
    },
    /// 附上一个文件夹里的扫描件，按文件名中的编号，或页脚的二维码对应
    AttachAll {
        /// 文件夹
        #[arg(value_name = "文件夹")]
        folder: PathBuf,
    },
    /// 迎检包：一段时间的登记、表格、扫描件和台账，装成一个 zip
    Dossier {
        /// 起始日期（YYYY-MM-DD）
        #[arg(long, value_name = "日期", value_parser = words::day, required = true)]
        from: Day,
        /// 截止日期（YYYY-MM-DD）
        #[arg(long, value_name = "日期", value_parser = words::day, required = true)]
        to: Day,
        /// 写成哪个文件
        #[arg(value_name = "文件.zip")]
        output: PathBuf,
        /// 加锁：第一行是加锁口令的文件，“-”表示标准输入
        #[arg(long, value_name = "口令文件")]
        lock: Option<PathBuf>,
    },
    /// 备份：自上次备份后有改动才新建，并清理过旧的备份
    Backup {
        /// 放在哪个文件夹（不写则与窗口一样：数据文件旁边的“备份”，设了第二备份位置的也放一份）
        #[arg(value_name = "文件夹")]
        folder: Option<PathBuf>,
        /// 加锁：第一行是加锁口令的文件，“-”表示标准输入；不写文件夹时，锁放到第二备份位置的那一份
        #[arg(long, value_name = "口令文件")]
        lock: Option<PathBuf>,
    },
    /// 第二备份位置：写明文件夹则设定，不写则显示
    SecondPlace {
        /// 文件夹，如U盘、共享文件夹
        #[arg(value_name = "文件夹")]
        folder: Option<PathBuf>,
        /// 放在那里的备份加锁
        #[arg(long, requires = "folder")]
        locked: bool,
        /// 不再备份到第二个位置
        #[arg(long, conflicts_with = "folder")]
        none: bool,
    },
    /// 恢复备份：先说明会失去什么，加 --yes 才恢复
    Restore {
        /// 备份文件
        #[arg(value_name = "备份")]
        backup: PathBuf,
        /// 确认恢复
        #[arg(long)]
        yes: bool,
        /// 备份加了锁：第一行是加锁口令的文件，“-”表示标准输入
        #[arg(long, value_name = "口令文件")]
        unlock: Option<PathBuf>,
    },
}

impl Errand {
    /// Carries it out on the data file; returns what to print.
    pub(super) fn run(self, file: &Path, today: Day) -> std::result::Result<String, Outcome> {
        match self {
            Errand::AsOf { day, json } => {
                refuse_future(day, today)?;
                let past = open(file, Access::Read, today)?.as_of_asked(day, today)?;
                Ok(if json { as_json(&past) } else { as_lines(&past) })
            }
            Errand::Attach { paper, scan } => Ok(attach(file, &paper, &scan, today)?),
            Errand::AttachAll { folder } => {
                let taken = open(file, Access::Write, today)?.attach_all(&fsio::files_in(&folder)?, today)?;
                taken.refused.iter().for_each(|(_, error)| tell(&error.to_string()));
                let line =
                    |(path, paper): &(PathBuf, String), told: &str| format!("{paper}：{}{told}\n", path.display());
                let attached = taken.attached.iter().map(|it| line(it, ""));
                let known = taken.known.iter().map(|it| line(it, "　已有，没有重复附上"));
                let lines: String = attached.chain(known).collect();
                if taken.refused.is_empty() { Ok(lines) } else { Err(Outcome::InPart(lines)) }
            }
            Errand::Dossier { from, to, output, lock } => {
                let period = Period::new(from, to)?;
                let passphrase = chosen(lock.as_deref())?;
                let office = open(file, Access::Read, today)?;
                let made = match &passphrase {
                    None => dossier::save(&office, period, today, &output)?,
                    Some(passphrase) => dossier::save_locked(&office, period, today, &output, passphrase)?,
                };
                if let Some(broken) = &made.verdict.broken {
                    tell(&format!("台账有问题：{}。迎检包照样写出，核对结果已写在其中", broken.line()));
                }
                let mut lines = format!("已写出：{}（{}）\n", output.display(), made.told());
                made.lacking.iter().for_each(|paper| lines.push_str(&format!("缺签字扫描件：{paper}\n")));
                Ok(lines)
            }
            Errand::Backup { folder, lock } => back_up(file, folder.as_deref(), lock.as_deref(), today),
            Errand::SecondPlace { folder, locked, none } => {
                let access = if folder.is_some() || none { Access::Write } else { Access::Read };
                let mut office = open(file, access, today)?;
                let place = folder.map(|folder| SecondPlace { folder, is_locked: locked });
                if access == Access::Write {
                    office.set_second_place(place.as_ref(), today)?;
                }
                let Some(place) = office.register().second_place() else {
                    return Ok("没有第二备份位置\n".into());
                };
                if place.is_locked {
                    match office.own_backups(&place.folder) {
                        Ok(own) => told_unlocked(&own).into_iter().for_each(|unlocked| tell(&format!("{unlocked}。"))),
                        Err(error) => tell(&error.to_string()),
                    }
                }
                let locked = if place.is_locked { "（加锁）" } else { "" };
                Ok(format!("第二备份位置：{}{locked}\n", place.folder.display()))
            }
            Errand::Restore { backup, yes, unlock } => {
                let restoration = match (is_locked(&backup), unlock) {
                    (false, _) => Restoration::of(&backup, file)?,
                    (true, Some(unlock)) => {
                        Restoration::of_locked(&backup, &Passphrase::told(&first_line(&unlock)?), file)?
                    }
                    (true, None) => {
                        return Err(Error::bad_input(format!("这个备份加了锁：{}", backup.display()))
                            .advise("数据没有改动。请加 --unlock 口令文件")
                            .into());
                    }
                };
                let mut lines = restoration.lines();
                if yes {
                    let kept = restoration.carry_out(clock::now(Some(today)))?;
                    lines.push("已恢复".into());
                    lines.extend(kept.map(|kept| format!("原来的数据文件保留为：{}", kept.display())));
                } else {
                    lines.push("没有恢复。确认后请加 --yes".into());
                }
                Ok(lines.join("\n") + "\n")
            }
        }
    }
}

/// Backs up to a folder; where none is told, beside the data file and at the second place, as the window does.
fn back_up(
    file: &Path,
    folder: Option<&Path>,
    lock: Option<&Path>,
    today: Day,
) -> std::result::Result<String, Outcome> {
    let office = open(file, Access::Read, today)?;
    let place = office.register().second_place();
    if folder.is_none() && place.is_none() && lock.is_some() {
        return Err(Error::refused("没有备份：数据文件旁边的备份不加锁，又没有第二备份位置")
            .advise("要加锁，请写明放到哪个文件夹，或先用 second-place 设定第二备份位置")
            .into());
    }
    let (passphrase, now) = (chosen(lock)?, clock::now(Some(today)));
    let told = |made: &BackedUp| match made {
        BackedUp::Made(path) => format!("已备份：{}\n", path.display()),
        BackedUp::Unchanged(path) => format!("没有新的改动，最近的备份是：{}\n", path.display()),
    };
    let Some(folder) = folder else {
        let beside = office.back_up(&places::backup_folder(file), now);
        let Some(place) = place else { return Ok(told(&beside?)) };
        let mut lines = match &beside {
            Ok(made) if passphrase.is_some() => told(made) + "数据文件旁边的这一份不加锁\n",
            Ok(made) => told(made),
            // No other place is the better for what is wrong with the file itself.
            Err(error) if error.is_of_the_file() => return Err(error.clone().into()),
            Err(_) => String::new(),
        };
        let second = office.back_up_second(&place, now, passphrase.as_ref());
        match &second {
            Ok(made) => lines.push_str(&told(made)),
            Err(error) => tell(&format!("第二备份位置没有备份：{error}")),
        }
        return match beside {
            Ok(_) if second.is_ok() => Ok(lines),
            Ok(_) => Err(Outcome::InPart(lines)),
            Err(error) if second.is_err() => Err(error.into()),
            Err(error) => {
                tell(&format!("数据文件旁边没有备份：{error}"));
                Err(Outcome::InPart(lines))
            }
        };
    };
    Ok(told(&match &passphrase {
        None => office.back_up(folder, now)?,
        Some(passphrase) => office.back_up_locked(folder, now, passphrase)?,
    }))
}

/// The passphrase that is to lock something. What forgetting it means is said before anything is written.
fn chosen(file: Option<&Path>) -> Result<Option<Passphrase>> {
    let Some(file) = file else { return Ok(None) };
    let passphrase = Passphrase::chosen(&first_line(file)?)?;
    tell(&format!("{FORGOTTEN}。"));
    Ok(Some(passphrase))
}

/// A passphrase is told in a file or through a pipe: the arguments of a process are there for all to read.
fn first_line(file: &Path) -> Result<String> {
    let text = super::read_document(file)?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn as_json(past: &AsOf) -> String {
    let accounts: Vec<serde_json::Value> = past
        .accounts
        .iter()
        .map(|it| {
            serde_json::json!({
                "system": it.system, "account": it.account, "holder": it.holder, "department": it.department,
                "role": it.role, "basis": it.basis,
            })
        })
        .collect();
    format!("{:#}\n", serde_json::json!({ "day": past.day, "since": past.since, "accounts": accounts }))
}

fn as_lines(past: &AsOf) -> String {
    // Nothing is known of the day: that is not the same as no account.
    if let Some(caution) = past.caution() {
        return format!("{}：{caution}\n", past.day.chinese());
    }
    let mut lines = format!("{}在用账号{}个\n", past.day.chinese(), past.accounts.len());
    for it in &past.accounts {
        lines.push_str(&format!("{}　{}　{}", it.system, it.account, it.role.label()));
        for (what, text) in [("使用人", &it.holder), ("科室", &it.department), ("依据", &it.basis)] {
            if !text.is_empty() {
                lines.push_str(&format!("　{what} {text}"));
            }
        }
        lines.push('\n');
    }
    lines
}

/// Attaches a scan; one that is there already is told so.
fn attach(file: &Path, paper: &str, scan: &Path, today: Day) -> Result<String> {
    let scan = Scan::read(scan)?;
    let mut office = open(file, Access::Write, today)?;
    let before = office.register().attachments.len();
    let id = office.attach(paper, &scan, today)?;
    let register = office.register();
    let subject = register.get::<Attachment>(id).map(|it| register.subject_name(&it.subject())).unwrap_or_default();
    Ok(if register.attachments.len() > before {
        format!("已附到{subject}：{}，{}页\n", scan.kind.label(), scan.pages)
    } else {
        format!("{subject}已有这份扫描件，没有重复附上\n")
    })
}
