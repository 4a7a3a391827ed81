//! Real files: the gate, the one door, the ledger.

use std::path::Path;

use rusqlite::Connection;
use taizhang::error::ErrorKind;
use taizhang::model::*;
use taizhang::ops::Office;
use taizhang::store::{Access, Broken, Drafted, Errand, Store};

use super::support::{bytes, empty_office, good_form, output, sample_office, taizhang, today, tool};

fn kind(result: taizhang::error::Result<Office>) -> ErrorKind {
    result.err().expect("应当被拒绝").kind()
}

#[test]
fn a_new_file_is_never_made_over_what_stands() {
    let scratch = empty_office();
    let before = bytes(&scratch.file);
    assert_eq!(Office::create(&scratch.file).unwrap_err().kind(), ErrorKind::Exists);
    assert_eq!(bytes(&scratch.file), before);
    assert_eq!(std::fs::read_dir(scratch.folder.path()).unwrap().count(), 1);
}

#[test]
fn a_path_where_nothing_is_makes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("打错的名字.taizhang");
    assert_eq!(kind(Office::open(&path, Access::Write)), ErrorKind::NotFound);
    assert!(!path.exists());
}

#[test]
fn the_gate_tells_what_is_wrong_with_a_file_and_leaves_it_as_it_is() {
    let scratch = sample_office();
    let (folder, file) = (scratch.folder, scratch.file);
    drop(scratch.office);
    let whole = bytes(&file);
    let broken = |name: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let path = folder.path().join(name);
        let mut content = whole.clone();
        change(&mut content);
        std::fs::write(&path, content).unwrap();
        path
    };
    let pragma = |name: &str, sql: &str| {
        let path = broken(name, &|_| {});
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        path
    };
    let foreign = folder.path().join("foreign");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
    let cases = [
        (pragma("newer", "PRAGMA user_version = 99"), ErrorKind::TooNew),
        (foreign, ErrorKind::NotOurs),
        (broken("empty", &Vec::clear), ErrorKind::NotOurs),
        (broken("text", &|content| *content = "姓名,科室\n".repeat(2000).into_bytes()), ErrorKind::NotOurs),
        (broken("header wiped", &|content| content[..100].fill(0)), ErrorKind::Corrupt),
        (broken("cut", &|content| content.truncate(content.len() / 2)), ErrorKind::Corrupt),
        (
            broken("page overwritten", &|content| {
                let at = content.len() / 2 / 4096 * 4096;
                content[at..at + 4096].fill(0x5A);
            }),
            ErrorKind::Corrupt,
        ),
        (folder.path().to_path_buf(), ErrorKind::NotOurs),
    ];
    for (path, expected) in cases {
        let before = std::fs::read(&path).ok();
        for access in [Access::Write, Access::Read] {
            assert_eq!(kind(Office::open(&path, access)), expected, "{}", path.display());
        }
        assert_eq!(std::fs::read(&path).ok(), before, "{}", path.display());
    }
    assert!(Office::open(&file, Access::Write).is_ok());
}

#[test]
fn a_second_window_is_told_that_the_file_is_in_use() {
    let scratch = empty_office();
    for access in [Access::Write, Access::Read] {
        let error = Office::open(&scratch.file, access).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::InUse);
        assert!(error.to_string().contains("请关闭另一个窗口"), "{error}");
    }
}

/// A folder that even root may not write, who may write anywhere.
struct ReadOnly<'f>(&'f Path);

impl<'f> ReadOnly<'f> {
    /// Nothing where the machine may not mount.
    fn mounted(folder: &'f Path) -> Option<Self> {
        let bound = tool("mount")?.args(["--bind", "-o", "ro"]).args([folder, folder]).output().unwrap();
        if bound.status.success() {
            return Some(Self(folder));
        }
        super::support::skip(&format!("不能挂载只读文件夹（{}）", String::from_utf8_lossy(&bound.stderr).trim()));
        None
    }
}

