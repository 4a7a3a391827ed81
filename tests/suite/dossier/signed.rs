//! Who signed which paper when, which signed papers lack their scan, and which day the files of a dossier bear.

use taizhang::papers::PaperKey;

use super::*;

pub(super) fn dossier(scratch: &Scratch, period: Period) -> (Summary, std::path::PathBuf, Vec<String>) {
    dossier_on(day("2027-01-15"), scratch, period)
}

pub(super) fn dossier_on(today: Day, scratch: &Scratch, period: Period) -> (Summary, std::path::PathBuf, Vec<String>) {
    let zip = scratch.folder.path().join("迎检包.zip");
    let made = taizhang::dossier::save(&scratch.office, period, today, &zip).unwrap();
    let names = unpacked(&zip, &scratch.folder.path().join("开"));
    let root = format!("迎检包_{}_{}", period.from.iso(), period.to.iso());
    let names = names.iter().map(|name| name.strip_prefix(&format!("{root}/")).unwrap().to_owned()).collect();
    (made, scratch.folder.path().join("开").join(root), names)
}

/// 编号, and what stands under each head that is told.
fn told(rows: &[Vec<String>], number: &str) -> Vec<String> {
    rows.iter().find(|row| row[0] == number).unwrap_or_else(|| panic!("{number}: {rows:?}")).clone()
}

/// 附件2 carried out with its scan, signed without one, printed, void; 附件3, 书面通知 and 备案: each in a line.
#[test]
fn every_form_of_the_period_stands_in_one_list_with_who_signed_it_when_and_whether_its_scan_is_kept() {
    let (mut scratch, number) = office();
    let office = &mut scratch.office;
    let on = day("2026-11-26");
    let told_notices = notices(office, on);
    let department = office.register().department_named("公共资源交易管理科").unwrap();
    let request = FilingRequest {
        department,
        kind: FilingKind::Matrix,
        period: Quarter::of(on),
        signed_on: Some(on),
        signed_by: String::new(),
        reason: "授权文件在档案室".into(),
    };
    office.file_table(&request, on).unwrap();
    let outside = office.register().department_named("投资项目审批科").unwrap();
    office.file_table(&FilingRequest { department: outside, kind: FilingKind::Outside, ..request }, on).unwrap();
    let list = *office.register().cleanups.keys().next().unwrap();
    office.note_printed(&[PaperKey::Cleanup(list)], on).unwrap();
    let (_, folder, _) = dossier(&scratch, november());
    let Some(sheets) = sheets_of(&folder.join("登记/6_签批登记.xlsx")) else { return };
    let sheet = &sheets["表单签批登记"];
    let heads: Vec<&str> = sheet[2].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
    assert_eq!(
        heads,
        [
            "序号",
            "编号",
            "事项",
            "系统",
            "账号",
            "使用人",
            "申请人",
            "申请、出具日期",
            "科室负责人",
            "审核、签字日期",
            "分管领导",
            "批准、签字日期",
            "操作员",
            "处理、备案日期",
            "状态",
            "扫描件"
        ]
    );
    let rows = numbered_rows(sheet);
    // Real dates: openpyxl reads them as such.
    let of_the_5th = "2026-11-05 00:00:00";
    let (platform, qin) = ("一体化政务服务平台", "秦天天");
    assert_eq!(
        told(&rows, &number)[1..],
        [
            "账号新增",
            platform,
            "qintt_zw",
            qin,
            qin,
            of_the_5th,
            "李建国",
            of_the_5th,
            "王志强",
            of_the_5th,
            "陈小满",
            of_the_5th,
            "已办结",
            "有"
        ]
    );
    let signed = told(&rows, "SQ-2026-0003");
    assert_eq!(signed[1..6], ["账号注销", "工程建设管理平台", "zhengxd", "郑晓东", "孙丽华"]);
    assert_eq!(signed[7..], ["孙丽华", "2026-11-16 00:00:00", "周文斌", "2026-11-17 00:00:00", "", "", "已签字", "缺"]);
    let printed = told(&rows, "SQ-2026-0002");
    assert_eq!(printed[13..], ["已打印待签", ""], "what is not signed yet lacks nothing");
    assert_eq!(told(&rows, "SQ-2026-0006")[13..], ["作废", ""]);
    let list = told(&rows, "QL-2026-0001");
    assert_eq!(list[1..3], ["账号清理", "工程建设管理平台、投资项目在线审批监管平台"]);
    assert_eq!(list[3..5], ["工程建设管理平台·zhengxd、投资项目在线审批监管平台·zhengxd", "郑晓东"]);
    assert_eq!(list[13..], ["已打印待签", ""]);
    let notice = told(&rows, &told_notices[0]);
    assert_eq!((notice[4].as_str(), notice[6].as_str()), ("郑晓东", "2026-11-26 00:00:00"));
    assert_eq!(notice[13..], ["已出具", "缺"]);
    let filing = told(&rows, "BA-2026-0001");
    assert_eq!(filing[1], "账号权限对照表备案，2026年第四季度");
    // The 分管领导 of the department, as the register has them.
    assert_eq!(filing[9..], ["王志强", "2026-11-26 00:00:00", "", "2026-11-26 00:00:00", "已备案", "缺"]);
    // The table of 非自建 systems has the line of its 科室负责人.
    let filing = told(&rows, "BA-2026-0002");
    assert_eq!(filing[7..11], ["孙丽华", "2026-11-26 00:00:00", "", ""]);
    assert!(rows.iter().all(|row| ["SQ-", "QL-", "TZ-", "BA-"].iter().any(|series| row[0].starts_with(series))));
}

