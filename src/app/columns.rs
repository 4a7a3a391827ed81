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

#[cfg(test)]
mod tests {
    use super::*;

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
