//! The three attachments of the regulation and the papers of a filing, as data. Sizes in millimetres (GB/T 9704-2012: 156 mm of text).

use super::sheet::{Band, Cell, Content, Sheet};
use crate::model::{Field, Series};

/// Least height of a row, in mm.
const ROW: f32 = 10.5;

/// 附件1: 账号权限对照表（通用格式）.
pub static MATRIX: Sheet = Sheet {
    annex: "附件 1",
    title: "账号权限对照表（通用格式）",
    continued: "",
    caption: ("科室（单位）名称：", Field::Department),
    dated: Some(Field::FiledOn),
    columns: &[12.0, 48.0, 24.0, 22.0, 24.0, 26.0],
    // 1.5 mm: 「用户账号」 fits a column of 20 mm in one line.
    side: 1.5,
    bands: &[Band::Header(ROW), Band::Repeat { height: ROW, count: 7 }],
    cells: &[
        Cell::at(0, 0, Content::Label("序号")),
        Cell::at(0, 1, Content::Label("系统名称")),
        Cell::at(0, 2, Content::Label("账号类别")),
        Cell::at(0, 3, Content::Label("岗位")),
        Cell::at(0, 4, Content::Label("使用人")),
        Cell::at(0, 5, Content::Label("备注")),
        Cell::at(1, 0, Content::Input(Field::Position)),
        Cell::at(1, 1, Content::Input(Field::System)),
        Cell::at(1, 2, Content::Input(Field::Category)),
        Cell::at(1, 3, Content::Input(Field::Post)),
        Cell::at(1, 4, Content::Input(Field::Holder)),
        Cell::at(1, 5, Content::Input(Field::Note)),
    ],
    notes: &[
        "填写说明：",
        "1、“账号类别”可填写账号本身属性，例如：受理、审批。",
        "2、“岗位”可填写单位岗位，例如：科长、科员。",
    ],
    // 第五条 asks for the leader's signature; the printed form shows no place for it.
    signing: &[(0.0, "分管领导（签字）："), (77.3, "日期：　　　年　　月　　日")],
};

/// 附件2: 信息系统账号申请（注销）表.
pub static APPLICATION: Sheet = Sheet {
    annex: "附件 2",
    title: Series::Application.title(),
    continued: "信息系统账号申请（注销）表（续）",
    caption: ("系统名称：", Field::System),
    dated: None,
    columns: &[30.0, 40.0, 38.0, 48.0],
    side: 2.0,
    bands: &[
        Band::Row(ROW),
        Band::Row(ROW),
        Band::Row(ROW),
        Band::Row(ROW),
        Band::Row(ROW),
        Band::Row(36.0),
        Band::Row(15.0),
        Band::Row(15.0),
        Band::Row(15.0),
        Band::Row(28.0),
    ],
    cells: &[
        Cell::at(0, 0, Content::Label("账号申请类型")).tall(2),
        Cell::at(0, 1, Content::Choice { field: Field::Kind, options: &["用户账号"], centred: true }),
        Cell::at(
            0,
            2,
            Content::Choice {
                field: Field::Action, options: &["新增", "变更", "注销", "启用"], centred: false
            },
        )
        .wide(2),
        Cell::at(1, 1, Content::Choice { field: Field::Kind, options: &["管理账号"], centred: true }),
        Cell::at(1, 2, Content::Prefixed("账号说明：", Field::AccountNote)).wide(2),
        Cell::at(2, 0, Content::Label("申请人")),
        Cell::at(2, 1, Content::Input(Field::Applicant)),
        Cell::at(2, 2, Content::Label("部门及岗位")),
        Cell::at(2, 3, Content::Input(Field::DepartmentAndPost)),
        Cell::at(3, 0, Content::Label("申请日期")),
        Cell::at(3, 1, Content::Input(Field::AppliedOn)),
        Cell::at(3, 2, Content::Label("联系方式")),
        Cell::at(3, 3, Content::Input(Field::Contact)),
        Cell::at(4, 0, Content::Label("系统名称")),
        Cell::at(4, 1, Content::Input(Field::System)).wide(3),
        Cell::at(5, 0, Content::Label("申请描述")),
        Cell::at(5, 1, Content::Input(Field::Description)).wide(3),
        Cell::at(6, 0, Content::Sign("分管领导：", Field::Leader)).wide(2),
        Cell::at(6, 2, Content::Sign("批准日期：", Field::ApprovedOn)).wide(2),
        Cell::at(7, 0, Content::Sign("科室负责人：", Field::DepartmentHead)).wide(2),
        Cell::at(7, 2, Content::Sign("审核日期：", Field::ReviewedOn)).wide(2),
        Cell::at(8, 0, Content::Sign("操作员：", Field::Operator)).wide(2),
        Cell::at(8, 2, Content::Sign("处理日期：", Field::HandledOn)).wide(2),
        Cell::at(9, 0, Content::Label("处理描述")),
        Cell::at(9, 1, Content::Input(Field::Outcome)).wide(3),
    ],
    notes: &[
        "填写说明：",
        "1、用户账号为科室相关业务层面的操作人员；",
        "2、管理账号为我局相关工作牵头科室的管理账号，例：中介平台系统管理由公共资源交易管理科负责，由管理账号分配各用户的相关权限。",
    ],
    signing: &[],
};

