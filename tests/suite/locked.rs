//! Backups and dossiers locked with a passphrase: opened by the age program, and what it locks opened here.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use taizhang::error::ErrorKind;
use taizhang::lock::{Passphrase, is_locked};
use taizhang::model::*;
use taizhang::ops::{Office, Restoration};
use taizhang::store::{Access, BackedUp};

use super::support::{bytes, empty_office, good_form, output, sample_office, taizhang, today, tool};

pub(super) const PASSPHRASE: &str = "砚台 骆驼 correct 7";

fn passphrase() -> Passphrase {
    Passphrase::chosen(PASSPHRASE).unwrap()
}

fn at(hour: u32) -> Moment {
    Moment { day: today(), second: hour * 3600 }
}

/// The age program asks for the passphrase at a terminal of its own.
pub(super) fn age(arguments: &[&str], folder: &Path) -> Option<()> {
    let (Some(_), Some(mut python)) = (tool("age"), tool("python3")) else { return None };
    let script = r#"
import os, pty, sys, time
passphrase, count = sys.argv[1].encode() + b"\n", 2 if "-p" in sys.argv else 1
child, terminal = pty.fork()
if child == 0:
    os.execvp("age", ["age"] + sys.argv[2:])
said = b""
asked = 0
while True:
    try:
        part = os.read(terminal, 1000)
    except OSError:
        break
    if not part:
        break
    said += part
    while asked < count and said.lower().count(b"passphrase") > asked and said.rstrip().endswith(b":"):
        os.write(terminal, passphrase)
        asked += 1
        said = b"passphrase" * asked
        break
_, status = os.waitpid(child, 0)
sys.stderr.write(said.decode("utf-8", "replace"))
sys.exit(os.waitstatus_to_exitcode(status))
"#;
    output(python.args(["-c", script, PASSPHRASE]).args(arguments).current_dir(folder));
    Some(())
}

#[test]
fn a_locked_backup_opens_in_the_age_program_and_is_the_whole_file() {
    let scratch = sample_office();
    let made = scratch.office.back_up_locked(&scratch.folder.path().join("U盘"), at(9), &passphrase()).unwrap();
    let path = made.path();
    assert!(path.to_str().unwrap().ends_with(".taizhang.age") && is_locked(path));
    let names: Vec<PathBuf> =
        std::fs::read_dir(scratch.folder.path().join("U盘")).unwrap().map(|it| it.unwrap().path()).collect();
    assert_eq!(names, [path], "nothing plain beside it");
    for word in ["秦天天", "entry_change", "SQLite format 3"] {
        assert!(!bytes(path).windows(word.len()).any(|window| window == word.as_bytes()), "{word}");
    }
    let again = scratch.office.back_up_locked(&scratch.folder.path().join("U盘"), at(10), &passphrase()).unwrap();
    assert_eq!(again, BackedUp::Unchanged(path.to_path_buf()));
    let folder = scratch.folder.path();
    if age(&["-d", "-o", "开.taizhang", path.to_str().unwrap()], folder).is_none() {
        return;
    }
    let opened = Office::open(&folder.join("开.taizhang"), Access::Read).unwrap();
    assert_eq!(opened.register(), scratch.office.register());
}

#[test]
fn a_backup_that_the_age_program_locked_is_restored() {
    let scratch = sample_office();
    let register = scratch.office.register().clone();
    let made = scratch.office.back_up(&scratch.folder.path().join("备份"), at(9)).unwrap();
    let folder = scratch.folder.path();
    if age(&["-p", "-o", "锁.age", made.path().to_str().unwrap()], folder).is_none() {
        return;
    }
    let other = empty_office();
    drop(other.office);
    let restoration = Restoration::of_locked(&folder.join("锁.age"), &passphrase(), &other.file).unwrap();
    restoration.carry_out(at(10)).unwrap();
    assert_eq!(*Office::open(&other.file, Access::Read).unwrap().register(), register);
}

#[test]
fn a_wrong_passphrase_and_a_damaged_file_are_told_apart_and_nothing_changes() {
    let mut scratch = sample_office();
    let made = scratch.office.back_up_locked(&scratch.folder.path().join("U盘"), at(9), &passphrase()).unwrap();
    scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    drop(scratch.office);
    let (before, whole) = (bytes(&scratch.file), bytes(made.path()));
    let refused = |passphrase: &str| {
        let error = Restoration::of_locked(made.path(), &Passphrase::told(passphrase), &scratch.file).err().unwrap();
        assert_eq!(bytes(&scratch.file), before);
        assert_eq!(std::fs::read_dir(scratch.folder.path()).unwrap().count(), 2, "no plain rest");
        error
    };
    let wrong = refused("砚台 骆驼 correct 8");
    assert_eq!(wrong.kind(), ErrorKind::BadInput);
    assert!(wrong.to_string().contains("谁也打不开它"), "{wrong}");
    for cut in [whole.len() / 2, whole.len() - 1] {
        std::fs::write(made.path(), &whole[..cut]).unwrap();
        assert_eq!(refused(PASSPHRASE).kind(), ErrorKind::Corrupt, "cut to {cut}");
    }
    let mut flipped = whole.clone();
    *flipped.last_mut().unwrap() ^= 1;
    std::fs::write(made.path(), flipped).unwrap();
    assert_eq!(refused(PASSPHRASE).kind(), ErrorKind::Corrupt);
}

