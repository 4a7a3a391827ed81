//! Papers beside the three attachments: lists that the regulation asks for and gives no form for.

use super::forms::CLEANUP;
use super::sheet::{Band, Cell, Content, Sheet};
use crate::model::{Field, Series};

/// Least height of a row, in mm.
const ROW: f32 = 10.5;

const fn label(column: usize, label: &'static str) -> Cell {
    Cell::at(0, column, Content::Label(label))
}

const fn input(column: usize, field: Field) -> Cell {
    Cell::at(1, column, Content::Input(field))
}

/// The accounts that a 书面通知 names (第十四条): the grid alone stands in the letter. Whoever gets it writes the 处理结果
/// into it, and sends it back.
pub static NOTICE: Sheet = Sheet {
    annex: "",
    title: "离职人员账号",
    continued: "",
    caption: ("", Field::System),
    dated: None,
    columns: &[14.0, 56.0, 40.0, 24.0, 22.0],
    side: 1.5,
    bands: &[Band::Header(ROW), Band::Repeat { height: ROW, count: 1 }],
    cells: &[
        label(0, "序号"),
        label(1, "系统名称"),
        label(2, "使用账户"),
        label(3, "账号类型"),
        label(4, "处理结果"),
        input(0, Field::Position),
        input(1, Field::System),
        input(2, Field::Account),
        input(3, Field::AccountType),
        input(4, Field::Note),
    ],
    notes: &[],
    signing: &[],
};

/// What a leaving administrator hands over (第二十二条): days only, never a password.
pub static HANDOVER: Sheet = Sheet {
    annex: "",
    title: "离职系统管理员交接清单",
    continued: "",
    caption: ("离职人员：", Field::Applicant),
    dated: None,
    columns: &[32.0, 25.0, 23.0, 28.0, 28.0, 20.0],
    side: 1.5,
    bands: &[Band::Header(ROW), Band::Repeat { height: ROW, count: 3 }],
    cells: &[
        label(0, "系统名称"),
        label(1, "角色"),
        label(2, "使用账户"),
        label(3, "更改账号日期"),
        label(4, "更改口令日期"),
        label(5, "接任者"),
        input(0, Field::System),
        input(1, Field::AccountType),
        input(2, Field::Account),
        input(3, Field::ReviewedOn),
        input(4, Field::HandledOn),
        input(5, Field::Holder),
    ],
    notes: &[
        "填写说明：",
        "1、离职人员是系统管理员的，及时更改账号和口令（第二十二条）；只填日期，不得写出口令。",
        "2、接任者由牵头科室指定专人担任，原则上不兼任超级管理员（第八条）。",
    ],
    signing: &[(0.0, "移交人（签字）："), (55.0, "接任者（签字）："), (111.0, "日期：")],
};

/// 附件3 after acceptance (第二十一条): 网络技术中心 and 主管科室 see the developer through it together.
pub static ACCEPTANCE: Sheet = Sheet {
    signing: &[(0.0, "督促（网络技术中心）："), (78.0, "督促（主管科室）：")],
    annex: CLEANUP.annex,
    title: CLEANUP.title,
    continued: CLEANUP.continued,
    caption: CLEANUP.caption,
    dated: CLEANUP.dated,
    columns: CLEANUP.columns,
    side: CLEANUP.side,
    bands: CLEANUP.bands,
    cells: CLEANUP.cells,
    notes: CLEANUP.notes,
};

/// What 网络技术中心 hands in for the systems of upper levels (第二十条).
pub static UPPER_LEVEL: Sheet = Sheet {
    annex: "",
    title: "上级系统账号申请、变更汇总表",
    continued: "",
    caption: ("填报单位：", Field::Department),
    dated: None,
    columns: &[12.0, 34.0, 27.0, 17.0, 14.0, 21.0, 31.0],
    side: 1.5,
    bands: &[Band::Header(ROW), Band::Repeat { height: ROW, count: 8 }],
    cells: &[
        label(0, "序号"),
        label(1, "系统名称"),
        label(2, "科室"),
        label(3, "申请人"),
        label(4, "事项"),
        label(5, "账号名"),
        label(6, "申请表编号"),
        input(0, Field::Position),
        input(1, Field::System),
        input(2, Field::DepartmentAndPost),
        input(3, Field::Applicant),
        input(4, Field::Action),
        input(5, Field::Account),
        input(6, Field::Note),
    ],
    notes: &[],
    signing: &[(0.0, "填报人："), (48.0, "负责人（签字）："), (111.0, "日期：")],
};

