//! 从账号台账填写: what filling a table from the register changes, and what it leaves.

use super::*;

/// A change of post or of 使用人 reaches the table that was filed with the old one.
#[test]
fn a_table_with_an_old_post_or_holder_is_filled_signed_and_filed_anew() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let told = request(&office, "政务服务科", "2026Q4", Some("2026-11-24"));
    let filed = office.file_table(&told, today()).unwrap();
    let person = office.person_called("秦天天").unwrap();
    let moves = Placing { person, department: told.department, post: "副科长".into(), on: today() };
    office.place_person(&moves, &[], today()).unwrap();
    let found = |office: &Office, article: u8| {
        let telling = Telling::of(office.register(), today());
        let of = |it: &Matter| it.article().0 == article && it.department == Some(told.department);
        check(office.register(), today()).iter().filter(|it| of(it)).map(|it| telling.message(it)).collect::<Vec<_>>()
    };
    assert_eq!(
        found(&office, 6),
        [
            "政务服务科有1项岗位变动还没有备案（秦天天），最早的在2026年11月24日，对照表还没有按现在的岗位填写，请从账号台账填写，\
          打印签字后报网络技术中心备案"
        ]
    );
    let old = "政务服务科对照表第1行（工程建设管理平台 秦天天 qintt）的岗位与人员登记不同，秦天天现在是副科长，\
               请从账号台账填写，重新打印签字";
    assert_eq!(found(&office, 4), [old]);
    assert_eq!(office.file_table(&told, today()).unwrap(), filed, "the same table once more");
    // An account that changes hands within the department.
    let hand_over = super::super::support::good_form()
        .with(Field::Action, "变更")
        .with(Field::Account, "zhangwei_zw")
        .with(Field::Holder, "秦天天");
    carried_out(&mut office, &hand_over, "", "2026-11-24");
    assert!(found(&office, 4)[1].contains("的使用人与账号台账不同"), "{:?}", found(&office, 4));
    let ids = |office: &Office| office.register().matrix_of(told.department).iter().map(|it| it.id).collect::<Vec<_>>();
    let before = ids(&office);
    assert_eq!(office.fill_matrix(told.department, today()).unwrap(), (0, 2, 0));
    assert_eq!(ids(&office), before, "the rows go on");
    let rows = taizhang::rules::filing::matrix_rows(office.register(), told.department);
    let told_now: Vec<_> = rows.iter().map(|row| (row.holder.as_str(), row.post.as_str(), row.note.as_str())).collect();
    assert_eq!(told_now, [("秦天天", "副科长", ""), ("秦天天", "副科长", "窗口轮岗")]);
    assert_eq!(found(&office, 4), [""; 0]);
    assert_eq!(stage(office.register(), told.department), MatrixStage::Draft);
    assert!(found(&office, 6)[0].ends_with("最早的在2026年11月24日，请报网络技术中心备案"));
    assert_ne!(office.file_table(&told, today()).unwrap(), filed);
    assert_eq!(found(&office, 6), [""; 0]);
}

/// On the first day the tables of the departments are there, and no account.
#[test]
fn a_row_whose_account_is_not_registered_yet_stays_and_says_so() {
    let Scratch { mut office, folder: _folder, .. } = super::super::support::empty_office();
    let told = serde_json::json!({
        "departments": [{"name": "综合科"}],
        "people": [
            {"name": "张伟", "department": "综合科", "post": "科员"}, {"name": "李芳", "department": "综合科", "post": "科员"}
        ],
        "systems": [{"name": "平台", "self_built": true}],
        "matrix": [
            {"department": "综合科", "system": "平台", "category": "受理", "post": "科员", "holder": "张伟", "account": "zhangw"},
            {"department": "综合科", "system": "平台", "category": "受理", "post": "科员", "holder": "李芳"}
        ]
    });
    office.load(&told.to_string(), today()).unwrap();
    let id = department(&office, "综合科");
    let sentences = |office: &Office| {
        let (found, telling) = (check(office.register(), today()), Telling::of(office.register(), today()));
        found.iter().filter(|it| it.article().0 == 4).map(|it| telling.message(it)).collect::<Vec<_>>()
    };
    assert_eq!(
        sentences(&office),
        [
            "综合科对照表第1行（平台 张伟 zhangw）的账号还没有登记，请登记或导入账号；写错的，请更正",
            "综合科对照表第2行（平台 李芳）的使用人在账号台账中没有这个系统的账号，请登记或导入账号；不再使用的，请删去这一行",
        ]
    );
    assert!(plan(office.register(), id, today()).is_empty());
    assert_eq!(office.fill_matrix(id, today()).unwrap(), (0, 0, 0));
    assert_eq!(office.register().matrix_of(id).len(), 2);
    // Once there was one, a row without it goes.
    let more = r#"{"accounts":[{"system":"平台","account":"ZHANGW","holder":"张伟","status":"已禁用"}]}"#;
    office.load(more, today()).unwrap();
    assert!(sentences(&office)[0].ends_with("没有对应的在用账号，请删去或更正"));
    assert_eq!(office.fill_matrix(id, today()).unwrap(), (0, 0, 1));
}

