//! 待办, 检查, 制度原文, 设置, 离职, 转岗, 验收, 巡检 and 抽查 in the window.

use super::*;

fn person(window: &Window, name: &str) -> PersonId {
    window.office().register().person_named(name).found().unwrap()
}

/// A cell of a list, by a part of its text.
fn choose(window: &mut Window, text: &str) {
    window.harness.query_all_by_label_contains(text).next().unwrap().click();
    window.steps();
}

#[test]
fn what_is_due_is_the_first_screen_and_opens_the_record() {
    let mut window = window(sample_office());
    window.click_toggle("待办");
    assert!(window.shows("郑晓东已离职25天"), "第十四条");
    assert!(window.shows("口令更新 2") && window.shows("季度备案"));
    assert!(window.shows("各系统的账号") && window.shows("超过90天"));
    choose(&mut window, "郑晓东已离职25天");
    window.click("打开");
    assert!(window.shows("办理离职") && window.shows("作废这条记录"), "打开了人员");
    assert_eq!(window.value("姓名"), "郑晓东");
}

#[test]
fn a_finding_shows_its_article_of_the_regulation() {
    let mut window = window(sample_office());
    window.click_toggle("待办");
    choose(&mut window, "郑晓东已离职25天");
    window.harness.get_by_label("看第十四条").click();
    window.steps();
    assert!(window.shows("该员工账户应当被及时的禁用"));
    window.fill("在制度中查找", "离职");
    let marked = include_str!("../../../assets/制度原文.md").matches("离职").count();
    assert!(window.shows(&format!("{marked}处")), "as many as are marked: {marked}");
    window.click_toggle("第二十五条");
    window.fill("在制度中查找", "90 天");
    assert!(window.shows("密码更新周期不得超过") && !window.shows("该员工账户应当被及时的禁用"));
}

#[test]
fn a_finding_that_stops_is_overridden_with_a_reason_and_that_is_withdrawn() {
    let mut window = window(sample_office());
    window.click_toggle("检查");
    choose(&mut window, "sunlh");
    window.harness.get_by_label("例外办理，写明原因").click();
    window.steps();
    assert!(window.shows("sunlh"), "what is overridden stands in the dialog, which covers the list");
    window.fill("原因", "授权文件在档案室").click("例外办理");
    assert_eq!(window.office().register().waivers.len(), 1);
    assert!(window.shows("例外办理：授权文件在档案室"), "it goes to the end of the list, and stays chosen");
    choose(&mut window, "例外办理：授权文件在档案室");
    window.harness.get_by_label("撤回例外办理").click();
    window.steps();
    window.fill("原因", "档案室没有找到").click("撤回例外办理");
    assert!(window.office().register().waivers.values().all(|it| it.void_reason.is_some()));
}

#[test]
fn a_setting_may_be_stricter_with_its_source_and_never_looser() {
    let mut window = window(sample_office());
    window.click_toggle("设置");
    assert!(window.shows("内部设定，非制度规定") && window.shows("制度规定（第二十五条），只能更严"));
    window.fill("口令更新周期的依据", "省某标准");
    window.click("保存口令更新周期");
    assert_eq!(window.office().register().settings.values().next().unwrap().source, "省某标准");
}

#[test]
fn what_stands_half_typed_in_a_setting_outlives_the_saving_of_another() {
    let mut window = window(sample_office());
    window.click_toggle("设置");
    window.fill("口令更新周期的依据", "省某标准").fill("用户口令最小长度的依据", "市某标准");
    window.click("保存口令更新周期");
    assert_eq!(window.value("用户口令最小长度的依据"), "市某标准");
    // Taken back, the row shows what is kept, and the other goes on.
    window.click_toggle("申请表").press(Modifiers::COMMAND, Key::Z).click_toggle("设置");
    assert_eq!(window.value("口令更新周期的依据"), "");
    window.click("保存用户口令最小长度");
    assert_eq!(window.office().register().settings.values().next().unwrap().source, "市某标准");
}

