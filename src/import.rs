//! The tables that an office has: xlsx, xls, ods and csv as rows of texts, and which column means what.
//!
//! Memory is bounded: a file of at most 50 MB that unpacks to at most 400 MB, 200,000 rows and 256 columns a sheet.

mod ods;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, SheetType, Sheets, open_workbook_auto_from_rs};

use crate::crash::contained;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Kind, TableKind};

/// Largest file, in bytes.
const LARGEST_FILE: u64 = 50_000_000;
/// Most that a packed file may unpack to, in bytes.
const LARGEST_UNPACKED: u64 = 400_000_000;
/// Most rows and columns of a sheet.
const MOST_ROWS: usize = 200_000;
const MOST_COLUMNS: usize = 256;
/// Most cells of a sheet, with the blank ones between them.
const MOST_CELLS: usize = 10_000_000;
/// The header stands in one of the first rows.
const HEADER_WITHIN: usize = 20;

/// A sheet as texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// The row of the file that the first row here is, from 1.
    pub first_row: usize,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// A sheet whose columns are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The sheet's name.
    pub sheet: String,
    /// The department that the sheet names above its table: 「科室（单位）名称：政务服务科」.
    pub department: Option<String>,
    /// Which of the sheet's rows is the header, from 0.
    pub header: usize,
    /// For each attribute of the table, the column that has it, from 0.
    pub columns: Vec<Option<usize>>,
    /// The rows below the header that tell something: number in the file, from 1, and the texts.
    pub rows: Vec<(usize, Vec<String>)>,
}

/// Reads a file. What it is, its content tells, not its name.
pub fn read(path: &Path) -> Result<Vec<Sheet>> {
    let shown = path.display();
    let size = std::fs::metadata(path).map_err(|error| Error::io("读取", path, &error))?.len();
    if size > LARGEST_FILE {
        return Err(unreadable(path, "文件超过50MB").advise("请拆成几个文件再导入"));
    }
    let bytes = std::fs::read(path).map_err(|error| Error::io("读取", path, &error))?;
    match &bytes[..] {
        [] => Err(unreadable(path, "文件是空的")),
        [b'P', b'K', ..] => {
            refuse_bomb(path, &bytes)?;
            workbook(path, &bytes)
        }
        [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            // A locked workbook is an old container around the encrypted new one.
            let marker: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            if bytes.windows(marker.len()).any(|window| window == marker) {
                return Err(unreadable(path, "工作簿有密码保护").advise("请在 Excel 中取消密码后另存，再导入"));
            }
            workbook(path, &bytes)
        }
        [b'%', b'P', b'D', b'F', ..] => Err(unreadable(path, "这是 PDF，不是表格")),
        _ => csv(path, &bytes).map_err(|error| error.advise(format!("请检查 {shown} 是不是表格文件"))),
    }
}

fn unreadable(path: &Path, why: &str) -> Error {
    Error::bad_input(format!("{}：{why}，没有导入任何数据", path.display()))
}

fn refuse_bomb(path: &Path, bytes: &[u8]) -> Result<()> {
    let damaged = || unreadable(path, "文件不完整或已损坏");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let mut unpacked: u64 = 0;
    for at in 0..archive.len() {
        unpacked = unpacked.saturating_add(archive.by_index_raw(at).map_err(|_| damaged())?.size());
    }
    if unpacked > LARGEST_UNPACKED {
        return Err(unreadable(path, "文件展开后过大").advise("请只保留需要的工作表和行，另存后再导入"));
    }
    Ok(())
}

/// The reader takes some damage for granted that is not: where it stumbles, the file is broken.
fn workbook(path: &Path, bytes: &[u8]) -> Result<Vec<Sheet>> {
    let damaged = || unreadable(path, "文件不完整或已损坏").advise("请在 Excel 或 WPS 中打开后另存为 xlsx");
    contained(|| sheets(path, bytes)).unwrap_or_else(|| Err(damaged()))
}