impl Drop for ReadOnly<'_> {
    fn drop(&mut self) {
        // What still has a file there open would hold it.
        std::process::Command::new("umount").arg("--lazy").arg(self.0).status().unwrap();
    }
}

/// It is read as if it were brought up to date, and stays as it is.
#[test]
fn a_file_of_an_older_version_that_may_not_be_written_opens_for_reading_only() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("旧台账.taizhang");
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/version-1.taizhang"), &file).unwrap();
    let before = bytes(&file);
    let Some(_mounted) = ReadOnly::mounted(folder.path()) else { return };
    assert_eq!(Office::open(&file, Access::Write).err().unwrap().kind(), ErrorKind::ReadOnly);
    let mut office = Office::open(&file, Access::Read).unwrap();
    assert_eq!(office.register().accounts.len(), 7);
    assert_eq!(office.verify(None).unwrap().broken, None);
    let refused = office.file_application(&good_form(), None, None, today()).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::ReadOnly);
    let mut seen = taizhang();
    assert!(output(seen.arg("--file").arg(&file).arg("verify")).contains("台账"));
    drop(office);
    assert_eq!(bytes(&file), before);
}

#[test]
fn a_file_that_may_not_be_written_opens_for_reading_only() {
    let scratch = sample_office();
    drop(scratch.office);
    let Some(mounted) = ReadOnly::mounted(scratch.folder.path()) else { return };
    let write = Office::open(&scratch.file, Access::Write).map(drop);
    let mut read = Office::open(&scratch.file, Access::Read);
    let refused =
        read.as_mut().map(|office| office.file_application(&good_form(), None, None, today()).map_err(|it| it.kind()));
    let outcome = (write.map_err(|error| error.kind()), refused.map_err(|error| error.kind()));
    drop((read, mounted));
    assert_eq!(outcome, (Err(ErrorKind::ReadOnly), Ok(Err(ErrorKind::ReadOnly))));
}

#[test]
fn what_was_written_is_there_after_opening_again() {
    let mut scratch = sample_office();
    let id = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    let register = scratch.office.register().clone();
    drop(scratch.office);
    let again = Office::open(&scratch.file, Access::Write).unwrap();
    assert_eq!(*again.register(), register);
    assert_eq!(again.register().get::<Application>(id).unwrap().number, "SQ-2026-0005");
}

#[test]
fn undo_and_redo_take_whole_errands_also_after_a_restart() {
    let mut scratch = sample_office();
    let states = |office: &Office| office.register().clone();
    let before = states(&scratch.office);
    // A new person, a new system and the form: one errand.
    let form = good_form().with(Field::Applicant, "钱多多").with(Field::System, "新建系统");
    scratch.office.file_application(&form, None, None, today()).unwrap();
    let after = states(&scratch.office);
    assert_eq!(after.people.len(), before.people.len() + 1);
    drop(scratch.office);

    let mut office = Office::open(&scratch.file, Access::Write).unwrap();
    assert_eq!(office.undo(today()).unwrap(), Op::FileApplication);
    assert_eq!(states(&office), before);
    office.redo(today()).unwrap();
    assert_eq!(states(&office), after);
    office.undo(today()).unwrap();
    office.undo(today()).unwrap();
    assert_eq!(states(&office), Register::default());
    assert!(office.undo(today()).is_err());
    office.redo(today()).unwrap();
    assert_eq!(states(&office), before);
    drop(office);
    assert_eq!(states(&Office::open(&scratch.file, Access::Read).unwrap()), before);
}

