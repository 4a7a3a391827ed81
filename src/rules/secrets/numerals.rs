//! Digits that are written out: 一二三四五六, 六个八.

/// So many Han digits in a row spell a number digit by digit; fewer count or list.
const FEWEST: usize = 4;

/// A Han digit, that of a cheque and the 幺 of the telephone among them.
fn han_digit(c: char) -> Option<char> {
    let digit = match c {
        '〇' | '零' => '0',
        '一' | '壹' | '幺' => '1',
        '二' | '贰' | '貳' | '两' => '2',
        '三' | '叁' | '參' => '3',
        '四' | '肆' => '4',
        '五' | '伍' => '5',
        '六' | '陆' | '陸' => '6',
        '七' | '柒' => '7',
        '八' | '捌' => '8',
        '九' | '玖' => '9',
        _ => return None,
    };
    Some(digit)
}

/// The text with what is written out in digits: 一二三四五六 as 123456, 六个八 and 6个8 as 888888.
pub(super) fn in_digits(chars: &[char]) -> Vec<char> {
    let mut written = Vec::with_capacity(chars.len());
    let mut at = 0;
    while at < chars.len() {
        let row: Vec<char> = chars[at..].iter().map_while(|c| han_digit(*c)).collect();
        if row.len() >= FEWEST {
            at += row.len();
            written.extend(row);
        } else if let Some((digit, times)) = repeated(chars, at) {
            at += 3;
            written.extend(std::iter::repeat_n(digit, times));
        } else {
            written.push(chars[at]);
            at += 1;
        }
    }
    written
}

/// The one of a text like 六个八, and how many of it: not of 6个80后, nor of 6个8位.
fn repeated(chars: &[char], at: usize) -> Option<(char, usize)> {
    let digit = |c: char| han_digit(c).or(Some(c).filter(char::is_ascii_digit));
    let [count, '个', one, ..] = chars[at..] else { return None };
    let is_more = |c: &char| digit(*c).is_some() || c.is_ascii_alphabetic() || matches!(c, '十' | '百' | '千' | '.');
    let before = at.checked_sub(1).map(|at| chars[at]);
    let is_whole =
        !before.is_some_and(|c| is_more(&c)) && !chars.get(at + 3).is_some_and(|c| is_more(c) || is_unit(*c));
    let times = digit(count)?.to_digit(10).filter(|times| *times as usize >= FEWEST)?;
    let one = digit(one).or(Some(one).filter(char::is_ascii_alphabetic))?;
    is_whole.then_some((one, times as usize))
}

fn is_unit(c: char) -> bool {
    super::words::UNITS.contains(&c)
}