fn sheets(path: &Path, bytes: &[u8]) -> Result<Vec<Sheet>> {
    let damaged = || unreadable(path, "文件不完整或已损坏").advise("请在 Excel 或 WPS 中打开后另存为 xlsx");
    let mut book: Sheets<_> = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| damaged())?;
    let (merged, reach) = if matches!(book, Sheets::Ods(_)) { ods::merged(bytes) } else { (Vec::new(), (0, 0)) };
    refuse_reach(path, "ODS", reach)?;
    let mut sheets = Vec::new();
    for metadata in book.sheets_metadata().to_vec() {
        // A sheet of charts or of macros has no cells.
        if metadata.typ != SheetType::WorkSheet {
            continue;
        }
        let name = metadata.name;
        let broken = || {
            unreadable(path, &format!("工作表“{name}”不完整或已损坏")).advise("请在 Excel 或 WPS 中打开后另存为 xlsx")
        };
        let (first_row, first_column, rows) = match &mut book {
            Sheets::Xlsx(book) => cells_of(path, book, &name)?,
            book => {
                let range = book.worksheet_range(&name).map_err(|_| broken())?;
                let (height, width) = range.get_size();
                refuse_reach(path, &name, (height, width))?;
                let rows = range.rows().map(|row| row.iter().take(MOST_COLUMNS).map(text).collect::<Vec<_>>());
                // Empty rows that only bear a format go on for ever; those with text beyond the bound are not cut off.
                let rows: Vec<Vec<String>> = rows.enumerate().filter_map(|(at, row)| within(at, row)).collect();
                let (row, column) = range.start().unwrap_or_default();
                (row, column, rows)
            }
        };
        if rows.len() > MOST_ROWS {
            return Err(too_long(path, &name));
        }
        let mut sheet = Sheet { name: name.clone(), first_row: first_row as usize + 1, rows };
        let areas: Vec<ods::Area> = match &mut book {
            Sheets::Xlsx(book) => areas(book.merge_cells_by_sheet_name(&name).ok()),
            Sheets::Xls(book) => areas(book.merge_cells_by_sheet_name(&name).ok()),
            Sheets::Ods(_) => merged.iter().filter(|(of, _)| *of == name).map(|(_, area)| *area).collect(),
            Sheets::Xlsb(_) => Vec::new(),
        };
        for (start, end) in areas {
            fill_down(&mut sheet.rows, (first_row, first_column), start, end);
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// The cells of a sheet, one after the other: a stray cell at the far end takes no room for all before it. Returns the
/// first row and column, from 0, and the rows between the first and the last that have text.
fn cells_of(path: &Path, book: &mut Book<'_>, name: &str) -> Result<(u32, u32, Vec<Vec<String>>)> {
    let broken =
        || unreadable(path, &format!("工作表“{name}”不完整或已损坏")).advise("请在 Excel 或 WPS 中打开后另存为 xlsx");
    let mut reader = book.worksheet_cells_reader(name).map_err(|_| broken())?;
    let mut found: BTreeMap<u32, Vec<(u32, String)>> = BTreeMap::new();
    let mut room: usize = 0;
    while let Some(cell) = reader.next_cell().map_err(|_| broken())? {
        let (row, column) = cell.get_position();
        let text = text(&Data::from(cell.get_value().clone()));
        if text.is_empty() || column as usize >= MOST_COLUMNS {
            continue;
        }
        let cells = found.entry(row).or_default();
        let before = cells.last().map_or(0, |(last, _)| *last + 1);
        room += (column + 1).saturating_sub(before) as usize;
        cells.push((column, text));
        if found.len() > MOST_ROWS {
            return Err(too_long(path, name));
        }
        if room > MOST_CELLS {
            return Err(unreadable(path, &format!("工作表“{name}”的内容过多")).advise("请拆成几个文件再导入"));
        }
    }
    let (Some(first), Some(last)) = (found.keys().next().copied(), found.keys().next_back().copied()) else {
        return Ok((0, 0, Vec::new()));
    };
    // A letter far below the table is no row of it: blank rows are kept only as far as they can matter.
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut at = first;
    for (row, cells) in found {
        if (row - at) as usize > MOST_ROWS {
            return Err(unreadable(path, &format!("工作表“{name}”第{}行离表格太远", last + 1))
                .advise("请删去表格以外的内容后再导入"));
        }
        rows.resize_with((row - first) as usize, Vec::new);
        let width = cells.last().map_or(0, |(column, _)| *column as usize + 1);
        let mut line = vec![String::new(); width];
        for (column, text) in cells {
            if let Some(cell) = line.get_mut(column as usize) {
                *cell = text;
            }
        }
        rows.push(line);
        at = row;
    }
    Ok((first, 0, rows))
}

/// A workbook in Excel's own format.
type Book<'a> = calamine::Xlsx<Cursor<&'a [u8]>>;

/// A sheet whose cells reach so far that its rectangle would not fit into memory.
fn refuse_reach(path: &Path, name: &str, (height, width): (usize, usize)) -> Result<()> {
    if height > MOST_ROWS * 6 || width > MOST_COLUMNS * 64 || height.saturating_mul(width) > MOST_CELLS * 4 {
        return Err(
            unreadable(path, &format!("“{name}”有{height}行{width}列，过大")).advise("请删去表格以外的内容后再导入")
        );
    }
    Ok(())
}

fn areas(told: Option<Vec<calamine::Dimensions>>) -> Vec<ods::Area> {
    told.unwrap_or_default().into_iter().map(|area| (area.start, area.end)).collect()
}

/// A row of a sheet, unless it is an empty one beyond the bound.
fn within(at: usize, row: Vec<String>) -> Option<Vec<String>> {
    (at < MOST_ROWS || row.iter().any(|cell| !cell.is_empty())).then_some(row)
}

fn too_long(path: &Path, sheet: &str) -> Error {
    unreadable(path, &format!("“{sheet}”超过{MOST_ROWS}行")).advise("请拆成几个文件再导入")
}

/// A cell merged down several rows means its text in each of them; one merged across a single row is a title and stays.
fn fill_down(rows: &mut [Vec<String>], origin: (u32, u32), start: (u32, u32), end: (u32, u32)) {
    if start.0 == end.0 || start.0 < origin.0 || start.1 < origin.1 {
        return;
    }
    let (from, to) = ((start.0 - origin.0) as usize, (end.0 - origin.0) as usize);
    let column = (start.1 - origin.1) as usize;
    let Some(text) = rows.get(from).and_then(|row| row.get(column)).cloned() else { return };
    for row in rows.iter_mut().take(to + 1).skip(from + 1) {
        if row.len() <= column {
            row.resize(column + 1, String::new());
        }
        if row[column].is_empty() {
            row[column].clone_from(&text);
        }
    }
}

/// A cell as a clerk reads it: whole numbers without a point (a phone is often kept as one), days in ISO.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.trim().to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Data::Float(number) => number.to_string(),
        Data::Bool(true) => "是".into(),
        Data::Bool(false) => "否".into(),
        Data::DateTime(day) => {
            day.as_datetime().map_or_else(|| day.to_string(), |day| day.format("%Y-%m-%d").to_string())
        }
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.chars().take(10).collect(),
        Data::Error(error) => format!("#{error}"),
    }
}