#[test]
fn every_errand_can_be_taken_back_and_done_again_however_many_there_are() {
    let mut scratch = empty_office();
    let mut states = vec![scratch.office.register().clone()];
    for _ in 0..130 {
        scratch.office.file_application(&good_form(), None, None, today()).unwrap();
        states.push(scratch.office.register().clone());
    }
    let file = scratch.file.clone();
    let again = |office: Office| {
        drop(office);
        Office::open(&file, Access::Write).unwrap()
    };
    let mut office = again(scratch.office);
    for (taken, state) in states[..130].iter().rev().enumerate() {
        if taken == 105 {
            office = again(office);
        }
        assert_eq!(office.undo(today()).unwrap(), Op::FileApplication, "{taken}");
        assert_eq!(*office.register(), *state, "{taken}");
    }
    assert_eq!(office.undo(today()).unwrap_err().kind(), ErrorKind::Refused);
    office = again(office);
    for (done, state) in states[1..].iter().enumerate() {
        if done == 105 {
            office = again(office);
        }
        assert_eq!(office.redo(today()).unwrap(), Op::FileApplication, "{done}");
        assert_eq!(*office.register(), *state, "{done}");
    }
    assert_eq!(office.redo(today()).unwrap_err().kind(), ErrorKind::Refused);
    // And what was done again is taken back as well.
    assert_eq!(again(office).undo(today()).unwrap(), Op::FileApplication);
}

#[test]
fn a_new_errand_ends_what_could_be_done_again() {
    let mut scratch = sample_office();
    scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    scratch.office.undo(today()).unwrap();
    scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    assert_eq!(scratch.office.redo(today()).unwrap_err().kind(), ErrorKind::Refused);
}

#[test]
fn each_write_appends_one_entry_and_a_write_that_changes_nothing_none() {
    let mut scratch = sample_office();
    let id = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    scratch.office.file_application(&good_form(), Some(id), None, today()).unwrap();
    scratch.office.print_applications(&[id], today()).unwrap();
    scratch.office.undo(today()).unwrap();
    let entries = scratch.office.store().last_entries(9).unwrap();
    let ops: Vec<Op> = entries.iter().map(|entry| entry.op).collect();
    assert_eq!(ops, [Op::Undo, Op::PrintApplication, Op::FileApplication, Op::Load]);
    assert_eq!(entries[0].basis, "SQ-2026-0005");
    assert!(!entries[0].who.is_empty());
}

#[test]
fn the_ledger_takes_no_change_and_no_deletion() {
    let scratch = sample_office();
    drop(scratch.office);
    let connection = Connection::open(&scratch.file).unwrap();
    for sql in [
        "UPDATE entry SET who = 'x'",
        "DELETE FROM entry",
        "UPDATE entry_change SET after = NULL",
        "DELETE FROM entry_change WHERE entry = 1",
    ] {
        assert!(connection.execute(sql, []).unwrap_err().to_string().contains("append only"), "{sql}");
    }
}

/// The chain is recomputed from the description in the module's doc, with the hash of another program.
#[test]
fn each_entry_is_linked_to_the_one_before_by_sha_256() {
    let Some(mut python) = tool("python3") else { return };
    let mut scratch = sample_office();
    scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    scratch.office.undo(today()).unwrap();
    drop(scratch.office);
    let script = r#"
import hashlib, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
previous, count = "", 0
for row in db.execute("SELECT id, written_at, day, who, op, basis, reason, reverts, previous_hash, hash FROM entry ORDER BY id").fetchall():
    assert row[8] == previous, row[0]
    parts = [previous, *map(str, row[:7]), "" if row[7] is None else str(row[7])]
    for change in db.execute("SELECT kind, record, before, after FROM entry_change WHERE entry = ? ORDER BY position", (row[0],)):
        parts += [change[0], str(change[1]), change[2] or "", change[3] or ""]
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    assert digest.hexdigest() == row[9], row[0]
    previous, count = row[9], count + 1
print(count)
"#;
    assert_eq!(output(python.args(["-c", script]).arg(&scratch.file)).trim(), "3");
}