#[test]
fn a_locked_backup_that_is_damaged_is_made_anew() {
    let scratch = sample_office();
    let folder = scratch.folder.path().join("U盘");
    let back_up = |hour, words: &Passphrase| scratch.office.back_up_locked(&folder, at(hour), words).unwrap();
    let first = back_up(9, &passphrase());
    let whole = bytes(first.path());
    let mut flipped = whole.clone();
    *flipped.last_mut().unwrap() ^= 1;
    let mut last = first;
    for (hour, damaged) in [(10, &whole[..5000]), (11, &flipped[..]), (12, &whole[..30])] {
        std::fs::write(last.path(), damaged).unwrap();
        let made = back_up(hour, &passphrase());
        assert!(matches!(made, BackedUp::Made(_)), "{}", damaged.len());
        last = made;
    }
    let mut beside = std::fs::read_dir(scratch.folder.path()).unwrap().map(|it| it.unwrap().file_name());
    assert!(!beside.any(|name| name.to_string_lossy().ends_with(".partial")), "no plain rest");
}

#[test]
fn a_file_that_lost_the_end_of_its_ledger_is_told_by_a_locked_backup_and_displaces_none() {
    let mut scratch = sample_office();
    let (folder, earlier) = (scratch.folder.path().join("U盘"), scratch.folder.path().join("早些时候"));
    std::fs::copy(&scratch.file, &earlier).unwrap();
    scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    let whole = scratch.office.back_up_locked(&folder, at(9), &passphrase()).unwrap();
    let bytes_before = bytes(whole.path());
    let name = whole.path().file_name().unwrap().to_string_lossy().into_owned();
    let first = scratch.office.store().fingerprints().unwrap().remove(0);
    assert!(name.ends_with(&format!("-{}.taizhang.age", &first[..12])), "{name}");

    // Somebody puts the file of before in its place: whole in itself, and an entry short.
    let file = scratch.file.clone();
    drop(scratch.office);
    std::fs::copy(&earlier, &file).unwrap();
    let office = Office::open(&file, Access::Write).unwrap();
    let error = office.back_up_locked(&folder, at(10), &passphrase()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tampered);
    assert!(error.to_string().contains(&name), "{error}");
    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path()).collect();
    assert!(left.len() == 1 && bytes(&left[0]) == bytes_before, "{left:?}");
    // One that was given up by a restoring since is let pass.
    drop(office);
    std::fs::copy(&earlier, scratch.folder.path().join("回到.taizhang")).unwrap();
    Restoration::of(&scratch.folder.path().join("回到.taizhang"), &file).unwrap().carry_out(at(10)).unwrap();
    let office = Office::open(&file, Access::Write).unwrap();
    office.back_up_locked(&folder, at(11), &passphrase()).unwrap();
}

#[test]
fn other_words_than_those_of_the_last_backup_in_a_place_are_refused_until_that_is_moved_away() {
    let mut scratch = sample_office();
    let (folder, elsewhere) = (scratch.folder.path().join("U盘"), scratch.folder.path().join("柜里.age"));
    let first = scratch.office.back_up_locked(&folder, at(9), &passphrase()).unwrap();
    let slip = Passphrase::chosen("砚台 骆驼 corect 7").unwrap();
    let refused = |office: &Office, hour| {
        let error = office.back_up_locked(&folder, at(hour), &slip).unwrap_err();
        assert!(error.to_string().contains("与这里最近一次备份用的加锁口令不同"), "{error}");
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    };
    refused(&scratch.office, 10);
    scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    refused(&scratch.office, 11);
    std::fs::rename(first.path(), &elsewhere).unwrap();
    let made = scratch.office.back_up_locked(&folder, at(12), &slip).unwrap();
    assert!(slip.opens(made.path()).unwrap());
}

#[test]
fn a_passphrase_that_is_soon_guessed_is_refused_and_none_is_ever_shown() {
    for weak in ["", "短", "123456789", "aaaaaaaaaaaa"] {
        assert_eq!(Passphrase::chosen(weak).unwrap_err().kind(), ErrorKind::BadInput, "{weak}");
    }
    assert_eq!(format!("{:?}", passphrase()), "Passphrase");
}