fn csv(path: &Path, bytes: &[u8]) -> Result<Vec<Sheet>> {
    let text = if let Ok(text) = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)) {
        text.to_owned()
    } else {
        let (text, _, broken) = encoding_rs::GB18030.decode(bytes);
        if broken {
            return Err(unreadable(path, "不认识的文件格式或文字编码"));
        }
        text.into_owned()
    };
    if text.contains('\0') {
        return Err(unreadable(path, "不认识的文件格式"));
    }
    let delimiter = if text.lines().next().is_some_and(|line| line.contains('\t')) { b'\t' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        if rows.len() == MOST_ROWS {
            return Err(too_long(path, "CSV"));
        }
        let record = record.map_err(|_| unreadable(path, "内容不是完整的 CSV"))?;
        rows.push(record.iter().take(MOST_COLUMNS).map(|cell| cell.trim().to_owned()).collect());
    }
    Ok(vec![Sheet { name: "CSV".into(), first_row: 1, rows }])
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
        (Kind::Accounts, "系统") => &["系统名称", "信息系统", "所属系统", "平台"],
        (Kind::Accounts, "账号名") => {
            &["账号", "账户", "帐号", "帐户", "使用账户", "用户名", "登录名", "账号名称", "账户名"]
        }
        (Kind::Accounts, "使用人") => &["姓名", "使用人姓名", "持有人"],
        (Kind::Accounts, "科室") => &["部门", "单位", "所在科室", "科室（单位）", "使用科室"],
        (Kind::Accounts, "授权依据") => &["申请表编号", "依据"],
        (Kind::Accounts, "使用事由") => &["事由"],
        (Kind::Accounts, "账号层面") => &["层面"],
        (Kind::Accounts, "角色") => &["账号角色"],
        (Kind::Accounts, "账号类别") => &["类别"],
        (Kind::Accounts, "权限说明") => &["权限"],
        (Kind::Accounts, "启用日") => &["启用日期", "开通日期", "开通时间"],
        (Kind::Accounts, "到期日") => &["到期日期", "有效期至"],
        (Kind::Accounts, "性质") => &["账号性质"],
        (Kind::Accounts, "状态") => &["账号状态", "使用状态"],
        (Kind::Accounts, "初始口令更改日") => &["初始密码更改日期", "初始口令更改日期"],
        (Kind::Accounts, "最近改密日") => &["最近改密日期", "改密日期", "密码更改日期"],
        _ => &[],
    }
}

/// A head without blanks, and without the note in brackets that often follows: 「系统 名称」, 「使用人（签字）」.
fn bare_head(head: &str) -> String {
    let solid: String = head.chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
    solid.trim_end_matches(['：', ':']).to_owned()
}