/// A sample to be checked (第九条).
pub static SAMPLE: Sheet = Sheet {
    annex: "",
    title: "系统岗位和用户清单抽查表",
    continued: "",
    caption: ("抽查范围：", Field::Description),
    dated: None,
    columns: &[12.0, 38.0, 26.0, 18.0, 20.0, 22.0, 20.0],
    side: 1.5,
    bands: &[Band::Header(ROW), Band::Repeat { height: ROW, count: 1 }],
    cells: &[
        label(0, "序号"),
        label(1, "系统名称"),
        label(2, "使用账户"),
        label(3, "使用人"),
        label(4, "岗位"),
        label(5, "抽查结果"),
        label(6, "备注"),
        input(0, Field::Position),
        input(1, Field::System),
        input(2, Field::Account),
        input(3, Field::Holder),
        input(4, Field::Post),
        input(5, Field::Category),
        input(6, Field::Note),
    ],
    notes: &["填写说明：", "“抽查结果”填写正常、可疑授权、可疑使用或已修正。"],
    signing: &[(0.0, "抽查人（签字）："), (78.0, "日期：")],
};

/// A round of 巡检 for the system's 台账 (第八条第2项).
pub static INSPECTION: Sheet = Sheet {
    annex: "",
    title: Series::Inspection.title(),
    continued: "",
    caption: ("系统名称：", Field::System),
    dated: None,
    columns: &[12.0, 34.0, 24.0, 30.0, 20.0, 36.0],
    side: 1.5,
    bands: &[Band::Header(ROW), Band::Repeat { height: ROW, count: 1 }],
    cells: &[
        label(0, "序号"),
        label(1, "使用账户"),
        label(2, "使用人"),
        label(3, "科室"),
        label(4, "结论"),
        label(5, "备注"),
        input(0, Field::Position),
        input(1, Field::Account),
        input(2, Field::Holder),
        input(3, Field::DepartmentAndPost),
        input(4, Field::Category),
        input(5, Field::Note),
    ],
    notes: &[],
    signing: &[(0.0, "系统管理员（签字）："), (78.0, "日期：")],
};

/// The 系统账号 of all systems, each with its authorisation (第十六条, 第十七条).
pub static SYSTEM_ACCOUNTS: Sheet = Sheet {
    annex: "",
    title: "系统账号清单",
    continued: "",
    caption: ("填报单位：", Field::Department),
    dated: None,
    columns: &[11.0, 37.5, 21.0, 24.5, 17.0, 22.0, 23.0],
    side: 1.5,
    bands: &[Band::Header(ROW), Band::Repeat { height: ROW, count: 1 }],
    cells: &[
        label(0, "序号"),
        label(1, "系统名称"),
        label(2, "使用账户"),
        label(3, "角色"),
        label(4, "使用人"),
        label(5, "授权依据"),
        label(6, "备注"),
        input(0, Field::Position),
        input(1, Field::System),
        input(2, Field::Account),
        input(3, Field::AccountType),
        input(4, Field::Holder),
        input(5, Field::Number),
        input(6, Field::Note),
    ],
    notes: &[
        "填写说明：",
        "1、系统账号经授权后使用，不得多人共享（第十六条、第十七条）。",
        "2、“备注”写明例外办理的原因和已禁用的状态。",
    ],
    signing: &[(0.0, "填报人："), (48.0, "负责人（签字）："), (111.0, "日期：")],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::Face;

    /// Every list of this file.
    const ALL: [&Sheet; 7] = [&NOTICE, &HANDOVER, &ACCEPTANCE, &UPPER_LEVEL, &SAMPLE, &INSPECTION, &SYSTEM_ACCOUNTS];

    #[test]
    fn every_list_is_156_mm_wide_and_its_cells_cover_the_grid_once() {
        for sheet in ALL {
            assert!((sheet.columns.iter().sum::<f32>() - 156.0).abs() < 1e-3, "{}", sheet.title);
            for band in 0..2 {
                let mut columns: Vec<usize> =
                    sheet.cells.iter().filter(|cell| cell.band == band).map(|cell| cell.column).collect();
                columns.sort_unstable();
                assert_eq!(columns, (0..sheet.columns.len()).collect::<Vec<_>>(), "{}", sheet.title);
            }
        }
    }

    #[test]
    fn titles_of_lists_are_in_the_bold_face_to_the_last_character() {
        for sheet in ALL {
            assert!(sheet.title.chars().all(|c| Face::SerifBold.glyph(c).is_some()), "{}", sheet.title);
        }
    }
}