#[test]
fn a_full_disk_is_told_and_nothing_is_lost() {
    let Some(mut mount) = tool("mount") else { return };
    let folder = tempfile::tempdir().unwrap();
    let made = mount.args(["-t", "tmpfs", "-o", "size=600k", "tmpfs"]).arg(folder.path()).output().unwrap();
    if !made.status.success() {
        super::support::skip(&format!("不能挂载小磁盘（{}）", String::from_utf8_lossy(&made.stderr).trim()));
        return;
    }
    let file = folder.path().join("台账.taizhang");
    Office::create(&file).unwrap();
    let mut office = Office::open(&file, Access::Write).unwrap();
    let long = good_form().with(Field::Description, "说".repeat(4000));
    let mut saved = 0;
    let error = loop {
        match office.file_application(&long, None, None, today()) {
            Ok(_) => saved += 1,
            Err(error) => break error,
        }
        assert!(saved < 1000, "磁盘没有写满");
    };
    let kept = office.register().applications.len();
    drop(office);
    let again = Office::open(&file, Access::Read).map(|office| office.register().applications.len());
    output(std::process::Command::new("umount").arg("--lazy").arg(folder.path()));
    assert_eq!(error.kind(), ErrorKind::DiskFull, "{error}");
    assert!(error.to_string().contains("此前保存的数据都在"), "{error}");
    assert!(saved > 0);
    assert_eq!((kept, again.ok()), (saved, Some(saved)));
}

#[test]
fn a_draft_outlives_the_window_and_goes_with_the_saving() {
    let mut scratch = sample_office();
    let half = good_form().with(Field::Description, "写到一半");
    let draft = scratch.office.keep_draft(None, Drafted::Application(None), &half).unwrap();
    drop(scratch.office);
    let mut office = Office::open(&scratch.file, Access::Write).unwrap();
    let kept = office.store().drafts().unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!((&kept[0].values, kept[0].application()), (&half, None));
    office.file_application(&half, None, draft, today()).unwrap();
    assert_eq!(office.store().drafts().unwrap(), []);
    // A draft is no record: the ledger has the loading and the saving, nothing else.
    assert_eq!(office.store().last_entries(9).unwrap().len(), 2);
}

#[cfg(unix)] // Windows has no modes: the user's folder keeps it
#[test]
fn the_file_is_private_to_its_user() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = empty_office();
    let mode = || std::fs::metadata(&scratch.file).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    // One that came from a stick is open to everybody, until it is opened to be worked in.
    drop(scratch.office);
    std::fs::set_permissions(&scratch.file, std::fs::Permissions::from_mode(0o644)).unwrap();
    drop(Office::open(&scratch.file, Access::Read).unwrap());
    assert_eq!(mode(), 0o644);
    drop(Office::open(&scratch.file, Access::Write).unwrap());
    assert_eq!(mode(), 0o600);
}

/// The sample office with two more errands, its file, and the fingerprint of its last entry.
pub fn sealed() -> (super::support::Scratch, String) {
    let mut scratch = sample_office();
    let id = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    scratch.office.print_applications(&[id], today()).unwrap();
    let verdict = scratch.office.verify(None).unwrap();
    assert_eq!((verdict.entries, verdict.broken), (3, None));
    (scratch, verdict.fingerprint)
}