/// Finds the header of a table in a sheet, and the rows below it that tell something: no blank ones, no
/// examples (例：…), no sums. Nothing where the sheet has no such header.
pub fn recognise(kind: TableKind, sheet: &Sheet) -> Option<Table> {
    let attributes = kind.attributes();
    let found = |columns: &[Option<usize>]| columns.iter().flatten().count();
    let candidates = sheet.rows.iter().take(HEADER_WITHIN).enumerate().map(|(at, row)| (at, columns_of(kind, row)));
    let complete = candidates.filter(|(_, columns)| {
        attributes.iter().zip(columns).all(|(attribute, column)| !attribute.required || column.is_some())
    });
    let (header, columns) = complete.max_by_key(|(at, columns)| (found(columns), std::cmp::Reverse(*at)))?;
    Some(table_below(kind, sheet, header, columns))
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
    let attributes = kind.attributes();
    let heads = sheet.rows.get(header).cloned().unwrap_or_default();
    let required = attributes.iter().filter(|attribute| attribute.required).count();
    let mut rows = Vec::new();
    for (at, row) in sheet.rows.iter().enumerate().skip(header + 1) {
        let mapped = columns.iter().flatten().filter_map(|column| row.get(*column));
        let first = row.iter().find(|cell| !cell.is_empty()).map_or("", String::as_str);
        // 例：… in the first column that is needed, or before it; in a note it is a note.
        let needed_first = columns.iter().flatten().min().copied().unwrap_or_default();
        let is_example =
            row.iter().take(needed_first + 1).any(|cell| cell.starts_with("例：") || cell.starts_with("例:"));
        let is_sum = ["合计", "总计", "小计"].iter().any(|sum| {
            let rest = first.strip_prefix(sum).map(|rest| rest.trim_start_matches(['：', ':', ' ', '（', '(']));
            rest.is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || "个人行条项户）)".contains(c)))
        });
        if mapped.clone().all(String::is_empty) || is_example || is_sum || *row == heads {
            continue;
        }
        // Below the table: 填写说明, the signing line. They have text, but not where it is needed.
        let needed = attributes.iter().zip(&columns).filter(|(attribute, _)| attribute.required);
        let filled = needed.filter_map(|(_, column)| row.get((*column)?)).filter(|cell| !cell.is_empty()).count();
        let is_note = ["填写说明", "填表说明", "说明", "备注：", "填报人", "审核人", "分管领导", "科室负责人", "注："]
            .iter()
            .any(|note| first.starts_with(note));
        // 「填报人：李四」: whoever made the table has put a name behind it.
        let is_signing = ["填报人", "填表人", "制表人", "制表", "审核人", "复核人", "分管领导", "科室负责人", "日期"]
            .iter()
            .any(|word| {
                let rest = first
                    .strip_prefix(word)
                    .map(|rest| rest.trim_start_matches("（签字）").trim_start_matches("(签字)"));
                rest.is_some_and(|rest| rest.starts_with(['：', ':']))
            });
        // 「1、“账号类别”可填写…」 stands in one cell, over all columns.
        let behind_number = first.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_prose = row.iter().filter(|cell| !cell.is_empty()).count() == 1
            && behind_number.len() < first.len()
            && behind_number.starts_with(['、', '.', '．']);
        if is_signing || is_prose || filled < required && is_note {
            continue;
        }
        rows.push((sheet.first_row + at, row.clone()));
    }
    Table { sheet: sheet.name.clone(), department: department_above(sheet, header), header, columns, rows }
}

/// 「科室（单位）名称：政务服务科」 above a table, or the same in two cells.
fn department_above(sheet: &Sheet, header: usize) -> Option<String> {
    for row in sheet.rows.iter().take(header) {
        for (at, cell) in row.iter().enumerate() {
            let Some((label, name)) = cell.split_once(['：', ':']) else { continue };
            if !["科室（单位）名称", "科室(单位)名称", "填报单位", "科室名称", "科室", "单位"].contains(&label.trim())
            {
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

/// What is copied in Excel or WPS and pasted here: columns with tabs between them, quoted where a cell has several lines.
pub fn pasted(text: &str) -> Sheet {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(b'\t').from_reader(text.as_bytes());
    // A record that is no UTF-8 cannot be: the text is.
    let records = reader.records().filter_map(std::result::Result::ok).take(MOST_ROWS);
    let rows = records.map(|record| record.iter().take(MOST_COLUMNS).map(|cell| cell.trim().to_owned()).collect());
    Sheet { name: "粘贴".into(), first_row: 1, rows: rows.collect() }
}

/// A refusal for a file in which no sheet has the table that is looked for.
pub fn no_table(path: &Path, kind: TableKind) -> Error {
    let needed: Vec<&str> =
        kind.attributes().iter().filter(|attribute| attribute.required).map(|attribute| attribute.label).collect();
    Error::new(ErrorKind::BadInput, format!("{}：没有找到{}表的表头", path.display(), kind.term()))
        .advise(format!("表头要在前{HEADER_WITHIN}行内，至少有：{}", needed.join("、")))
}