/// 附件1 has no column for the name of the account.
#[test]
fn a_row_without_a_name_goes_once_its_account_is_somebody_elses() {
    let Scratch { mut office, folder: _folder, .. } = super::super::support::empty_office();
    let row = |system: &str, holder: &str| serde_json::json!({"department": "综合科", "system": system, "category": "受理", "post": "科员", "holder": holder});
    let people = ["张伟", "李芳"].map(|name| serde_json::json!({"name": name, "department": "综合科", "post": "科员"}));
    let systems = ["平台", "网上大厅"].map(|name| serde_json::json!({"name": name, "self_built": true}));
    let told = serde_json::json!({
        "departments": [{"name": "综合科"}],
        "people": people,
        "systems": systems,
        "matrix": [row("平台", "张伟"), row("平台", ""), row("网上大厅", "张伟")],
        "accounts": [{"system": "平台", "account": "zhangw", "holder": "张伟"}]
    });
    office.load(&told.to_string(), today()).unwrap();
    let id = department(&office, "综合科");
    let found = |office: &Office| {
        let is_stale = |fact: &Fact| matches!(fact, Fact::StaleInMatrix(_));
        let is_waiting = |fact: &Fact| matches!(fact, Fact::RowUnregistered(_));
        let found = check(office.register(), today());
        let count = |is: fn(&Fact) -> bool| found.iter().filter(|it| is(&it.fact)).count();
        (count(is_stale), count(is_waiting))
    };
    assert_eq!(found(&office), (1, 1), "a row that names nobody waits for nothing");
    // The account of 张伟 is given to 李芳: his row is not that of an account to come.
    let given = r#"{"accounts": [{"system": "平台", "account": "zhangw", "holder": "李芳"}]}"#;
    office.load(given, today()).unwrap();
    assert_eq!(found(&office), (2, 1));
    let planned = plan(office.register(), id, today());
    assert_eq!((planned.missing.len(), planned.stale.len(), planned.unregistered.len()), (1, 2, 1));
    office.fill_matrix(id, today()).unwrap();
    let rows = taizhang::rules::filing::matrix_rows(office.register(), id);
    let left: Vec<_> = rows.iter().map(|row| (row.system.as_str(), row.holder.as_str())).collect();
    assert_eq!(left, [("网上大厅", "张伟"), ("平台", "李芳")]);
    assert_eq!(found(&office), (0, 1));
}

/// The tables were filled before the accounts had their 账号类别.
#[test]
fn filling_takes_up_the_category_and_the_post_that_the_register_has() {
    let Scratch { mut office, folder: _folder, .. } = super::super::support::empty_office();
    let told = serde_json::json!({
        "departments": [{"name": "综合科"}],
        "people": [{"name": "张伟", "department": "综合科", "post": "科员"}, {"name": "李芳", "department": "综合科", "post": ""}],
        "systems": [{"name": "平台", "self_built": true}],
        "accounts": [
            {"system": "平台", "account": "zhangw", "holder": "张伟", "category": "审批"},
            {"system": "平台", "account": "lif", "holder": "李芳"}
        ],
        "matrix": [
            {"department": "综合科", "system": "平台", "holder": "张伟", "account": "zhangw"},
            {"department": "综合科", "system": "平台", "category": "受理", "holder": "李芳", "account": "lif"}
        ]
    });
    office.load(&told.to_string(), today()).unwrap();
    let id = department(&office, "综合科");
    let cells = |office: &Office| {
        let planned = plan(office.register(), id, today());
        planned.differing.into_iter().map(|(_, _, cells)| cells).collect::<Vec<_>>()
    };
    let rows = |office: &Office| {
        let rows = office.register().matrix_of(id).into_iter();
        rows.map(|row| (row.category.clone(), row.post.clone())).collect::<Vec<_>>()
    };
    assert_eq!(cells(&office), [[Field::Post, Field::Category]]);
    assert_eq!(office.fill_matrix(id, today()).unwrap(), (0, 1, 0));
    let kept = ("受理".to_owned(), String::new());
    assert_eq!(
        rows(&office),
        [("审批".to_owned(), "科员".to_owned()), kept.clone()],
        "what only the table tells stays"
    );
    // Nothing is left to fill, and the table and the register are not the same for that.
    let left = plan(office.register(), id, today());
    assert!(left.is_empty());
    assert_eq!((left.incomplete.len(), left.untold.len()), (1, 1));
    assert_eq!(left.told().unwrap(), "对照表与账号台账不同：1行的账号类别在台账中没有登记；请核对后改为一致");
    let other = r#"{"accounts": [{"system": "平台", "account": "zhangw", "category": "复核"}]}"#;
    office.load(other, today()).unwrap();
    assert_eq!(cells(&office), [[Field::Category]]);
    office.fill_matrix(id, today()).unwrap();
    assert_eq!(rows(&office), [("复核".to_owned(), "科员".to_owned()), kept]);
}
