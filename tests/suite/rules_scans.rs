//! 签字扫描件: of which papers one is missed (第五条, 第八条, 第十四条, 第十九条, 第二十二条).

use taizhang::model::attachment::MATRIX;
use taizhang::model::*;
use taizhang::rules::scans::Scans;

use super::support::day;

fn put(register: &mut Register, record: impl Entity) {
    register.apply(Change { before: None, after: Some(record.into_record()) });
}

const DEPARTMENT: DepartmentId = DepartmentId(1);

/// A scan of a paper by its number, or of the department's 附件1, taken in on a day.
fn scan(id: i64, paper: Option<&str>, added_on: &str) -> Attachment {
    Attachment {
        id: AttachmentId(id),
        paper: paper.unwrap_or(MATRIX).into(),
        department: paper.is_none().then_some(DEPARTMENT),
        name: "签字版.pdf".into(),
        kind: ScanKind::Pdf,
        pages: 1,
        size: 1,
        hash: String::new(),
        added_on: day(added_on),
        void_reason: None,
    }
}

fn application(state: ApplicationState) -> Application {
    Application { state, ..Application::blank(ApplicationId(1), "SQ-2026-0001".into()) }
}

fn filing(kind: FilingKind, signed_on: &str) -> Filing {
    Filing {
        id: FilingId(1),
        number: "BA-2026-0001".into(),
        department: DEPARTMENT,
        kind,
        period: Quarter::of(day(signed_on)),
        signed_on: day(signed_on),
        signed_by: String::new(),
        filed_on: day(signed_on),
        rows: Vec::new(),
        fingerprint: String::new(),
        workbook: String::new(),
        void_reason: None,
    }
}

fn table(signed_on: Option<&str>) -> Matrix {
    let signed_on = signed_on.map(day);
    Matrix {
        id: MatrixId(1),
        department: DEPARTMENT,
        printed_on: signed_on,
        signed_on,
        signed_by: None,
        changed_on: None,
    }
}

#[test]
fn an_application_wants_its_scan_from_the_signature_on_and_never_once_it_is_void() {
    use ApplicationState::*;
    for (state, wants) in [(Draft, false), (Printed, false), (Signed, true), (Done, true), (Void, false)] {
        let mut register = Register::default();
        assert_eq!(Scans::of(&register).application_lacks(&application(state)), wants, "{state:?}");
        put(&mut register, scan(1, Some("SQ-2026-0001"), "2026-11-24"));
        assert!(!Scans::of(&register).application_lacks(&application(state)), "{state:?}");
        put(
            &mut register,
            Attachment { void_reason: Some("拍糊了".into()), ..scan(1, Some("SQ-2026-0001"), "2026-11-24") },
        );
        assert_eq!(Scans::of(&register).application_lacks(&application(state)), wants, "a void scan is none");
    }
}

#[test]
fn a_cleanup_list_wants_its_scan_once_it_was_carried_out_and_a_notice_from_its_day_on() {
    let mut register = Register::default();
    let list = |handled: Option<&str>, void: Option<&str>| Cleanup {
        id: CleanupId(1),
        number: "QL-2026-0001".into(),
        systems: Vec::new(),
        handled_on: handled.map(day),
        printed_on: Some(day("2026-11-20")),
        void_reason: void.map(str::to_owned),
    };
    let scans = Scans::of(&register);
    assert!(!scans.cleanup_lacks(&list(None, None)), "printed is not signed");
    assert!(scans.cleanup_lacks(&list(Some("2026-11-24"), None)));
    assert!(!scans.cleanup_lacks(&list(Some("2026-11-24"), Some("填错"))));
    let notice = Notice {
        id: NoticeId(1),
        number: "TZ-2026-0001".into(),
        person: PersonId(1),
        route: NoticeRoute::NetworkCenter,
        accounts: Vec::new(),
        written_on: day("2026-11-24"),
        leaver: None,
        void_reason: None,
    };
    assert!(scans.notice_lacks(&notice));
    assert!(!scans.notice_lacks(&Notice { void_reason: Some("发错部门".into()), ..notice.clone() }));
    put(&mut register, scan(1, Some("TZ-2026-0001"), "2026-11-24"));
    put(&mut register, scan(2, Some("QL-2026-0001"), "2026-12-30"));
    let scans = Scans::of(&register);
    assert!(!scans.notice_lacks(&notice) && !scans.cleanup_lacks(&list(Some("2026-11-24"), None)), "whenever it came");
}

#[test]
fn a_scan_of_a_table_is_of_the_last_signature_before_it() {
    let mut register = Register::default();
    assert!(!Scans::of(&register).has_matrix(DEPARTMENT, day("2026-07-01"), None));
    put(&mut register, scan(1, None, "2026-07-02"));
    let scans = Scans::of(&register);
    assert!(scans.has_matrix(DEPARTMENT, day("2026-07-01"), None));
    assert!(scans.has_matrix(DEPARTMENT, day("2026-07-02"), Some(day("2026-10-08"))), "scanned on the very day");
    assert!(!scans.has_matrix(DEPARTMENT, day("2026-10-08"), None), "it is of the signature before");
    assert!(!scans.has_matrix(DEPARTMENT, day("2026-04-01"), Some(day("2026-07-02"))), "it is of the next signature");
    assert_eq!(scans.kept(&Scanned::Matrix(DEPARTMENT)).len(), 1);
}

#[test]
fn a_filing_is_covered_by_its_own_scan_or_by_that_of_the_table_that_was_filed() {
    let mut register = Register::default();
    let (matrix, outside) = (filing(FilingKind::Matrix, "2026-07-01"), filing(FilingKind::Outside, "2026-07-01"));
    assert!(Scans::of(&register).filing_lacks(&matrix) && Scans::of(&register).filing_lacks(&outside));
    assert!(!Scans::of(&register).filing_lacks(&Filing { void_reason: Some("报错".into()), ..matrix.clone() }));
    put(&mut register, table(Some("2026-10-08")));
    put(&mut register, scan(1, None, "2026-10-09"));
    assert!(Scans::of(&register).filing_lacks(&matrix), "that is the table of October");
    put(&mut register, scan(2, None, "2026-07-03"));
    assert!(!Scans::of(&register).filing_lacks(&matrix));
    assert!(Scans::of(&register).filing_lacks(&outside), "附件1 has nothing of it");
    put(&mut register, scan(3, Some("BA-2026-0001"), "2026-10-09"));
    assert!(!Scans::of(&register).filing_lacks(&outside));
}
