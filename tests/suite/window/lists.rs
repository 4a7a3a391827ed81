//! 附件1, 附件3, 备案, 导入 and 汇总 in the window.

use egui_kittest::kittest::AccessKitNode;

use super::*;
use taizhang::rules::filing::stage;

fn department(window: &Window, name: &str) -> DepartmentId {
    window.office().register().department_named(name).unwrap()
}

fn paste(window: &mut Window, text: &str) {
    window.harness.event(egui::Event::Paste(text.to_owned()));
    window.steps();
}

#[test]
fn a_department_table_is_typed_on_the_paper_and_saved() {
    let mut window = window(sample_office());
    window.click_toggle("权限对照表").click_toggle("网络技术中心");
    window.fill("第1行 系统名称", "运维平台").fill("第1行 使用人", "陈小满").fill("账号名", "chenxm");
    assert!(window.shows("有未保存的内容"));
    window.press(Modifiers::COMMAND, Key::S);
    let id = department(&window, "网络技术中心");
    let register = window.office().register();
    let rows = register.matrix_of(id);
    assert_eq!(rows.len(), 1);
    assert_eq!((register.system_name(Some(rows[0].system)), &*rows[0].account), ("运维平台", "chenxm"));
    assert!(window.shows("新登记：系统“运维平台”"));
    window.click("撤销");
    assert!(window.office().register().matrix_of(id).is_empty(), "一次撤销整张表");
}

#[test]
fn rows_copied_in_excel_are_pasted_into_the_table() {
    let mut window = window(sample_office());
    window.click_toggle("权限对照表").click_toggle("网络技术中心");
    window.harness.get_by_role_and_label(Role::TextInput, "第1行 系统名称").focus();
    window.steps();
    paste(&mut window, "工建平台\t管理\t工程师\t陈小满\n中介平台\t管理\t主任\t刘海涛\n");
    // As the paper has them, 序号 first: the paper counts by itself.
    paste(&mut window, "1\t工建平台\t管理\t工程师\t陈小满\t\n2\t中介平台\t管理\t主任\t刘海涛\t轮岗\n");
    assert_eq!(window.value("第2行 系统名称"), "中介平台");
    assert_eq!(window.value("第2行 备注"), "轮岗");
    // Under heads the columns may stand in any order.
    window.harness.get_by_role_and_label(Role::TextInput, "第3行 账号类别").focus();
    window.steps();
    paste(&mut window, "使用人\t系统名称\n陈小满\t一体化政务服务平台\n");
    assert!(window.shows("已粘贴1行"));
    window.press(Modifiers::COMMAND, Key::S);
    let id = department(&window, "网络技术中心");
    let register = window.office().register();
    let told: Vec<(&str, &str, &str)> = register
        .matrix_of(id)
        .into_iter()
        .map(|row| (register.system_name(Some(row.system)), &*row.post, register.bare_name(row.holder)))
        .collect();
    assert_eq!(
        told,
        [
            ("工程建设管理平台", "工程师", "陈小满"),
            ("中介超市服务平台", "主任", "刘海涛"),
            ("一体化政务服务平台", "", "陈小满"),
        ]
    );
}

#[test]
fn rows_are_moved_put_in_and_taken_out() {
    let mut window = window(sample_office());
    window.click_toggle("权限对照表");
    window.harness.get_by_role_and_label(Role::TextInput, "第2行 系统名称").focus();
    window.steps();
    window.press(Modifiers::ALT, Key::ArrowUp);
    assert_eq!(window.value("第1行 系统名称"), "一体化政务服务平台");
    window.click("插入一行");
    assert_eq!(window.value("第2行 系统名称"), "一体化政务服务平台");
    window.click("去掉").click("去掉");
    assert_eq!(window.value("第1行 系统名称"), "工程建设管理平台");
    window.press(Modifiers::COMMAND, Key::S);
    assert_eq!(window.office().register().matrix_of(department(&window, "政务服务科")).len(), 1);
}

