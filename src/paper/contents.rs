//! 归档文件目录 in the manner of DA/T 22-2015: what a package of papers holds, an item a row.

use super::sheet::{Band, Cell, Content, Sheet};
use crate::model::Field;

/// Least height of a row, in mm.
const ROW: f32 = 10.5;

/// The contents page. 件号, 责任者, 题名, 日期, 页数 and 备注 stand in the fields that [`CONTENTS_FIELDS`] names.
pub static CONTENTS: Sheet = Sheet {
    annex: "",
    title: "归档文件目录",
    continued: "",
    caption: ("期间：", Field::Note),
    dated: None,
    columns: &[15.0, 30.0, 51.0, 22.0, 13.0, 25.0],
    side: 1.5,
    bands: &[Band::Header(ROW), Band::Repeat { height: ROW, count: 1 }],
    cells: &[
        Cell::at(0, 0, Content::Label("件号")),
        Cell::at(0, 1, Content::Label("责任者")),
        Cell::at(0, 2, Content::Label("题名")),
        Cell::at(0, 3, Content::Label("日期")),
        Cell::at(0, 4, Content::Label("页数")),
        Cell::at(0, 5, Content::Label("备注")),
        Cell::at(1, 0, Content::Input(CONTENTS_FIELDS[0])),
        Cell::at(1, 1, Content::Input(CONTENTS_FIELDS[1])),
        Cell::at(1, 2, Content::Input(CONTENTS_FIELDS[2])),
        Cell::at(1, 3, Content::Input(CONTENTS_FIELDS[3])),
        Cell::at(1, 4, Content::Input(CONTENTS_FIELDS[4])),
        Cell::at(1, 5, Content::Input(CONTENTS_FIELDS[5])),
    ],
    notes: &[],
    signing: &[],
};

/// The fields that hold 件号, 责任者, 题名, 日期, 页数 and 备注.
pub const CONTENTS_FIELDS: [Field; 6] =
    [Field::Position, Field::Department, Field::Description, Field::AppliedOn, Field::AccountType, Field::Note];