/// What `verify` finds after somebody has been at the file with another program, and has put back what guarded it.
fn after(tampering: &str, fingerprint: bool) -> Option<Broken> {
    let (scratch, last) = sealed();
    drop(scratch.office);
    let connection = Connection::open(&scratch.file).unwrap();
    let joined = |what: &str| -> String {
        let sql = format!("SELECT group_concat({what}, '') FROM sqlite_schema WHERE type = 'trigger'");
        connection.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    let (taken, put_back) = (joined("'DROP TRIGGER ' || name || ';'"), joined("sql || ';'"));
    connection.execute_batch(&format!("PRAGMA foreign_keys = OFF; {taken} {tampering}; {put_back}")).unwrap();
    drop(connection);
    let office = Office::open(&scratch.file, Access::Read).unwrap();
    office.verify(fingerprint.then_some(last.as_str())).unwrap().broken
}

#[test]
fn verify_tells_an_edit_a_deletion_an_insertion_and_a_cut_tail_apart() {
    assert_eq!(after("", true), None);
    assert_eq!(after("UPDATE entry SET who = 'x' WHERE id = 2", true), Some(Broken::Edited(2)));
    assert_eq!(
        after("UPDATE entry_change SET after = replace(after, '秦天天', '王五') WHERE entry = 1", true),
        Some(Broken::Edited(1))
    );
    assert_eq!(after("DELETE FROM entry WHERE id = 2", true), Some(Broken::Missing(2)));
    let cut = "DELETE FROM entry_change WHERE entry = 3; DELETE FROM entry WHERE id = 3; UPDATE application SET state = '草稿' WHERE number = 'SQ-2026-0005'";
    assert_eq!(after(cut, true), Some(Broken::CutTail));
    assert_eq!(after(cut, false), None, "only a fingerprint kept elsewhere tells of a cut tail");
    let record = "UPDATE account SET status = '已删除' WHERE id = 1";
    assert_eq!(after(record, true), Some(Broken::Record("账号第1号".into())));
}

/// Somebody who knows the chain puts an entry between two others, with a hash of its own that is right.
#[test]
fn an_entry_that_was_put_between_two_others_is_named() {
    let Some(mut python) = tool("python3") else { return };
    let (scratch, _) = sealed();
    drop(scratch.office);
    let script = r#"
import hashlib, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
for name in ("entry_no_update", "entry_change_no_update"):
    db.execute(f"DROP TRIGGER {name}")
db.execute("UPDATE entry_change SET entry = 4 WHERE entry = 3")
db.execute("UPDATE entry SET id = 4 WHERE id = 3")
def seal(row, changes):
    parts = [row[8], *map(str, row[:7]), "" if row[7] is None else str(row[7])]
    for change in changes:
        parts += [change[0], str(change[1]), change[2] or "", change[3] or ""]
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
columns = "id, written_at, day, who, op, basis, reason, reverts, previous_hash, hash"
two = db.execute(f"SELECT {columns} FROM entry WHERE id = 2").fetchone()
put = [3, "2026-11-24T00:00:00Z", "2026-11-24", "x", "作废", "", "", None, two[9]]
put.append(seal(put, []))
db.execute(f"INSERT INTO entry ({columns}) VALUES (?,?,?,?,?,?,?,?,?,?)", put)
four = list(db.execute(f"SELECT {columns} FROM entry WHERE id = 4").fetchone())
changes = db.execute("SELECT kind, record, before, after FROM entry_change WHERE entry = 4 ORDER BY position").fetchall()
db.execute("UPDATE entry SET hash = ? WHERE id = 4", (seal(four, changes),))
db.commit()
"#;
    output(python.args(["-c", script]).arg(&scratch.file));
    let office = Office::open(&scratch.file, Access::Read).unwrap();
    assert_eq!(office.verify(None).unwrap().broken, Some(Broken::Inserted(3)));
}

#[test]
fn an_entry_that_changes_nothing_goes_through_the_one_door_as_well() {
    let scratch = empty_office();
    drop(scratch.office);
    let errand = Errand::new(Op::Restore, today());
    let mut read = Store::open(&scratch.file, Access::Read).unwrap();
    assert_eq!(read.note(&errand).unwrap_err().kind(), ErrorKind::ReadOnly);
    drop(read);
    let mut store = Store::open(&scratch.file, Access::Write).unwrap();
    let moved = scratch.folder.path().join("挪走.taizhang");
    // Windows does not move what is open.
    if cfg!(unix) {
        std::fs::rename(&scratch.file, &moved).unwrap();
        assert!(store.note(&errand).is_err(), "nobody would see it there");
        std::fs::rename(&moved, &scratch.file).unwrap();
    }
    store.note(&errand).unwrap();
    assert_eq!(store.last_entries(9).unwrap().iter().map(|it| it.op).collect::<Vec<_>>(), [Op::Restore]);
}