#[test]
fn a_leaver_is_dealt_with_in_one_go_and_only_once() {
    let mut window = window(sample_office());
    let id = person(&window, "郑晓东");
    window.click_toggle("待办");
    choose(&mut window, "郑晓东的离职手续");
    window.click("办理离职");
    assert!(window.shows("申请表（注销）：工程建设管理平台·zhengxd"));
    window.click("生成");
    let counts = |window: &Window| {
        let register = window.office().register();
        (register.applications.len(), register.cleanups.len(), register.notices.len())
    };
    let first = counts(&window);
    assert_eq!(first.2, 2, "自建和专网各一份通知（第十四条）");
    let files = std::fs::read_dir(window.folder.path().join("文 档/离职")).unwrap().count();
    assert!(files >= 4, "{files}");
    // From the person's own record, too.
    window.click_toggle("人员");
    choose(&mut window, "郑晓东");
    window.click("办理离职").click("生成");
    assert_eq!(counts(&window), first);
    assert!(window.office().register().people[&id].left_on.is_some());
}

/// Saved as it was read, the panel would take the leaving back without a word.
#[test]
fn what_is_typed_beside_a_record_that_changes_meanwhile_changes_nothing_else_of_it() {
    let mut window = window(sample_office());
    let id = person(&window, "秦天天");
    window.click_toggle("人员");
    choose(&mut window, "秦天天");
    window.fill("联系方式", "0");
    window.harness.get_all_by_label("秦天天").next().unwrap().click_secondary();
    window.steps();
    window.harness.get_all_by_role_and_label(Role::Button, "办理离职").last().unwrap().click();
    window.steps().click("生成");
    let left = |window: &Window| {
        let person = window.office().register().people[&id].clone();
        (person.status, person.left_on, person.phone)
    };
    assert_eq!(left(&window), (PersonStatus::Left, Some(today()), "0356-2000011".into()));
    window.click_toggle("人员").click("保存");
    assert_eq!(left(&window), (PersonStatus::Left, Some(today()), "0356-20000110".into()));
}

#[test]
fn a_leaving_is_filled_and_confirmed_by_the_keyboard_and_taken_back_it_says_what_lies_in_the_folder() {
    let mut window = window(sample_office());
    window.click_toggle("人员");
    choose(&mut window, "秦天天");
    window.click("办理离职").press(Modifiers::COMMAND, Key::A);
    // The record beside has a box of the same name.
    window.harness.get_all_by_role_and_label(Role::TextInput, "离职日").last().unwrap().type_text("2026-12-01");
    window.steps();
    assert!(window.shows("离职日还没有到：表先备好送签，2026年12月1日到各系统停用账号，再登记（第十四条）"));
    window.fill("经办人", "qtt");
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.value("经办人"), "秦天天");
    assert!(window.shows("秦天天离职，不能经办或接任（第十四条、第二十二条）"));
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.shows("办理离职：秦天天"), "what is not ready is not done");
    window.press(Modifiers::COMMAND, Key::A).fill("经办人", "ljg");
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.value("经办人"), "李建国");
    // Enter in a line whose completions are done with confirms.
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.shows("离职的表已备好") && window.shows("2026年12月1日到各系统停用账号，再登记"));
    let applicant = window.office().register().applications.values().next_back().unwrap().applicant;
    assert_eq!(applicant, Some(person(&window, "李建国")));
    let folder = window.folder.path().join("文 档").join("离职");
    let files = || std::fs::read_dir(&folder).unwrap().count();
    let written = files();
    window.click("撤销");
    assert!(window.shows("已撤销：办理离职") && window.shows("其中的表和通知已作废，请不要送出"));
    assert!(window.shows(folder.to_str().unwrap()) && files() == written && written > 0);
    window.click("打开");
    assert_eq!(*window.viewed.borrow().last().unwrap(), folder);
}

#[test]
fn a_mover_gets_only_the_forms_that_are_ticked() {
    let mut window = window(sample_office());
    window.click_toggle("人员");
    choose(&mut window, "陈小满");
    window.click("入职、转岗");
    window.harness.get_by_role_and_label(Role::ComboBox, "科室").click();
    window.steps();
    window.click_toggle("政务服务科");
    let before = window.office().register().applications.len();
    window.click("登记");
    let register = window.office().register();
    assert_eq!(register.applications.len(), before, "没有勾选，不生成申请表（第十三条）");
    let moved = &register.people[&person(&window, "陈小满")];
    assert_eq!(register.department_name(Some(moved.department)), "政务服务科");
    assert_eq!(register.post_changes.len(), 1, "岗位变动等待备案（第六条）");
}

