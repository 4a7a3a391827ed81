//! Which row of a sheet is the head of a table, which column means what, and which rows below tell something.

use std::path::Path;

use super::Sheet;
use super::words::usual_word;
use crate::error::{Error, ErrorKind};
use crate::model::schema::{Attribute, Entry};
use crate::model::{Kind, TableKind};

/// The header stands in one of the first rows.
pub(super) const HEADER_WITHIN: usize = 20;

/// What stands behind a row that is given back, under these heads: where it stood and why it was not taken.
pub const RETURNED: [&str; 6] = ["工作表", "行", "出错的列", "原值", "原因", "建议"];

/// A sheet whose columns are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The sheet's name.
    pub sheet: String,
    /// The department that the sheet names above its table: 「科室（单位）名称：政务服务科」.
    pub department: Option<String>,
    /// The system that it names there: 「系统名称：工程建设管理平台」.
    pub system: Option<String>,
    /// Which of the sheet's rows is the header, from 0.
    pub header: usize,
    /// For each attribute of the table, the column that has it, from 0.
    pub columns: Vec<Option<usize>>,
    /// What the columns that mean nothing here are called, and where they are, from 0; blank ones are not among them.
    pub unused: Vec<(usize, String)>,
    /// The rows below the header that tell something: number in the file, from 1, and the texts.
    pub rows: Vec<(usize, Vec<String>)>,
    /// The numbers of those that have text in these columns and are passed over: examples, sums, remarks, signing lines.
    pub passed: Vec<usize>,
}

/// Other names that offices give to an attribute.
fn other_names(table: TableKind, label: &str) -> &'static [&'static str] {
    let kind = match table {
        TableKind::Register(kind) => kind,
        TableKind::Matrix | TableKind::Cleanup => {
            return match label {
                "系统名称" => &["系统", "信息系统", "信息系统名称", "所属系统", "平台"],
                "账号类别" => &["类别"],
                "岗位" => &["职务", "职位"],
                "使用人" => &["姓名", "使用人姓名"],
                "备注" => &["说明"],
                "账号名" => &["账号", "账户", "帐号", "使用账户", "使用账号", "用户名", "登录名"],
                "权限说明" => &["权限"],
                "科室" => &["部门", "单位", "科室（单位）", "科室名称"],
                "使用账户" => &["使用账号", "使用帐户", "使用帐号", "账号", "账户", "帐号", "帐户", "账号名"],
                "处理方式" => &["处置方式", "处理意见"],
                _ => &[],
            };
        }
    };
    match (kind, label) {
        (Kind::Departments, "名称") => &["科室", "科室名称", "科室（单位）名称", "部门", "部门名称", "单位"],
        (Kind::Departments, "撤销日期") => &["撤销日", "撤销时间", "撤并日期", "撤并时间"],
        (Kind::People, "姓名") => &["名字", "人员", "人员姓名", "使用人"],
        (Kind::People, "科室") => &["部门", "单位", "所在科室", "科室名称", "所属部门"],
        (Kind::People, "岗位") => &["职务", "职位"],
        (Kind::People, "联系方式") => &["电话", "手机", "联系电话", "手机号", "手机号码", "电话号码"],
        (Kind::People, "状态") => &["在岗状态", "人员状态"],
        (Kind::People, "入职日") => &["入职日期", "入职时间"],
        (Kind::People, "离职日") => &["离职日期", "离职时间"],
        (Kind::People, "手续办结日") => &["手续办结日期", "办结日期"],
        (Kind::Systems, "名称") => &["系统", "系统名称", "信息系统", "信息系统名称"],
        (Kind::Systems, "别名") => &["简称", "曾用名"],
        (Kind::Systems, "牵头科室") => &["主管科室", "牵头部门", "主管部门"],
        (Kind::Systems, "自建") => &["是否自建"],
        (Kind::Systems, "专网") => &["是否专网"],
        (Kind::Systems, "上级系统") => &["是否上级系统"],
        (Kind::Systems, "验收日期") => &["验收日", "验收时间"],
        (Kind::Systems, "系统管理员") => &["管理员"],
        (Kind::Systems, "下线日期") => &["下线日", "下线时间", "停用日期", "停用时间"],
        (Kind::Accounts, "系统") => &["系统名称", "信息系统", "所属系统", "平台"],
        (Kind::Accounts, "账号名") => {
            &["账号", "账户", "帐号", "帐户", "使用账户", "用户名", "登录名", "账号名称", "账户名"]
        }
        (Kind::Accounts, "使用人") => &["姓名", "使用人姓名", "持有人"],
        (Kind::Accounts, "科室") => &["部门", "单位", "所在科室", "科室（单位）", "使用科室"],
        (Kind::Accounts, "授权依据") => &["申请表编号", "依据"],
        (Kind::Accounts, "使用事由") => &["事由"],
        (Kind::Accounts, "账号层面") => &["层面"],
        (Kind::Accounts, "角色") => &["账号角色", "账号级别", "级别", "用户级别", "账号类型", "账户类型", "帐号类型"],
        (Kind::Accounts, "账号类别") => &["类别"],
        (Kind::Accounts, "权限说明") => &["权限"],
        (Kind::Accounts, "启用日") => &["启用日期", "开通日期", "开通时间"],
        (Kind::Accounts, "到期日") => &["到期日期", "到期时间", "到期", "有效期至", "有效期"],
        (Kind::Accounts, "性质") => &["账号性质"],
        (Kind::Accounts, "状态") => &["账号状态", "使用状态"],
        (Kind::Accounts, "初始口令更改日") => &["初始密码更改日期", "初始口令更改日期"],
        (Kind::Accounts, "最近改密日") => &[
            "最近改密日期",
            "最近改密时间",
            "改密日期",
            "改密时间",
            "密码更改日期",
            "密码更改时间",
            "密码更新日期",
            "密码更新时间",
            "密码修改日期",
            "密码修改时间",
        ],
        _ => &[],
    }
}