/// 附件3: 信息系统账号清理清单.
pub static CLEANUP: Sheet = Sheet {
    annex: "附件 3",
    title: Series::Cleanup.title(),
    continued: "",
    caption: ("系统名称：", Field::System),
    dated: None,
    columns: &[42.0, 28.0, 20.0, 26.0, 20.0, 20.0],
    // 1.5 mm: 「用户账号」 fits a column of 20 mm in one line.
    side: 1.5,
    bands: &[Band::Header(ROW), Band::Repeat { height: ROW, count: 8 }],
    cells: &[
        Cell::at(0, 0, Content::Label("系统名称")),
        Cell::at(0, 1, Content::Label("科室")),
        Cell::at(0, 2, Content::Label("使用人")),
        Cell::at(0, 3, Content::Label("使用账户")),
        Cell::at(0, 4, Content::Label("账号类型")),
        Cell::at(0, 5, Content::Label("处理方式")),
        Cell::at(1, 0, Content::Input(Field::System)),
        Cell::at(1, 1, Content::Input(Field::Department)),
        Cell::at(1, 2, Content::Input(Field::Holder)),
        Cell::at(1, 3, Content::Input(Field::Account)),
        Cell::at(1, 4, Content::Input(Field::AccountType)),
        Cell::at(1, 5, Content::Input(Field::Disposal)),
    ],
    notes: &[],
    // 第二十一条 asks for a check by two sides; the printed form shows no place for it.
    signing: &[(0.0, "填报人："), (48.0, "审核人（签字）："), (111.0, "日期：")],
};

/// The quarterly filing of accounts in systems that are not 自建 (第十九条). The regulation gives no form for it.
pub static OUTSIDE: Sheet = Sheet {
    annex: "",
    title: "非自建系统账号备案表",
    continued: "",
    caption: ("科室（单位）名称：", Field::Department),
    dated: Some(Field::FiledOn),
    columns: &[12.0, 44.0, 30.0, 22.0, 18.0, 18.0, 12.0],
    side: 1.0,
    bands: &[Band::Header(ROW), Band::Repeat { height: ROW, count: 7 }],
    cells: &[
        Cell::at(0, 0, Content::Label("序号")),
        Cell::at(0, 1, Content::Label("系统名称")),
        Cell::at(0, 2, Content::Label("账号名")),
        Cell::at(0, 3, Content::Label("账号类别")),
        Cell::at(0, 4, Content::Label("岗位")),
        Cell::at(0, 5, Content::Label("使用人")),
        Cell::at(0, 6, Content::Label("备注")),
        Cell::at(1, 0, Content::Input(Field::Position)),
        Cell::at(1, 1, Content::Input(Field::System)),
        Cell::at(1, 2, Content::Input(Field::Account)),
        Cell::at(1, 3, Content::Input(Field::Category)),
        Cell::at(1, 4, Content::Input(Field::Post)),
        Cell::at(1, 5, Content::Input(Field::Holder)),
        Cell::at(1, 6, Content::Input(Field::Note)),
    ],
    notes: &[],
    signing: &[(0.0, "科室负责人（签字）："), (84.0, "日期：　　　年　　月　　日")],
};

