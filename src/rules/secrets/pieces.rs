//! A text cut into what a password is told by.

use super::numerals::in_digits;
use super::words;
use crate::model::text::{self, without_controls};

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word for a password.
    Word,
    /// What could be one: letters but Han, digits, marks.
    Run,
    /// Han.
    Han,
    /// Blanks.
    Blank,
    /// A line break.
    Line,
    /// A comma.
    Comma,
    /// The end of a clause.
    End,
    /// What tells that something follows.
    Sign,
    /// 、
    List,
    /// What opens: brackets, quotes, and whatever else there is.
    Open,
    /// What closes.
    Close,
}

/// A piece.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) kind: Kind,
    pub(super) text: String,
}

impl Piece {
    /// Whether it ends with one of these words.
    pub(super) fn ends_with(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.text.ends_with(word))
    }
}

/// A letter of full width as the narrow one: ｐｗｄ：Ａｂｃ１２３ is one as well. ！ and ？ stay, and end a clause.
pub(super) fn narrow(c: char) -> char {
    match c {
        '！' | '？' => c,
        c => text::narrow(c),
    }
}

/// What cannot be seen, or only changes how a letter looks: it hides no word.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180B}'..='\u{180E}'
        | '\u{200C}' | '\u{200D}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// A letter that is no Han: Latin, and what looks like it (Greek, Cyrillic, 𝐚).
fn is_letter(c: char) -> bool {
    c.is_alphabetic() && (c < '\u{2E80}' || ('\u{1D400}'..='\u{1D7FF}').contains(&c))
}

/// A digit of whatever kind: 1, ①, ².
pub(super) fn is_digit(c: char) -> bool {
    c.is_numeric() && c != '〇'
}

fn kind_of(c: char) -> Kind {
    match c {
        '\n' => Kind::Line,
        ',' => Kind::Comma,
        '。' | '；' | ';' | '！' | '？' => Kind::End,
        ':' | '=' | '→' | '—' | '-' | '/' => Kind::Sign,
        '、' => Kind::List,
        ')' | ']' | '}' | '>' | '”' | '’' | '」' | '』' | '》' | '】' | '〕' | '〉' => Kind::Close,
        c if c.is_whitespace() => Kind::Blank,
        c if is_letter(c) || is_digit(c) || words::MARKS.contains(&c) || c == '_' => Kind::Run,
        c if c.is_alphanumeric() || c == '〇' => Kind::Han,
        _ => Kind::Open,
    }
}

/// What a run goes on with, though it does not begin so.
fn goes_on(c: char) -> bool {
    kind_of(c) == Kind::Run || matches!(c, '-' | '.' | '/' | '~' | '|' | '\\')
}

/// Cuts a text. Each piece but Han, blanks and runs is one character, or a word.
pub(super) fn cut(text: &str) -> Vec<Piece> {
    let seen = without_controls(text, true);
    let seen: Vec<char> = seen.chars().filter(|c| !is_unseen(*c)).map(narrow).collect();
    let chars = in_digits(&seen);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if let Some((word, end)) = word_at(&chars, at) {
            pieces.push(Piece { kind: Kind::Word, text: word.to_owned() });
            at = end;
            continue;
        }
        let c = chars[at];
        let kind = kind_of(c);
        at += 1;
        let is_address = c == ':' && chars[at..].starts_with(&['/', '/']);
        match pieces.last_mut() {
            Some(last) if last.kind == Kind::Run && (goes_on(c) || is_address) => last.text.push(c),
            Some(last) if last.kind == kind && matches!(kind, Kind::Han | Kind::Blank) => last.text.push(c),
            _ => pieces.push(Piece { kind, text: c.into() }),
        }
    }
    pieces
}

/// The word for a password that begins here, and where it ends.
fn word_at(chars: &[char], at: usize) -> Option<(&'static str, usize)> {
    let before = at.checked_sub(1).map(|at| chars[at]);
    if !chars[at].is_ascii() {
        let word = words::HAN.iter().find_map(|word| Some((*word, spelled(chars, at, word)?)));
        let is_other = |end: usize| words::COMPOUNDS.iter().any(|more| begins(&chars[end..], more).is_some());
        return word.filter(|(_, end)| !is_other(*end));
    }
    let is_own = !before.is_some_and(|c| c.is_ascii_alphanumeric());
    let begins_own = |word: &str| begins(&chars[at..], word).filter(|_| is_own).map(|length| at + length);
    let parted = || {
        let rest = begins_own("pass")?;
        let gap = chars[rest..].iter().take(2).take_while(|c| is_gap(**c)).count();
        Some(("password", rest + gap + begins(&chars[rest + gap..], "word")?))
    };
    let short = || {
        words::SHORT.iter().find_map(|word| {
            let end = begins_own(word)?;
            let next = chars[end..].iter().take(8).find(|c| !c.is_whitespace())?;
            words::SHORT_SIGNS.contains(next).then(|| (*word, end + usize::from(chars[end] == '码')))
        })
    };
    let long = words::LATIN.iter().find_map(|word| Some((*word, at + begins(&chars[at..], word)?)));
    long.or_else(parted).or_else(short)
}

/// Whether the characters begin with a word, in whatever case; its length.
fn begins(chars: &[char], word: &str) -> Option<usize> {
    let mut length = 0;
    word.chars()
        .all(|c| {
            length += 1;
            chars.get(length - 1).is_some_and(|it| it.to_ascii_lowercase() == c)
        })
        .then_some(length)
}

/// What may stand inside a word.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '_' | '.' | '·' | '•' | '・' | '*' | '~' | '|' | '/' | '–' | '—' | '+')
}

/// Where a word of Han ends, with little between its characters.
fn spelled(chars: &[char], at: usize, word: &str) -> Option<usize> {
    let mut letters = word.chars();
    let rest = (letters.next() == chars.get(at).copied()).then_some(at + 1)?;
    let gap = chars[rest..].iter().take(4).take_while(|c| is_gap(**c)).count();
    (letters.next() == chars.get(rest + gap).copied()).then_some(rest + gap + 1)
}