#[test]
fn who_was_moved_away_and_comes_back_is_told_so_by_its_own_word() {
    let mut office = sample_office();
    let moved =
        r#"{"people": [{"name": "陈小满", "department": "网络技术中心", "status": "调离", "left_on": "2026-11-02"}]}"#;
    office.office.load(moved, today()).unwrap();
    let mut window = window(office);
    window.click_toggle("人员");
    choose(&mut window, "陈小满");
    window.click("入职、转岗");
    assert!(window.shows("陈小满已于2026年11月2日调离。登记后恢复在岗"));
}

#[test]
fn a_mover_with_two_accounts_in_a_system_chooses_each_by_itself() {
    let mut office = sample_office();
    let account = |name: &str| serde_json::json!({"system": "工程建设管理平台", "account": name, "holder": "陈小满"});
    office
        .office
        .load(&serde_json::json!({"accounts": [account("chenxm1"), account("chenxm2")]}).to_string(), today())
        .unwrap();
    let mut window = window(office);
    window.click_toggle("人员");
    choose(&mut window, "陈小满");
    window.click("入职、转岗");
    let before = window.office().register().applications.len();
    choose(&mut window, "注销：工程建设管理平台·chenxm2，");
    window.click("登记");
    let made: Vec<_> = window.office().register().applications.values().skip(before).collect();
    let made: Vec<_> = made.iter().map(|it| (it.action, it.account.as_str())).collect();
    assert_eq!(made, [(Some(Action::Close), "chenxm2")], "每个账号一张申请表（第十三条）");
}

#[test]
fn a_round_is_answered_by_the_keyboard_and_ends_in_a_list() {
    let mut window = window(sample_office());
    window.click_toggle("信息系统");
    choose(&mut window, "工程建设管理平台");
    window.click("巡检");
    assert!(window.shows("已答0个，共3个"));
    window.press(Modifiers::NONE, Key::ArrowDown);
    for key in [Key::Num1, Key::Num3, Key::Num1] {
        window.press(Modifiers::NONE, key);
    }
    assert!(window.shows("已答3个，共3个"));
    window.click("办结巡检");
    let register = window.office().register();
    let round = register.inspections.values().next().unwrap();
    assert!(round.finished_on.is_some() && round.cleanup.is_some());
    let list = &register.cleanups[&round.cleanup.unwrap()];
    assert_eq!((list.number.as_str(), register.cleanups.len()), ("QL-2026-0001", 1), "未办结的清单里已有，不重复列入");
    let disabled = register.inspection_rows.values().find(|it| it.judgement == Some(Judgement::Disable)).unwrap();
    let disabled = &register.accounts[&disabled.account].account;
    let named: Vec<&str> = register.rows_of(list.id).iter().map(|row| row.account.as_str()).collect();
    assert!(named.contains(&disabled.as_str()), "{disabled}：{named:?}");
}

#[test]
fn a_round_over_the_wrong_system_is_void_with_a_reason_and_another_is_begun() {
    let mut window = window(sample_office());
    window.click_toggle("信息系统");
    choose(&mut window, "工程建设管理平台");
    window.click("巡检");
    window.harness.get_by_role_and_label(Role::Link, "作废").click();
    window.steps();
    window.fill("作废原因", "选错了系统").click("作废");
    assert!(window.shows("已作废：选错了系统"));
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Num1);
    let answers = |window: &Window| {
        window.office().register().inspection_rows.values().filter(|row| row.judgement.is_some()).count()
    };
    assert_eq!(answers(&window), 0, "what is void is not answered");
    let open = |window: &Window| {
        let rounds = window.office().register().inspections.values();
        rounds.filter(|it| it.is_open()).map(|it| it.number.clone()).collect::<Vec<_>>()
    };
    assert_eq!(open(&window), [""; 0]);
    window.click_toggle("信息系统");
    choose(&mut window, "工程建设管理平台");
    window.click("巡检");
    assert_eq!(open(&window), ["XJ-2026-0002"]);
    // Taken back, one after the other, the first stands as before.
    window.press(Modifiers::COMMAND, Key::Z).press(Modifiers::COMMAND, Key::Z);
    assert_eq!(open(&window), ["XJ-2026-0001"]);
}