#[test]
fn a_table_goes_from_the_draft_to_the_filing() {
    let mut window = window(sample_office());
    let id = department(&window, "政务服务科");
    window.click_toggle("权限对照表");
    window.print();
    assert_eq!(stage(window.office().register(), id), MatrixStage::Printed);
    assert_eq!(window.value("分管领导"), "王志强", "分管领导随科室填好");
    window.fill("签字日期", "今天").click("登记签字");
    assert_eq!(stage(window.office().register(), id), MatrixStage::Signed);
    // The screen 备案 has a button of the same name in the navigation, before this one.
    let file = |window: &mut Window| {
        window.harness.get_all_by_role_and_label(Role::Button, "备案").last().unwrap().click();
        window.steps();
    };
    file(&mut window);
    assert!(window.shows("首次备案：新增2"));
    assert_eq!(window.value("报送期"), "2026年第四季度");
    file(&mut window);
    let register = window.office().register();
    assert_eq!(stage(register, id), MatrixStage::Filed);
    let filing = register.filing_numbered("BA-2026-0001").unwrap();
    assert_eq!((filing.period.to_string().as_str(), filing.signed_by.as_str()), ("2026Q4", "王志强"));
    let folder = window.folder.path().join("文 档/备案");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 3);
    assert!(window.shows("重新导出"), "备案后显示这次备案");
}