#[test]
fn the_contents_page_says_which_signed_papers_lack_their_scan_and_how_many() {
    let (mut scratch, _) = office();
    let (made, folder, names) = dossier(&scratch, november());
    assert_eq!(made.lacking, ["SQ-2026-0003"]);
    assert!(made.told().ends_with("；1件缺签字扫描件"), "{}", made.told());
    assert_eq!(taizhang::dossier::lacking_scans(&scratch.office, november(), today()).unwrap(), made.lacking);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let Some(items) = items_with_their_pages(&folder, &names) else { return };
    let noted: Vec<&Vec<String>> = items.iter().filter(|item| item[5].contains("缺签字扫描件")).collect();
    assert_eq!(noted.len(), 1, "{items:?}");
    assert!(noted[0][2].contains("SQ-2026-0003") && noted[0][5] == "打印件1页，缺签字扫描件", "{noted:?}");
    let Some(mut text) = tool("pdftotext") else { return };
    let page = output(text.arg("-layout").arg(folder.join("目录.pdf")).arg("-"));
    assert!(page.contains(&format!("共{}件，1件缺签字扫描件", made.items)), "{page}");
    // Attached after the period it is in its dossier all the same: the paper is of the period.
    let scan = Scan::of("签字版.pdf".into(), to_pdf(&[Paper::blank(2).unwrap()], today()).unwrap()).unwrap();
    scratch.office.attach("SQ-2026-0003", &scan, day("2026-12-02")).unwrap();
    std::fs::remove_dir_all(scratch.folder.path().join("开")).unwrap();
    let (made, _, names) = dossier(&scratch, november());
    assert_eq!((made.lacking.len(), made.told().contains("缺")), (0, false));
    assert!(names.iter().any(|name| name.ends_with("_SQ-2026-0003_扫描件1.pdf")), "{names:?}");
}

/// A clerk asks for the year before it has ended: nothing in the dossier bears a day that has not come.
#[test]
fn a_paper_bears_the_day_of_what_it_tells_and_a_list_the_day_to_which_the_ledger_stands() {
    let (scratch, number) = office();
    let year = Period::new(day("2026-01-01"), day("2026-12-31")).unwrap();
    let (_, folder, names) = dossier(&scratch, year);
    let lists = ["登记/1_科室", "登记/4_账号", "登记/5_在用账号", "登记/6_签批登记", "台账/台账", "台账/检查发现"];
    for list in lists {
        let Some(sheets) = sheets_of(&folder.join(format!("{list}.xlsx"))) else { return };
        for (title, sheet) in sheets.as_object().unwrap() {
            let line = sheet[1].as_array().unwrap();
            assert!(line.contains(&"填报日期：2026年11月7日".into()), "{list}, {title}: {line:?}");
        }
    }
    let Some(mut pdfinfo) = tool("pdfinfo") else { return };
    let paper = names.iter().find(|name| name.ends_with(&format!("_{number}.pdf"))).unwrap();
    let info = output(pdfinfo.arg("-isodates").arg(folder.join(paper)));
    let made = info.lines().find(|line| line.starts_with("CreationDate:")).unwrap();
    assert!(made.contains("2026-11-05"), "{made}");
}

#[test]
fn a_form_without_a_department_is_of_the_department_of_its_people() {
    let mut scratch = empty_office();
    scratch.office.load(SAMPLE, day("2026-11-02")).unwrap();
    let form = Values::default().with(Field::Applicant, "秦天天").with(Field::AppliedOn, "2026年11月24日");
    scratch.office.file_application(&form, None, None, today()).unwrap();
    let (_, folder, names) = dossier(&scratch, november());
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let Some(items) = items_with_their_pages(&folder, &names) else { return };
    let item = items.iter().find(|item| item[2].contains("SQ-2026-0005")).unwrap();
    assert_eq!(item[1], "政务服务科");
    assert!(items.iter().all(|item| !item[1].is_empty()), "{items:?}");
}
