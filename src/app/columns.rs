//! Which columns of a list there is room for, and how wide they are.

/// A column: its head, and its width in points; 0 takes what is left.
pub type Column = (&'static str, f32);

/// Room for the column that takes the rest, in points, before the others are wider than they must be.
const ROOM_OF_THE_REST: f32 = 600.0;
/// The least of it, in points.
pub const LEAST_OF_THE_REST: f32 = 150.0;
/// How much narrower the others may be before one gives way: a day still stands in its column whole.
const NARROWEST: f32 = 0.94;

/// The columns that show in this much room with a gap behind each, and how wide those of a given width are, of what they
/// are told to be. Where there is no room for all, those of `yields` give way, the first of them first.
pub fn fitting(columns: &[Column], yields: &[usize], room: f32, gap: f32) -> (Vec<usize>, f32) {
    let mut shown: Vec<usize> = (0..columns.len()).collect();
    let mut yields = yields.iter();
    loop {
        let fixed: f32 = shown.iter().map(|at| columns[*at].1).sum();
        let rest = if shown.iter().any(|at| columns[*at].1 == 0.0) { LEAST_OF_THE_REST } else { 0.0 };
        let left = room - rest - gap * shown.len() as f32;
        if fixed * NARROWEST > left
            && let Some(first) = yields.next()
        {
            shown.retain(|at| at != first);
            continue;
        }
        // In a large window every column has more room, not the one that takes the rest alone.
        let wider = ((room - ROOM_OF_THE_REST) / fixed.max(1.0)).clamp(1.0, 1.5);
        return (shown, if fixed > left { (left / fixed).max(NARROWEST) } else { wider });
    }
}

/// How wide what stands in a cell is, in points, as near as the columns need it.
pub fn breadth(text: &str) -> f32 {
    let em: f32 = text.chars().map(|c| if c.is_ascii() { ASCII } else { 1.0 }).sum();
    (em * EM + SIDES).min(WIDEST)
}

/// The same of a text beside another that is this wide: the wider of both. Of a hundred thousand nearly all are seen to be
/// no wider by their length alone.
pub fn widened(widest: f32, text: &str) -> f32 {
    // A character that is not ASCII has two bytes and more.
    let at_most = text.len() as f32 * ASCII * EM + SIDES;
    if at_most.min(WIDEST) <= widest { widest } else { widest.max(breadth(text)) }
}

/// How wide a letter or digit is against a Chinese character.
const ASCII: f32 = 0.58;

/// A character of a list, what is beside a text in its cell, and the most that a cell asks for, in points.
const EM: f32 = 14.5;
const SIDES: f32 = 6.0;
const WIDEST: f32 = 420.0;

/// Shares the room of a list by what its cells need: `widths` of the columns, of which the one at `rest` takes what the others
/// leave, and how wide the widest cell of each is. What a column has and does not need goes to one that is cut.
pub fn shared(widths: &mut [f32], rest: Option<usize>, needs: &[f32]) {
    let Some(rest) = rest else { return };
    let others = || (0..needs.len()).filter(move |at| *at != rest);
    let lacks = (needs[rest] - widths[rest]).max(0.0);
    let spare: f32 = others().map(|at| (widths[at] - needs[at]).max(0.0)).sum();
    let given = lacks.min(spare);
    for at in others() {
        let own = (widths[at] - needs[at]).max(0.0);
        widths[at] -= if spare > 0.0 { own * given / spare } else { 0.0 };
    }
    widths[rest] += given;
    let spare = (widths[rest] - needs[rest].max(LEAST_OF_THE_REST)).max(0.0);
    let lacks: f32 = others().map(|at| (needs[at] - widths[at]).max(0.0)).sum();
    let taken = lacks.min(spare);
    for at in others() {
        let own = (needs[at] - widths[at]).max(0.0);
        widths[at] += if lacks > 0.0 { own * taken / lacks } else { 0.0 };
    }
    widths[rest] -= taken;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_of_many_texts_is_the_same_whether_each_is_measured_or_its_length_is_looked_at() {
        for texts in [["Ωé", "ab", "账号名"], ["", "a", "王"], ["w".repeat(90).as_str(), "张伟", "x"]] {
            let measured = texts.iter().map(|text| breadth(text)).fold(20.0, f32::max);
            let looked_at = texts.iter().fold(20.0, |widest, text| widened(widest, text));
            assert!((measured - looked_at).abs() < 0.01, "{texts:?}");
        }
    }

    #[test]
    fn room_that_one_column_does_not_need_goes_to_one_that_is_cut() {
        let shared = |mut widths: [f32; 3], needs: [f32; 3]| {
            shared(&mut widths, Some(0), &needs);
            widths.map(|width| width.round() as i32)
        };
        assert_eq!(shared([600.0, 100.0, 100.0], [300.0, 250.0, 60.0]), [450, 250, 100], "the 账号名 is whole");
        assert_eq!(shared([600.0, 100.0, 100.0], [500.0, 250.0, 150.0]), [500, 175, 125], "as far as there is room");
        assert_eq!(shared([200.0, 100.0, 100.0], [260.0, 60.0, 70.0]), [260, 66, 74], "and the 系统 as well");
        assert_eq!(shared([200.0, 100.0, 100.0], [420.0, 60.0, 110.0]), [240, 60, 100]);
        assert_eq!(shared([200.0, 100.0, 100.0], [20.0, 160.0, 60.0]), [150, 150, 100], "and keeps its least");
    }

    #[test]
    fn columns_are_narrowed_a_little_before_one_gives_way_and_wider_where_there_is_room() {
        let columns = [("系统", 0.0), ("账号名", 100.0), ("使用人", 100.0), ("状态", 100.0)];
        let fits = |room: f32| {
            let (shown, factor) = fitting(&columns, &[2, 1], room, 10.0);
            (shown, (factor * 100.0).round() as i32)
        };
        // 150 for the rest, 300 for the others, 10 behind each of the four.
        assert_eq!(fits(490.0), (vec![0, 1, 2, 3], 100));
        assert_eq!(fits(475.0), (vec![0, 1, 2, 3], 95));
        assert_eq!(fits(471.0), (vec![0, 1, 3], 100), "below 94 % one gives way, and the others have its room");
        assert_eq!(fits(360.0), (vec![0, 3], 100));
        assert_eq!(fits(200.0), (vec![0, 3], 94), "what may not give way stays");
        assert_eq!(fits(1050.0), (vec![0, 1, 2, 3], 150));
        assert_eq!(fits(2000.0), (vec![0, 1, 2, 3], 150), "and no wider");
    }
}