#[test]
fn filling_a_table_shows_first_what_it_would_change_and_what_it_leaves() {
    let mut scratch = sample_office();
    let told = serde_json::json!({
        "people": [{"name": "秦天天", "department": "政务服务科", "post": "副科长"}],
        "matrix": [
            {"department": "政务服务科", "system": "工程建设管理平台", "category": "受理", "post": "科员", "holder": "秦天天", "account": "qintt"},
            {"department": "政务服务科", "system": "中介超市服务平台", "category": "受理", "post": "科员", "holder": "李建国", "account": "lijg"}
        ]
    });
    scratch.office.load(&told.to_string(), today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("权限对照表").click("从账号台账填写");
    assert!(window.shows("更新：第1行　工程建设管理平台　秦天天，岗位由科员改为副科长"));
    assert!(window.shows("保留，账号台账中没有：第2行　中介超市服务平台　李建国"));
    window.click("填写");
    assert!(window.shows("对照表已填写：新增1行，更新1行，去掉0行"));
    window.click("从账号台账填写");
    assert!(window.shows("没有可以填写的：有1行在账号台账中没有账号，请先登记或导入账号"));
}

#[test]
fn a_half_typed_table_is_there_again_after_the_window_was_closed() {
    let mut window = window(sample_office());
    window.click_toggle("权限对照表").fill("第1行 备注", "改到一半");
    window.wait(1.0);
    window.harness.state_mut().close();
    let Window { harness, folder, file, .. } = window;
    drop(harness);
    let office = Office::open(&file, Access::Write).unwrap();
    let mut window = super::window(Scratch { folder, file, office });
    window.click_toggle("权限对照表");
    assert_eq!(window.value("第1行 备注"), "改到一半");
    window.click("放弃修改");
    assert_eq!(window.value("第1行 备注"), "");
    assert!(window.office().store().drafts().unwrap().is_empty());
}

#[test]
fn the_lists_to_choose_from_tell_whose_accounts_they_name() {
    let mut window = window(sample_office());
    window.click_toggle("清理清单");
    let list = window.harness.get_by_role_and_label(Role::Button, "QL-2026-0001");
    assert_eq!(list.accesskit_node().description().as_deref(), Some("郑晓东\n草稿"));
}

#[test]
fn a_cleanup_list_is_typed_row_by_row() {
    let mut window = window(sample_office());
    window.click_toggle("清理清单").click("新建");
    window.fill("第1行 系统名称", "工程建设管理平台").fill("第1行 使用账户", "qintt");
    window.press(Modifiers::COMMAND, Key::P);
    // Saved, but not printed: 处理方式 is never blank on paper.
    assert!(window.shows("没有填写处理方式"));
    window.click("知道了");
    window.fill("第1行 处理方式", "禁用");
    window.print();
    let made = window.office().register().cleanup_numbered("QL-2026-0002").unwrap();
    assert_eq!(made.printed_on, Some(today()));
    window.click("处理这张清单");
    assert_eq!(window.value("处理日期"), "2026年11月24日");
    window.click("处理");
    let account = window.office().register().accounts.values().find(|it| it.account == "qintt").unwrap();
    assert_eq!(account.status, AccountStatus::Disabled);
}

/// What the clerk has typed in a row is no other's to fill, nor to empty.
#[test]
fn an_account_that_is_chosen_leaves_the_holder_that_was_typed_in_its_row() {
    let nobodys = r#"{"accounts":[{"system":"工程建设管理平台","account":"gongyong","opened_on":"2026-01-05"}]}"#;
    for account in ["gongyong", "qintt"] {
        let mut scratch = sample_office();
        scratch.office.load(nobodys, today()).unwrap();
        let mut window = window(scratch);
        window.click_toggle("清理清单").click("新建");
        window.fill("第1行 系统名称", "工程建设管理平台").fill("第1行 使用人", "李建国");
        window.fill("第1行 使用账户", &account[..3]);
        window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
        let typed = (window.value("第1行 使用账户"), window.value("第1行 使用人"));
        assert_eq!(typed, (account.to_owned(), "李建国".to_owned()));
    }
}

/// 附件3 has the signatures of 填报人 and 审核人: a list that was never on paper is not carried out by one key.
#[test]
fn a_list_that_was_not_printed_is_not_carried_out_by_enter_alone() {
    let mut window = window(sample_office());
    window.click_toggle("清理清单").click("处理这张清单");
    assert!(window.shows("这张清单还没有打印"));
    window.press(Modifiers::NONE, Key::Enter);
    assert!(!window.shows("这张清单还没有打印"), "Enter is 取消");
    let handled = |window: &Window| window.office().register().cleanup_numbered("QL-2026-0001").unwrap().handled_on;
    assert_eq!(handled(&window), None);
    window.print();
    window.click("处理这张清单");
    assert!(window.shows("处理清理清单") && !window.shows("还没有打印，"));
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(handled(&window), Some(today()));
}

#[test]
fn escape_closes_the_suggestions_and_the_next_one_leaves_the_cell() {
    let mut window = window(sample_office());
    window.click_toggle("权限对照表");
    let has_focus = |window: &Window| {
        window.harness.get_by_role_and_label(Role::TextInput, "第1行 系统名称").accesskit_node().is_focused()
    };
    window.harness.get_by_role_and_label(Role::TextInput, "第1行 系统名称").focus();
    window.steps();
    window.press(Modifiers::COMMAND, Key::A);
    window.harness.get_by_role_and_label(Role::TextInput, "第1行 系统名称").type_text("平台");
    window.steps();
    assert!(window.shows("中介超市服务平台"), "offered below the cell");
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.shows("中介超市服务平台"));
    assert!(has_focus(&window), "the clerk stays in the cell");
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!has_focus(&window));
    assert_eq!(window.value("第1行 系统名称"), "平台", "what was typed stands");
}

/// What was typed is not typed again for one word that may not stand.
#[test]
fn a_dialog_whose_reason_is_refused_comes_back_with_all_that_was_typed() {
    let mut window = window(sample_office());
    window.click_toggle("账号");
    window.press(Modifiers::NONE, Key::ArrowDown);
    window.harness.get_by_label("作废这条记录").click();
    window.steps().fill("作废原因", "重复登记，密码：abc12345").click("作废");
    assert!(window.shows("第二十五条") && !window.shows("记录和历史都保留"));
    window.click("知道了");
    assert!(window.shows("记录和历史都保留"));
    assert_eq!(window.value("作废原因"), "重复登记，密码：abc12345");
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.shows("记录和历史都保留"));
}