#[test]
fn what_is_asked_to_be_locked_is_never_left_plain_in_silence() {
    let scratch = sample_office();
    drop(scratch.office);
    let (words, stick) = (scratch.folder.path().join("口令.txt"), super::support::scratch_folder());
    std::fs::write(&words, PASSPHRASE).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = taizhang();
        command.args(["--today", "2026-11-24", "--file"]).arg(&scratch.file).args(arguments);
        let done = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
    };
    let lock = ["backup", "--lock", words.to_str().unwrap()];
    let (code, out, err) = run(&lock);
    assert!(code == 1 && out.is_empty() && err.contains("又没有第二备份位置"), "{code} {out} {err}");
    assert!(!scratch.folder.path().join("备份").exists(), "nothing is written");
    // A place that is set without a lock: for once it is locked.
    assert_eq!(run(&["second-place", stick.path().to_str().unwrap()]).0, 0);
    let (code, out, err) = run(&lock);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("数据文件旁边的这一份不加锁\n"), "{out}");
    let there: Vec<PathBuf> = std::fs::read_dir(stick.path()).unwrap().map(|it| it.unwrap().path()).collect();
    assert!(there.len() == 1 && passphrase().opens(&there[0]).unwrap(), "{there:?}");
}

/// A file saved by Notepad: a mark before the words, blanks and a line end behind them.
#[test]
fn what_an_editor_puts_about_the_words_of_a_file_is_no_part_of_them() {
    let scratch = sample_office();
    drop(scratch.office);
    let (words, stick) = (scratch.folder.path().join("口令.txt"), scratch.folder.path().join("U盘"));
    std::fs::write(&words, format!("\u{FEFF}{PASSPHRASE} \u{3000}\t\r\n")).unwrap();
    let mut command = taizhang();
    command.args(["--today", "2026-11-24", "--file"]).arg(&scratch.file).arg("backup").arg(&stick);
    let told = output(command.arg("--lock").arg(&words));
    let made = PathBuf::from(told.trim().strip_prefix("已备份：").unwrap());
    let opened = Restoration::of_locked(&made, &passphrase(), &scratch.file).unwrap();
    assert_eq!(opened.lost(), Some(0));
    assert!(Passphrase::told(&format!("{PASSPHRASE} ")).opens(&made).unwrap(), "nor does the window take them for one");
    // A document has the same mark.
    let document = scratch.folder.path().join("数据.json");
    std::fs::write(&document, "\u{FEFF}{\"departments\": [{\"name\": \"记事本科\"}]}").unwrap();
    output(taizhang().args(["--today", "2026-11-24", "--file"]).arg(&scratch.file).arg("load").arg(&document));
    assert!(Office::open(&scratch.file, Access::Read).unwrap().register().department_named("记事本科").is_some());
}

#[test]
fn the_command_line_takes_the_passphrase_through_a_pipe_and_says_what_forgetting_means() {
    let scratch = sample_office();
    drop(scratch.office);
    let run = |arguments: &[&str], told: &str| {
        let mut command = taizhang();
        command.args(["--today", "2026-11-24", "--file"]).arg(&scratch.file).args(arguments);
        command.current_dir(scratch.folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(told.as_bytes()).ok();
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    };
    let line = format!("{PASSPHRASE}\n");
    let (code, out, err) = run(&["backup", "U盘", "--lock", "-"], &line);
    assert_eq!(code, 0, "{err}");
    assert_eq!(err, "忘了这个加锁口令，谁也打不开它，本程序也不能。请写在纸上，锁进柜里。\n");
    let backup = out.trim().strip_prefix("已备份：").unwrap().to_owned();
    assert_eq!(run(&["restore", &backup], "").0, 2, "it wants the passphrase");
    let (code, out, _) = run(&["restore", &backup, "--unlock", "-"], &line);
    assert_eq!(code, 0);
    assert!(out.contains("会失去：没有"), "{out}");
    assert_eq!(run(&["backup", "U盘", "--lock", "-"], "短\n").0, 2);
    let dossier = ["dossier", "--from", "2026-11-01", "--to", "2026-11-30", "包.zip.age", "--lock", "-"];
    assert_eq!(run(&dossier, &line).0, 0);
    let locked = scratch.folder.path().join("包.zip.age");
    assert!(is_locked(&locked));
    if age(&["-d", "-o", "包.zip", "包.zip.age"], scratch.folder.path()).is_none() {
        return;
    }
    let plain = ["dossier", "--from", "2026-11-01", "--to", "2026-11-30", "明.zip"];
    assert_eq!(run(&plain, "").0, 0);
    let (one, other) = (scratch.folder.path().join("包.zip"), scratch.folder.path().join("明.zip"));
    assert!(bytes(&one) == bytes(&other), "locked and opened again it is the same package");
}