#[test]
fn a_sample_is_drawn_answered_and_reported() {
    let mut window = window(sample_office());
    window.click_toggle("巡检抽查").click("抽查");
    let register = window.office().register();
    let sample = register.samples.values().next().unwrap();
    assert_eq!(register.rows_of_sample(sample.id).len(), 6, "全部在用账号");
    window.press(Modifiers::NONE, Key::ArrowDown);
    window.press(Modifiers::NONE, Key::Num2);
    let register = window.office().register();
    let doubtful = register.sample_rows.values().filter(|row| row.result == Some(SampleResult::DoubtfulGrant)).count();
    assert_eq!(doubtful, 1);
    window.click("起草通报");
    assert_eq!(window.viewed.borrow().len(), 1);
}

#[test]
fn acceptance_lists_what_was_only_for_the_test() {
    let mut scratch = sample_office();
    let mut texts = Kind::Accounts.blank();
    (texts[0], texts[1], texts[9]) = ("一体化政务服务平台".into(), "test01".into(), "测试".into());
    scratch.office.save_record(Kind::Accounts, None, &texts, today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("信息系统");
    choose(&mut window, "一体化政务服务平台");
    window.click("登记验收");
    window.harness.get_all_by_role_and_label(Role::Button, "登记验收").last().unwrap().click();
    window.steps();
    let register = window.office().register();
    let system = register.system_named("一体化政务服务平台").unwrap();
    assert_eq!(register.systems[&system].accepted_on, Some(today()));
    let list = register.cleanup_numbered("QL-2026-0002").unwrap();
    let rows = register.rows_of(list.id);
    assert_eq!((rows.len(), rows[0].disposal), (1, Some(Treatment::Delete)), "只能删除（第二十一条）");
}

/// 第二十一条: what is registered is not overwritten without a word.
#[test]
fn acceptance_a_second_time_shows_the_earlier_date_and_what_changes() {
    let mut window = window(sample_office());
    window.click_toggle("信息系统");
    choose(&mut window, "工程建设管理平台");
    window.click("登记验收");
    // The record beside has a box of the same name.
    let date =
        |window: &Window| window.harness.get_all_by_role_and_label(Role::TextInput, "验收日期").last().unwrap().value();
    assert_eq!(date(&window).as_deref(), Some("2024年6月28日"), "the date that is registered stands");
    assert!(window.shows("验收日期是2024年6月28日。日期不变"));
    window.press(Modifiers::COMMAND, Key::A);
    window.harness.get_all_by_role_and_label(Role::TextInput, "验收日期").last().unwrap().type_text("2026-11-20");
    window.steps();
    assert!(window.shows("验收日期是2024年6月28日。登记后改为2026年11月20日"));
    let accepted = |window: &Window| {
        let register = window.office().register();
        register.systems[&register.system_named("工程建设管理平台").unwrap()].accepted_on
    };
    assert_eq!(accepted(&window), Day::new(2024, 6, 28));
    window.harness.get_all_by_role_and_label(Role::Button, "登记验收").last().unwrap().click();
    window.steps();
    assert_eq!(accepted(&window), Day::new(2026, 11, 20));
}

#[test]
fn an_office_without_a_round_is_told_of_the_button_that_is_there() {
    let mut window = window(sample_office());
    window.click_toggle("巡检抽查");
    assert!(window.shows("点“巡检全部系统”"));
    window.harness.get_by_role_and_label(Role::Button, "巡检全部系统");
}

#[test]
fn a_scan_is_kept_with_its_paper_and_seen() {
    let mut window = window(sample_office());
    let scan = window.folder.path().join("签字版.pdf");
    let paper = taizhang::papers::Paper::blank(2).unwrap();
    taizhang::papers::save_pdf(&[paper], &scan, today()).unwrap();
    choose(&mut window, "SQ-2026-0003");
    window.press(Modifiers::NONE, Key::Enter);
    // Below the fold of the panel: a screen reader presses it where it is.
    window.harness.get_by_role_and_label(Role::Button, "附上扫描件").click_accesskit();
    window.steps();
    window.fill("扫描件", scan.to_str().unwrap());
    window.click("附上");
    let register = window.office().register();
    assert_eq!(register.attachments.values().next().unwrap().paper, "SQ-2026-0003");
    window.harness.get_by_label("打开签字版.pdf").click_accesskit();
    window.steps();
    window.until("签字版.pdf，PDF，1页").until_seen().click("用系统阅读器打开").click("关闭");
    let seen = window.viewed.borrow().last().unwrap().clone();
    assert_eq!(std::fs::read(seen).unwrap(), std::fs::read(&scan).unwrap());
    window.click_toggle("申请表");
    assert!(window.shows("已签字　扫"));
}

#[test]
fn the_accounts_of_a_day_and_the_inspection_zip_are_made_in_the_window() {
    let mut window = window(sample_office());
    window.click_toggle("账号").click("某日在用").click("查看").until("2026年11月24日在用账号：6个");
    let list = window.harness.get_by_role_and_label(Role::Table, "2026年11月24日在用账号");
    let rows: Vec<String> = list.get_all_by_role(Role::Row).filter_map(|row| row.accesskit_node().label()).collect();
    assert_eq!(rows.len(), 6);
    assert_eq!(rows.iter().filter(|row| row.contains("，郑晓东，投资项目审批科，")).count(), 2, "{rows:?}");
    window.click("另看一天或保存").click("保存为 Excel").until("在用账号6个");
    let list = window.folder.path().join("文 档/某日在用账号.xlsx");
    assert_eq!(taizhang::import::read(&list).unwrap()[0].rows.len(), 10, "标题、填报、表头、六个账号、签字");
    window.click_toggle("备份与迎检").click("生成迎检包").click("生成");
    let zip = window.folder.path().join("文 档/迎检包_2026-01-01_2026-11-24.zip");
    // Of the sample one form is signed, and its scan is missing: said before anything is written.
    assert!(window.shows("1件没有附上扫描件") && window.shows("SQ-2026-0003") && !zip.exists());
    window.click("先去附上");
    assert!(!zip.exists() && !window.shows("照样生成"));
    window.click("生成迎检包").click("生成").click("照样生成").until("1件缺签字扫描件");
    assert_eq!(&std::fs::read(&zip).unwrap()[..2], b"PK");
}

#[test]
fn the_list_of_system_accounts_prints_only_with_a_reason_while_a_finding_stops_it() {
    let mut window = window(sample_office());
    window.click_toggle("账号");
    window.click("系统账号清单");
    assert!(window.shows("这张表还不能打印") && window.shows("sunlh"));
    window.click("取消");
    assert!(window.office().register().waivers.is_empty());
    window.click("系统账号清单");
    window.fill("办理原因", "授权文件在档案室").click("照样打印");
    assert!(!window.office().register().waivers.is_empty());
    window.until("第1页，共1页");
}

#[test]
fn a_filing_that_a_finding_stops_asks_for_the_reason_in_its_dialog() {
    let mut scratch = sample_office();
    let holder = scratch.office.person_called("孙丽华").unwrap();
    let department = scratch.office.register().people[&holder].department;
    scratch.office.fill_matrix(department, today()).unwrap();
    scratch.office.note_printed(&[PaperKey::Matrix(department)], today()).unwrap();
    scratch.office.sign_matrix(department, today(), "王志强", today()).unwrap();
    let name = scratch.office.register().department_name(Some(department)).to_owned();
    let mut window = window(scratch);
    window.click_toggle("备案");
    window.click(&format!("{name}对照表备案"));
    assert!(window.shows("还不能备案") && window.shows("sunlh"));
    window.fill("例外办理原因", "授权文件在档案室");
    // The one of the dialog is drawn last, over those of the quarters.
    window.harness.query_all_by_role_and_label(Role::Button, "备案").last().unwrap().click();
    window.steps();
    assert_eq!(window.office().register().filings.len(), 1);
}

#[test]
fn a_form_that_was_not_printed_waits_among_what_is_to_be_done_and_is_printed_from_there() {
    let mut window = window(sample_office());
    window.click_toggle("待办").press(Modifiers::COMMAND, Key::F).fill("查找", "还没有打印送签");
    assert!(window.shows("SQ-2026-0001还没有打印送签"));
    window.press(Modifiers::NONE, Key::ArrowDown).click("打印");
    assert!(window.shows("保存为 PDF"));
}

#[test]
fn what_is_grave_stands_before_what_is_due() {
    let mut window = window(sample_office());
    window.click_toggle("待办");
    let cells = window.harness.query_all_by_role(Role::Cell).map(|cell| cell.accesskit_node());
    let of_it = cells.filter(|cell| cell.description().as_deref() == Some("到期"));
    let days: Vec<String> = of_it.map(|cell| cell.label().unwrap_or_default()).filter(|it| !it.is_empty()).collect();
    assert_eq!(days[0], "须改正", "{days:?}");
    assert!(days.iter().any(|day| day.ends_with('日')));
    choose(&mut window, "sunlh");
    assert!(window.shows("例外办理，写明原因"));
}