#[test]
fn a_record_is_voided_with_a_reason_and_restored() {
    let mut window = window(sample_office());
    window.click_toggle("账号");
    window.press(Modifiers::NONE, Key::ArrowDown);
    window.harness.get_by_label("作废这条记录").click();
    window.steps();
    window.fill("作废原因", "重复登记").click("作废");
    let void = |window: &Window| {
        window.office().register().accounts.values().find(|it| it.void_reason.is_some()).map(|it| it.account.clone())
    };
    assert!(void(&window).is_some());
    assert!(window.shows("共7条，显示6条"), "作废的平时不显示");
    window.click_toggle("作废");
    window.press(Modifiers::NONE, Key::ArrowDown);
    assert!(window.shows("已作废：重复登记"));
    window.click("恢复");
    assert_eq!(void(&window), None);
}

#[test]
fn rows_pasted_into_a_register_are_shown_before_they_are_taken_in() {
    let mut window = window(sample_office());
    window.click_toggle("人员");
    // In the order of the list's columns, without heads.
    paste(&mut window, "孟晓\t政务服务科\t科员\t13812345678\n张伟\t政务服务科\t副科长\t\n\t缺姓名\t\t\n");
    assert!(window.shows("新增1，更新1，不变0，有误1"));
    assert!(window.shows("岗位由科员改为副科长") && window.shows("请填写姓名"));
    assert!(window.office().register().person_named("孟晓").found().is_none(), "预览不改动台账");
    window.click("导入2行");
    let register = window.office().register();
    let made = register.person_named("孟晓").found().unwrap();
    assert_eq!(register.people[&made].phone, "13812345678");
    assert!(window.shows("有误1行没有导入"));
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(
        window.shows("要撤销的是“导入表格”，它改动了3条记录"),
        "two people and a change of post: asked about, however small"
    );
    // What has the keyboard leaves things as they are.
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.office().register().person_named("孟晓").found().is_some());
    window.press(Modifiers::COMMAND, Key::Z).click("撤销这项操作");
    assert!(window.office().register().person_named("孟晓").found().is_none(), "一次撤销整个导入");
    window.steps();
    assert!(window.shows("新增1，更新1，不变0，有误1"), "撤销后预览重新算过");
    window.click("导入2行");
    assert!(window.office().register().person_named("孟晓").found().is_some());
}

#[test]
fn a_column_that_was_guessed_wrong_is_put_right_by_hand() {
    let mut window = window(sample_office());
    let path = window.folder.path().join("账号.csv");
    std::fs::write(&path, "平台名,登录,谁在用,工号\n工建平台,x1,秦天天,0017\n").unwrap();
    window.click_toggle("导入");
    window.fill("表格文件", path.to_str().unwrap()).click("读取").until("没有找到表头");
    for (attribute, head) in [("系统", "平台名"), ("账号名", "登录"), ("使用人", "谁在用")] {
        let name = format!("{attribute}在哪一列");
        window.harness.get_by_role_and_label(Role::ComboBox, &name).click();
        window.steps();
        window.click_toggle(head);
    }
    assert!(window.shows("新增1，更新0，不变0，有误0") && window.shows("没有用到的列：工号"));
    window.click("导入1行");
    let account = window.office().register().accounts.values().find(|it| it.account == "x1").unwrap();
    assert_eq!(window.office().register().bare_name(account.holder), "秦天天");
}

#[test]
fn returned_tables_are_put_together_and_a_conflict_is_settled_by_choice() {
    let mut window = window(sample_office());
    let folder = window.folder.path().to_path_buf();
    let table = |name: &str, holder: &str| {
        let path = folder.join(format!("2026年第三季度_{name}_账号权限对照表.csv"));
        let text = format!("系统名称,账号名,使用人\n工建平台,same,{holder}\n");
        std::fs::write(&path, text).unwrap();
        path
    };
    let files = [table("政务服务科", "秦天天"), table("投资项目审批科", "孙丽华")];
    window.click_toggle("汇总");
    window.fill("交回的表", folder.join("没有.xlsx").to_str().unwrap()).click("加入");
    window.until("没有.xlsx");
    for file in &files {
        window.fill("交回的表", file.to_str().unwrap()).click("加入");
        window.until(file.file_name().unwrap().to_str().unwrap());
    }
    assert!(!window.shows("没有.xlsx"), "先前的错误不再留着");
    window.fill("交回的表", files[0].to_str().unwrap()).click("加入").until("给了两次，只汇总一次");
    assert!(window.shows("工程建设管理平台　same"));
    window.harness.get_by_role_and_label(Role::RadioButton, "孙丽华（投资项目审批科）").click();
    window.steps();
    window.click("导出 Excel");
    let path = window.harness.get_by_role_and_label(Role::TextInput, "保存位置").value().unwrap();
    window.click("导出");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let all = book.worksheet_range("全部账号").unwrap();
    let holders =
        all.rows().skip(3).map(|row| row[6].to_string()).filter(|text| ["秦天天", "孙丽华"].contains(&&**text));
    assert_eq!(holders.collect::<Vec<_>>(), ["孙丽华"], "只留选定的使用人");
}