/// A head without blanks, and without the note in brackets that often follows: 「系统 名称」, 「使用人（签字）」.
fn bare_head(head: &str) -> String {
    let solid: String = head.chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
    solid.trim_end_matches(['：', ':']).to_owned()
}

/// Finds the header of a table in a sheet, and the rows below it that tell something. Nothing where the sheet has no such
/// header.
pub fn recognise(kind: TableKind, sheet: &Sheet) -> Option<Table> {
    let attributes = kind.attributes();
    let found = |columns: &[Option<usize>]| columns.iter().flatten().count();
    let candidates = sheet.rows.iter().take(HEADER_WITHIN).enumerate().map(|(at, row)| (at, columns_of(kind, row)));
    let complete = candidates.filter(|(at, columns)| {
        // A list of one system may name it above, and have no column for it (附件3).
        let is_above =
            |label: &str| kind == TableKind::Cleanup && label == "系统名称" && system_above(sheet, *at).is_some();
        let told = |(attribute, column): (&Attribute, &Option<usize>)| {
            !attribute.required || column.is_some() || is_above(attribute.label)
        };
        attributes.iter().zip(columns).all(told)
    });
    let (header, columns) = complete.max_by_key(|(at, columns)| (found(columns), std::cmp::Reverse(*at)))?;
    let table = without_strange_types(kind, sheet, table_below(kind, sheet, header, columns));
    Some(with_categories(kind, sheet, table))
}

/// What 账号类别 usually is; 填写说明 of 附件1 gives 受理 and 审批.
const CATEGORIES: [&str; 11] = ["受理", "审批", "审核", "初审", "复核", "查询", "管理", "录入", "经办", "收件", "发证"];

/// A column 权限 that tells nothing but 受理, 审批 and the like is 账号类别, where no other column is.
fn with_categories(kind: TableKind, sheet: &Sheet, table: Table) -> Table {
    let at = |label: &str| kind.attributes().iter().position(|attribute| attribute.label == label);
    let (Some(category), Some(permissions)) = (at("账号类别"), at("权限说明")) else { return table };
    let (None, Some(column)) = (table.columns[category], table.columns[permissions]) else { return table };
    let head = sheet.rows.get(table.header).and_then(|row| row.get(column)).map_or("", String::as_str);
    let cells = || table.rows.iter().filter_map(|(_, row)| row.get(column)).map(|cell| cell.trim());
    let is_category = |cell: &str| {
        cell.is_empty() || cell.split(['、', '，', ',', '/', '；']).all(|part| CATEGORIES.contains(&part.trim()))
    };
    if bare_head(head) == "权限说明" || cells().all(str::is_empty) || !cells().all(is_category) {
        return table;
    }
    let mut columns = table.columns;
    (columns[category], columns[permissions]) = (Some(column), None);
    table_below(kind, sheet, table.header, columns)
}

