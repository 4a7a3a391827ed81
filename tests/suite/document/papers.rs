//! Numbered papers that a document tells: again, in part, or twice.

use super::*;

/// What a record was given besides what a document tells of it: else one that is void would stand again.
#[test]
fn papers_that_a_document_tells_again_stay_void_signed_and_whole_where_it_says_nothing_of_that() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let before = json!({
        "matrix_papers": [{"department": "政务服务科", "printed_on": "2026-11-01", "signed_on": "2026-11-02", "signed_by": "王志强"}],
        "filings": [{"number": "BA-2026-0009", "department": "政务服务科", "kind": "账号权限对照表", "period": "2026Q3",
            "signed_on": "2026-10-08", "signed_by": "王志强", "filed_on": "2026-10-09", "fingerprint": "abc",
            "rows": [{"system": "工程建设管理平台", "account": "qintt"}], "void_reason": "报错了"}],
        "waivers": [{"article": 7, "kind": "application", "subject": "SQ-2026-0003", "reason": "科室只有一人在岗",
            "waived_on": "2026-11-03", "void_reason": "已来人"}],
        "notices": [{"number": "TZ-2026-0009", "person": "郑晓东", "route": "网络技术中心", "written_on": "2026-11-04",
            "accounts": [{"system": "工程建设管理平台", "account": "zhengxd"}], "void_reason": "写错了"}],
        "inspections": [{"number": "XJ-2026-0009", "system": "工程建设管理平台", "begun_on": "2026-11-05",
            "finished_on": "2026-11-06", "void_reason": "重做"}],
        "samples": [{"number": "CC-2026-0009", "system": "工程建设管理平台", "size": 3, "seed": 7, "population": 9,
            "drawn_on": "2026-11-07", "void_reason": "重抽",
            "rows": [{"system": "工程建设管理平台", "account": "qintt", "result": "正常"}]}],
    });
    office.load(&before.to_string(), today()).unwrap();
    let register = office.register().clone();
    let again = json!({
        "matrix_papers": [{"department": "政务服务科"}],
        "filings": [{"number": "BA-2026-0009"}],
        "waivers": [{"article": 7, "kind": "application", "subject": "SQ-2026-0003"}],
        "notices": [{"number": "TZ-2026-0009"}],
        "inspections": [{"number": "XJ-2026-0009"}],
        "samples": [{"number": "CC-2026-0009"}],
    });
    office.load(&again.to_string(), today()).unwrap();
    assert_eq!(*office.register(), register);
    // What it tells changes, and what is null is blank again.
    let told = json!({
        "filings": [{"number": "BA-2026-0009", "signed_by": "李建国", "void_reason": null}],
        "notices": [{"number": "TZ-2026-0009", "accounts": []}],
        "samples": [{"number": "CC-2026-0009", "system": null}],
    });
    office.load(&told.to_string(), today()).unwrap();
    let (filing, stood) =
        (office.register().filings.values().next().unwrap(), register.filings.values().next().unwrap());
    assert_eq!((&*filing.signed_by, &filing.void_reason, &filing.rows), ("李建国", &None, &stood.rows));
    assert_eq!(filing.workbook, stood.workbook, "the file does not show who signed, nor what was void later");
    assert!(office.register().notices.values().all(|it| it.accounts.is_empty() && it.void_reason.is_some()));
    assert!(office.register().samples.values().all(|it| it.system.is_none() && it.seed == 7));
    let told = json!({"filings": [{"number": "BA-2026-0009", "filed_on": "2026-10-10"}]});
    office.load(&told.to_string(), today()).unwrap();
    assert_ne!(office.register().filings.values().next().unwrap().workbook, stood.workbook, "the file shows that day");
    // Rows that change make a draft of a table, whatever else the same document leaves out.
    let changed = json!({
        "matrix": [{"department": "政务服务科", "system": "工程建设管理平台", "category": "复核"}],
        "matrix_papers": [{"department": "政务服务科"}],
    });
    office.load(&changed.to_string(), today()).unwrap();
    let paper = office.register().matrices.values().next().unwrap();
    assert_eq!((paper.printed_on, paper.signed_on, paper.changed_on), (None, None, Some(today())));
}

#[test]
fn a_new_paper_that_lacks_what_it_needs_is_named_and_not_passed_over() {
    assert_eq!(
        refusal(&json!({"filings": [{"department": "政务服务科", "filed_on": null}], "notices": [{"route": null}]})),
        [
            "filings[0].period：不能为空",
            "filings[0].signed_on：不能为空",
            "filings[0].filed_on：不能为空",
            "filings[0].kind：不能为空",
            "notices[0].person：不能为空",
            "notices[0].route：不能为空",
        ]
    );
}

#[test]
fn a_number_that_is_told_twice_is_refused_at_its_place() {
    let papers = |paper: Value| json!([paper, {}, paper]);
    let round = json!({"number": "XJ-2026-0001", "system": "工程建设管理平台"});
    assert_eq!(
        refusal(&json!({
            "applications": [{"number": "SQ-2026-0009"}, {}, {"number": " SQ-2026-0009"}],
            "cleanups": papers(json!({"number": "QL-2026-0009"})),
            "inspections": [round, round],
            "samples": [{"number": "CC-2026-0001", "size": 1}, {"number": "CC-2026-0001", "size": 1}],
        })),
        [
            "applications[2].number：“SQ-2026-0009”在applications[0]已经写过",
            "cleanups[2].number：“QL-2026-0009”在cleanups[0]已经写过",
            "inspections[1].number：“XJ-2026-0001”在inspections[0]已经写过",
            "samples[1].number：“CC-2026-0001”在samples[0]已经写过",
        ]
    );
}
