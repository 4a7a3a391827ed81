//! An office of a given size, as a JSON document.

/// 40 departments, a tenth as many people as accounts, 300 systems; and this many applications.
pub fn document(accounts: usize, applications: usize) -> String {
    let departments: Vec<String> = (0..40).map(|at| format!("第{at}科")).collect();
    let count = (accounts / 10).max(10);
    let people = |at: usize| serde_json::json!({"name": format!("人员{at}"), "department": departments[at % 40], "post": "科员", "phone": format!("1380000{at:04}")});
    let systems =
        |at: usize| serde_json::json!({"name": format!("业务系统{at}"), "lead_department": departments[at % 40]});
    let account = |at: usize| {
        serde_json::json!({
            "system": format!("业务系统{}", at % 300), "account": format!("user{at}"), "category": "审批", "permissions": "受理、审批",
            "holder": format!("人员{}", at % count), "opened_on": "2024-01-05", "password_changed_on": "2026-09-01",
        })
    };
    let application = |at: usize| {
        serde_json::json!({
            "kind": "用户账号", "action": "新增", "applicant": format!("人员{}", at % count), "department": departments[at % 40],
            "post": "科员", "applied_on": "2026-11-24", "contact": "0356-2000000", "system": format!("业务系统{}", at % 300),
            "description": "因窗口轮岗，申请开通受理权限，用于综合窗口的收件、补正和发证。",
        })
    };
    serde_json::json!({
        "departments": departments.iter().map(|name| serde_json::json!({"name": name})).collect::<Vec<_>>(),
        "people": (0..count).map(people).collect::<Vec<_>>(),
        "systems": (0..300).map(systems).collect::<Vec<_>>(),
        "accounts": (0..accounts).map(account).collect::<Vec<_>>(),
        "applications": (0..applications).map(application).collect::<Vec<_>>(),
    })
    .to_string()
}