/// 账号类型 tells the role where its cells do; in another office's table it may tell anything: 受理, 临时.
fn without_strange_types(kind: TableKind, sheet: &Sheet, table: Table) -> Table {
    let Some(at) = kind.attributes().iter().position(|attribute| attribute.label == "角色") else { return table };
    let (Some(column), Entry::Choice(roles)) = (table.columns[at], kind.attributes()[at].entry) else { return table };
    let tells_role = |cell: &str| {
        cell.is_empty() || roles.contains(&cell) || cell == "管理账号" || usual_word(kind, "角色", cell).is_some()
    };
    let head = sheet.rows.get(table.header).and_then(|row| row.get(column)).map_or("", String::as_str);
    let cells = table.rows.iter().filter_map(|(_, row)| row.get(column));
    if !bare_head(head).ends_with("类型") || cells.map(|cell| cell.trim()).all(tells_role) {
        return table;
    }
    let mut columns = table.columns;
    columns[at] = None;
    table_below(kind, sheet, table.header, columns)
}

/// Which column of a header means which attribute.
pub fn columns_of(kind: TableKind, row: &[String]) -> Vec<Option<usize>> {
    let matches = |cell: &str, label: &str| {
        let head = bare_head(cell);
        let short = head.split(['（', '(']).next().unwrap_or_default();
        let known = |head: &str| head == label || other_names(kind, label).contains(&head);
        !head.is_empty() && (known(&head) || known(short))
    };
    let mut taken = vec![false; row.len()];
    let mut find = |label: &'static str| {
        // The very name goes before another one: 「姓名」 beside 「使用人」.
        let exact = (0..row.len()).find(|at| !taken[*at] && bare_head(&row[*at]) == label);
        let at = exact.or_else(|| (0..row.len()).find(|at| !taken[*at] && matches(&row[*at], label)))?;
        taken[at] = true;
        Some(at)
    };
    kind.attributes().iter().map(|attribute| find(attribute.label)).collect()
}

/// The rows below a header whose columns are told: by [`columns_of`], or by hand.
pub fn table_below(kind: TableKind, sheet: &Sheet, header: usize, columns: Vec<Option<usize>>) -> Table {
    let heads = sheet.rows.get(header).cloned().unwrap_or_default();
    let attributes = kind.attributes().iter().zip(&columns);
    let needed: Vec<usize> =
        attributes.filter_map(|(attribute, column)| column.filter(|_| attribute.required)).collect();
    // 例：… in the first column that is needed, or before it; in a note it is a note.
    let until_needed = columns.iter().flatten().min().copied().unwrap_or_default() + 1;
    let (mut rows, mut passed) = (Vec::new(), Vec::new());
    // From below: behind the last whole row of the table is its foot.
    let mut is_foot = true;
    for (at, row) in sheet.rows.iter().enumerate().skip(header + 1).rev() {
        let mut mapped = columns.iter().flatten().filter_map(|column| row.get(*column));
        if mapped.all(String::is_empty) || *row == heads {
            continue;
        }
        let number = sheet.first_row + at;
        let filled = needed.iter().filter(|column| row.get(**column).is_some_and(|cell| !cell.is_empty())).count();
        let is_example = row.iter().take(until_needed).any(|cell| cell.starts_with("例：") || cell.starts_with("例:"));
        if is_example || is_sum(row) || is_remark(row, filled > 0, is_foot) {
            passed.push(number);
            continue;
        }
        is_foot &= filled < needed.len();
        rows.push((number, row.clone()));
    }
    rows.reverse();
    passed.reverse();
    let (department, system) = (department_above(sheet, header), system_above(sheet, header));
    let unused = unused(&heads, &columns, &rows);
    Table { sheet: sheet.name.clone(), department, system, header, columns, unused, rows, passed }
}

/// The first text of a row.
fn first_text(row: &[String]) -> &str {
    row.iter().find(|cell| !cell.is_empty()).map_or("", String::as_str)
}

fn is_sum(row: &[String]) -> bool {
    ["合计", "总计", "小计"].iter().any(|sum| {
        let rest = first_text(row).strip_prefix(sum).map(|rest| rest.trim_start_matches(['：', ':', ' ', '（', '(']));
        rest.is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || "个人行条项户）)".contains(c)))
    })
}

/// What a remark or a signing line begins with.
const REMARKS: [&str; 14] = [
    "填写说明",
    "填表说明",
    "说明",
    "备注",
    "注",
    "填报人",
    "填表人",
    "制表人",
    "制表",
    "审核人",
    "复核人",
    "分管领导",
    "科室负责人",
    "日期",
];