/// The cover sheet of a filing (备案报送单): what is handed in, and what has changed since the last time.
pub static COVER: Sheet = Sheet {
    annex: "",
    title: "备案报送单",
    continued: "备案报送单（续）",
    caption: ("报送科室：", Field::Department),
    dated: None,
    columns: &[30.0, 48.0, 30.0, 48.0],
    side: 2.0,
    bands: &[
        Band::Row(ROW),
        Band::Row(ROW),
        Band::Row(ROW),
        Band::Row(70.0),
        Band::Row(15.0),
        Band::Row(15.0),
        Band::Row(15.0),
        Band::Row(15.0),
    ],
    cells: &[
        Cell::at(0, 0, Content::Label("备案编号")),
        Cell::at(0, 1, Content::Input(Field::Number)),
        Cell::at(0, 2, Content::Label("报送期")),
        Cell::at(0, 3, Content::Input(Field::Period)),
        Cell::at(1, 0, Content::Label("报送内容")),
        Cell::at(1, 1, Content::Input(Field::FiledKind)),
        Cell::at(1, 2, Content::Label("账号数")),
        Cell::at(1, 3, Content::Input(Field::RowCount)),
        Cell::at(2, 0, Content::Label("审签")),
        Cell::at(2, 1, Content::Input(Field::SignedBy)),
        Cell::at(2, 2, Content::Label("填报日期")),
        Cell::at(2, 3, Content::Input(Field::FiledOn)),
        Cell::at(3, 0, Content::Label("变动情况")),
        Cell::at(3, 1, Content::Input(Field::Changes)).wide(3),
        Cell::at(4, 0, Content::Label("台账指纹")),
        Cell::at(4, 1, Content::Input(Field::Fingerprint)).wide(3),
        Cell::at(5, 0, Content::Label("文件指纹")),
        Cell::at(5, 1, Content::Input(Field::Workbook)).wide(3),
        Cell::at(6, 0, Content::Sign("报送人：", Field::Applicant)).wide(2),
        Cell::at(6, 2, Content::Sign("报送日期：", Field::AppliedOn)).wide(2),
        Cell::at(7, 0, Content::Sign("接收人：", Field::Operator)).wide(2),
        Cell::at(7, 2, Content::Sign("接收日期：", Field::HandledOn)).wide(2),
    ],
    notes: &[
        "说明：",
        "1、台账指纹是报送前台账最后一条的指纹，日后核对台账时用它确认此前各条没有被截去；",
        "2、文件指纹是随附 Excel 文件的 SHA-256，接收后可以核对文件没有改动。",
    ],
    signing: &[],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_156_mm_wide_and_its_cells_cover_the_grid_once() {
        for sheet in [&MATRIX, &APPLICATION, &CLEANUP, &OUTSIDE, &COVER] {
            assert!((sheet.columns.iter().sum::<f32>() - 156.0).abs() < 1e-3, "{}", sheet.title);
            let mut covered = vec![vec![0; sheet.columns.len()]; sheet.bands.len()];
            for cell in sheet.cells {
                for band in covered.iter_mut().skip(cell.band).take(cell.bands) {
                    band.iter_mut().skip(cell.column).take(cell.columns).for_each(|count| *count += 1);
                }
            }
            assert!(covered.iter().flatten().all(|count| *count == 1), "{}", sheet.title);
        }
    }
}