#[test]
fn a_screen_reader_is_led_to_the_row_that_the_keys_of_a_list_go_to() {
    let mut window = window(sample_office());
    let read = |window: &Window| {
        let node = window.harness.root().children_recursive().find(egui_kittest::Node::is_focused);
        let node = node.map(|node| (node.accesskit_node().role(), node.accesskit_node().label().unwrap_or_default()));
        node.map(|(role, name)| (role, name.split('，').next().unwrap_or_default().to_owned()))
    };
    let row = |number: &str| Some((Role::Row, number.to_owned()));
    window.press(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(read(&window), row("SQ-2026-0004"));
    window.press(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(read(&window), row("SQ-2026-0003"));
    window.press(Modifiers::NONE, Key::End);
    assert_eq!(read(&window), row("SQ-2026-0001"));
    // A control that has the keyboard is read itself, and so is the next list.
    window.press(Modifiers::COMMAND, Key::F);
    assert_eq!(read(&window), Some((Role::TextInput, "查找".to_owned())));
    window.press(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(read(&window), row("SQ-2026-0001"));
    window.click_toggle("人员").press(Modifiers::NONE, Key::ArrowDown);
    assert!(matches!(read(&window), Some((Role::Row, name)) if !name.starts_with("SQ")));
}

#[test]
fn a_list_tells_a_screen_reader_its_rows_their_cells_their_places_and_what_is_chosen() {
    let mut window = window(sample_office());
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::ArrowDown);
    let table = window.harness.get_by_role_and_label(Role::Table, "申请表");
    let table = table.accesskit_node();
    let shape = (table.data().row_count(), table.data().column_count(), table.data().size_of_set());
    assert_eq!(shape, (Some(4), Some(7), Some(4)), "what shows");
    let rows: Vec<_> = table.children().filter(|it| it.role() == Role::Row).collect();
    let places: Vec<_> = rows.iter().map(AccessKitNode::position_in_set).collect();
    assert_eq!(places, [Some(0), Some(1), Some(2), Some(3)]);
    let chosen: Vec<_> = rows.iter().map(AccessKitNode::is_selected).collect();
    assert_eq!(chosen, [Some(false), Some(true), Some(false), Some(false)]);
    let row = rows[1];
    // What stands between is no node to a screen reader.
    let row_of = |cell: &egui_kittest::Node| {
        let mut above = cell.accesskit_node().parent();
        while let Some(it) = above.filter(|it| it.role() == Role::GenericContainer) {
            above = it.parent();
        }
        above.map(|it| it.id())
    };
    let cells: Vec<_> =
        window.harness.query_all_by_role(Role::Cell).filter(|it| row_of(it) == Some(row.id())).collect();
    let cells: Vec<_> = cells.iter().map(NodeT::accesskit_node).collect();
    let first = (cells[0].label(), cells[0].description());
    assert_eq!(first, (Some("SQ-2026-0003".to_owned()), Some("编号".to_owned())));
    let names: Vec<String> = cells.iter().filter_map(AccessKitNode::label).collect();
    assert_eq!((cells.len(), row.label()), (7, Some(names.join("，"))));
}

/// What would be carried out is what is kept, and not what stands on the screen.
#[test]
fn a_list_with_something_unsaved_is_neither_carried_out_nor_void() {
    let mut window = window(sample_office());
    window.click_toggle("清理清单").fill("第1行 处理方式", "保留");
    assert!(window.shows("有未保存的内容") && !window.shows("作废这张清单"));
    let button = window.harness.get_by_role_and_label(Role::Button, "处理这张清单");
    assert!(button.accesskit_node().is_disabled());
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(window.shows("作废这张清单"));
}

#[test]
fn a_signature_of_a_table_that_was_registered_wrongly_is_put_right_before_the_filing() {
    let mut window = window(sample_office());
    let id = department(&window, "政务服务科");
    window.click_toggle("权限对照表").print();
    window.press(Modifiers::NONE, Key::Escape);
    window.harness.get_by_role_and_label(Role::TextInput, "分管领导").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("分管领导", "李建国");
    window.fill("签字日期", "今天").click("登记签字");
    let signer = |window: &Window| {
        let register = window.office().register();
        register.bare_name(register.matrix_paper(id).unwrap().signed_by).to_owned()
    };
    assert_eq!(signer(&window), "李建国");
    window.harness.get_by_role_and_label(Role::Link, "签字登记错了").click();
    window.steps();
    assert_eq!((window.value("分管领导"), window.value("签字日期")), ("李建国".into(), "2026年11月24日".into()));
    window.click("不更正");
    assert!(!window.shows("更正签字"));
    window.harness.get_by_role_and_label(Role::Link, "签字登记错了").click();
    window.steps();
    window.harness.get_by_role_and_label(Role::TextInput, "分管领导").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("分管领导", "王志强").click("更正签字");
    assert_eq!(signer(&window), "王志强");
    assert!(window.shows("已更正签字") && !window.shows("签字登记错了，照纸质表"));
    assert_eq!(stage(window.office().register(), id), MatrixStage::Signed);
}

/// What stands in a table that was open when a person was put right elsewhere must not make the wrong one anew.
#[test]
fn a_table_that_is_open_follows_what_is_changed_elsewhere_also_where_it_is_half_typed() {
    for is_typed in [false, true] {
        let mut window = window(sample_office());
        window.click_toggle("权限对照表");
        let people = window.office().register().people.len();
        assert_eq!(window.value("第1行 使用人"), "秦天天");
        if is_typed {
            window.fill("第1行 备注", "窗口");
        }
        window.click_toggle("人员");
        window.harness.get_by_role_and_label(Role::Cell, "秦天天").click();
        window.steps();
        window.harness.get_by_role_and_label(Role::TextInput, "姓名").focus();
        window.steps().press(Modifiers::COMMAND, Key::A).fill("姓名", "秦甜甜").click("保存");
        window.click_toggle("权限对照表");
        assert_eq!(window.value("第1行 使用人"), "秦甜甜");
        if !is_typed {
            window.fill("第1行 备注", "窗口");
        }
        window.press(Modifiers::COMMAND, Key::S);
        let register = window.office().register();
        assert_eq!((register.people.len(), register.person_named("秦天天").found()), (people, None));
        assert_eq!(register.matrix_of(department(&window, "政务服务科"))[0].note, "窗口");
    }
}

#[test]
fn a_list_that_was_printed_elsewhere_is_noted_as_printed_in_its_panel() {
    let mut window = window(sample_office());
    window.click_toggle("清理清单");
    window.harness.get_by_role_and_label(Role::Link, "登记为已打印").click();
    window.steps();
    assert!(window.office().register().cleanups.values().all(|it| it.printed_on == Some(today())));
    assert!(window.harness.query_by_role_and_label(Role::Link, "登记为已打印").is_none());
}

#[test]
fn a_table_with_no_row_is_not_noted_as_printed() {
    let mut scratch = empty_office();
    scratch.office.load(r#"{"departments": [{"name": "综合科"}]}"#, today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("权限对照表");
    assert!(window.harness.query_by_role_and_label(Role::Link, "登记为已打印").is_none());
}