/// Whether a row is a remark or a signing line: 「填写说明：」, 「1、“账号类别”可填写…」, 「填报人：李四」. One that tells
/// something where it is needed is one only in the foot, and where it reads as nothing else: a system may be called
/// 「3.0审批平台」, and 分管领导 is a post.
fn is_remark(row: &[String], tells_needed: bool, is_foot: bool) -> bool {
    let first = first_text(row);
    let is_alone = row.iter().filter(|cell| !cell.is_empty()).count() == 1;
    let behind_number = first.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = is_alone && behind_number.len() < first.len() && behind_number.starts_with(['、', '.', '．']);
    let mut behind_word = REMARKS.iter().filter_map(|word| first.strip_prefix(word));
    if !tells_needed {
        return is_numbered || behind_word.next().is_some();
    }
    let is_opening = |rest: &str| {
        let signed = ["（签字）", "(签字)", "签字", "：", ":"].iter().any(|sign| rest.starts_with(sign));
        signed || rest.is_empty() && is_alone
    };
    let is_sentence = behind_number.contains(['，', '。', '；', '：', '“', ',', ';', ':', '"']);
    is_foot && (is_numbered && is_sentence || behind_word.any(is_opening))
}

/// The columns that have something in them and are not used. 序号 tells nothing, nor does what we put beside a row that
/// we gave back.
fn unused(heads: &[String], columns: &[Option<usize>], rows: &[(usize, Vec<String>)]) -> Vec<(usize, String)> {
    let is_returned = RETURNED.iter().all(|told| heads.iter().any(|head| bare_head(head) == *told));
    let width = rows.iter().map(|(_, row)| row.len()).max().unwrap_or_default();
    let is_filled = |at: usize| rows.iter().any(|(_, row)| row.get(at).is_some_and(|cell| !cell.is_empty()));
    let open = (0..width).filter(|at| !columns.contains(&Some(*at)) && is_filled(*at));
    let named = open.map(|at| (at, heads.get(at).map(|head| bare_head(head)).unwrap_or_default()));
    named
        .filter(|(_, head)| head != "序号" && !(is_returned && RETURNED.contains(&head.as_str())))
        .map(|(at, head)| (at, if head.is_empty() { format!("第{}列", at + 1) } else { head }))
        .collect()
}

/// 「科室（单位）名称：政务服务科」 above a table.
fn department_above(sheet: &Sheet, header: usize) -> Option<String> {
    let labels = ["科室（单位）名称", "科室(单位)名称", "填报单位", "科室名称", "科室", "单位"];
    named_above(sheet, header, &labels)
}

/// 「系统名称：工程建设管理平台」 above a table; 「（详见表内）」 names none.
fn system_above(sheet: &Sheet, header: usize) -> Option<String> {
    named_above(sheet, header, &["系统名称", "系统", "信息系统名称"]).filter(|name| !name.contains("详见"))
}

/// What is named above a table under one of these labels, in the label's cell or in the one beside it.
fn named_above(sheet: &Sheet, header: usize, labels: &[&str]) -> Option<String> {
    for row in sheet.rows.iter().take(header) {
        for (at, cell) in row.iter().enumerate() {
            let Some((label, name)) = cell.split_once(['：', ':']) else { continue };
            if !labels.contains(&label.trim()) {
                continue;
            }
            let beside = row.iter().skip(at + 1).find(|cell| !cell.is_empty());
            let name = if name.trim().is_empty() { beside.map_or("", String::as_str) } else { name };
            if !name.trim().is_empty() && !name.contains(['：', ':']) {
                return Some(name.trim().to_owned());
            }
        }
    }
    None
}

/// A refusal for a file in which no sheet has the table that is looked for.
pub fn no_table(path: &Path, kind: TableKind) -> Error {
    let needed: Vec<&str> =
        kind.attributes().iter().filter(|attribute| attribute.required).map(|attribute| attribute.label).collect();
    // 账号表, and 账号权限对照表 and 清理清单 as they are called.
    let table =
        if kind.term().ends_with(['表', '单']) { kind.term().to_owned() } else { format!("{}表", kind.term()) };
    Error::new(ErrorKind::BadInput, format!("{}：没有找到{table}的表头", path.display()))
        .advise(format!("表头要在前{HEADER_WITHIN}行内，至少有：{}", needed.join("、")))
}
