//! No password is ever stored (第二十三条 – 第二十六条): free text is looked through for one.
//!
//! A text is cut into pieces: words for a password, runs (Latin letters, digits and marks, whatever could be one), Han
//! and what stands between. From each word on, the runs of its clause are judged by what they look like and by what
//! leads to them; one run before the word too (「abc12345是密码」). The words are in `words.rs`.

mod numerals;
mod pieces;
mod run;
mod words;

use pieces::{Kind, Piece, cut, narrow};
use run::{Before, Gap, Lead, Run};

/// Whether the text seems to tell a password: 密码, 口令, password and the like, and something that looks like one. The
/// regulation's own words (更改口令, 密码更新周期不得超过90天) are no password.
pub fn tells_password(text: &str) -> bool {
    // Most texts have none of the letters that each of the words has one of.
    if !text.chars().any(|c| words::TELLTALE.contains(&narrow(c).to_ascii_lowercase())) {
        return false;
    }
    let pieces = cut(text);
    let is_word = |at: &usize| pieces[*at].kind == Kind::Word;
    (0..pieces.len()).filter(is_word).any(|at| follows(&pieces, at) || leads(&pieces, at))
}

/// Whether a run behind the word looks like its password.
fn follows(pieces: &[Piece], word: usize) -> bool {
    let mut clause = Clause::behind(pieces, word);
    let mut at = word + 1;
    while let Some(piece) = pieces.get(at) {
        match piece.kind {
            Kind::Word => return false,
            Kind::Run => {
                let (run, end) = Run::of(pieces, at);
                if clause.last == Last::Begun && run.ends_password()
                    || !clause.excuses(&run) && run.is_password(&clause.lead)
                {
                    return true;
                }
                clause.pass(&run);
                at = end;
                continue;
            }
            Kind::Comma | Kind::End | Kind::Line if !clause.goes_on(piece.kind, &pieces[at + 1..]) => return false,
            _ => clause.read(piece),
        }
        at += 1;
    }
    false
}

/// How many pieces may stand between a run and the word that it is said to be, and itself.
const LINK: usize = 5;

/// Whether a run before the word looks like its password: 「abc12345是密码」, 「abc12345（密码）」, 「abc12345 密码」.
fn leads(pieces: &[Piece], word: usize) -> bool {
    let ends = pieces.get(word + 1).is_none_or(|next| {
        matches!(next.kind, Kind::Comma | Kind::End | Kind::Line | Kind::Close) || next.text.starts_with('了')
    });
    let near = word.saturating_sub(LINK)..word;
    let Some(at) = near.rev().find(|at| pieces[*at].kind == Kind::Run).filter(|_| ends) else { return false };
    let between = &pieces[at + 1..word];
    let says = between.iter().any(|it| it.kind == Kind::Han);
    let joins = |it: &Piece| match it.kind {
        Kind::Han => words::made_of(&it.text, &[words::LINKS, words::QUALIFIERS]),
        Kind::Blank | Kind::Open | Kind::Close => true,
        Kind::Sign => it.text == "/",
        _ => false,
    };
    if between.is_empty() || !between.iter().all(joins) {
        return false;
    }
    let (run, _) = Run::of(pieces, at);
    let before = pieces[..at].iter().rev().find(|it| it.kind != Kind::Blank);
    // 「重置 zhangw01 密码」, 「账号 zhangw01（密码）」.
    let is_account = before.is_some_and(|it| {
        let is_errand = it.ends_with(words::ERRANDS) || it.ends_with(words::ASKS) || it.ends_with(words::OTHERS);
        it.kind == Kind::Han && is_errand || it.kind == Kind::Sign
    });
    let before = if says { Before::Saying } else { Before::Nothing };
    let lead = Lead { is_told: says, before, ..Lead::default() };
    !(is_account && run.is_account()) && run.is_password(&lead)
}

/// Whether the word is spoken of for an errand about an account: 「更改口令：zhangw01」, 「密码重置 zhangw01」.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Errand {
    None,
    /// An account may follow.
    Open,
    /// An account stands directly before: what follows it may be its password.
    Named,
}

impl Errand {
    fn of(is_errand: bool) -> Self {
        if is_errand { Self::Open } else { Self::None }
    }
}

/// What was read behind a word so far.
struct Clause {
    lead: Lead,
    errand: Errand,
    /// What follows is said to be something else: 账号, 电话.
    is_other: bool,
    /// Joined to the word: 「密码/账号」, 「密码和账号」.
    is_joined: bool,
    /// Whether what was read last tells that more follows: a sign, 如下, a length.
    leads_on: bool,
    last: Last,
}

/// What was read last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// A bracket or a quote that opens.
    Open,
    /// Han that a password may begin with: 「密码：张伟@888」.
    Begun,
    Other,
}

/// The most Han that a password begins with.
const NAME: usize = 4;

impl Clause {
    fn behind(pieces: &[Piece], word: usize) -> Self {
        let mut before = pieces[..word].iter().rev().skip_while(|it| it.kind == Kind::Blank);
        let before = before.next().filter(|it| it.kind == Kind::Han).map_or("", |it| it.text.as_str());
        let is_latin = pieces[word].text.is_ascii();
        Self {
            lead: Lead { gap: Gap::Joined, ..Lead::default() },
            errand: Errand::of(words::is_errand_before(before)),
            // 「账号pwd_admin01」 is a name.
            is_other: is_latin && words::OTHERS.iter().any(|other| before.ends_with(other)),
            is_joined: false,
            leads_on: true,
            last: Last::Other,
        }
    }

    /// Goes on over what is no run.
    fn read(&mut self, piece: &Piece) {
        let now = if piece.kind == Kind::Open { Last::Open } else { Last::Other };
        let is_opened = std::mem::replace(&mut self.last, now) == Last::Open;
        match piece.kind {
            Kind::Han => {
                let is_shown = is_opened || self.lead.before == Before::Sign;
                let is_name = self.lead.is_first() && is_shown && piece.text.chars().count() <= NAME;
                self.read_han(&piece.text);
                if is_name && self.errand == Errand::None && !self.is_other {
                    self.last = Last::Begun;
                }
            }
            Kind::Sign => {
                (self.is_joined, self.leads_on) = (self.lead.is_first() && piece.text == "/", true);
                (self.lead.is_told, self.lead.before) = (true, Before::Sign);
            }
            Kind::List | Kind::Comma => {
                self.is_joined = self.lead.is_first() && !self.lead.is_told;
                self.errand = Errand::of(self.errand != Errand::None);
            }
            // 「密码（张伟的账号）：」 speaks of the password.
            Kind::Close => self.is_other = false,
            _ => {}
        }
        if self.lead.gap == Gap::Joined {
            self.lead.gap = Gap::Apart;
        }
    }

    fn read_han(&mut self, text: &str) {
        let is_first = std::mem::take(&mut self.lead.gap) != Gap::Words;
        let starts = || words::ERRANDS.iter().find_map(|verb| text.strip_prefix(verb)).filter(|_| is_first);
        let ends = || words::ERRANDS.iter().find_map(|verb| text.strip_suffix(verb));
        let is_errand = words::STATES.iter().any(|state| text.ends_with(state))
            || match starts().or_else(ends) {
                Some(rest) => !rest.contains(words::TELLING),
                None => self.errand != Errand::None && !text.contains(words::TELLING),
            };
        self.errand = Errand::of(is_errand);
        let says = is_first && text.starts_with(['是', '为']);
        let is_joined = std::mem::take(&mut self.is_joined) || is_first && text.starts_with(['和', '及', '与']);
        let names_other = words::OTHERS.iter().any(|other| text.ends_with(other)) && !text.ends_with("生日");
        self.is_other = names_other && !is_joined && !says;
        self.lead.before = match text.ends_with(words::SAYING) && !text.ends_with("因为") {
            true => Before::Saying,
            false if says => Before::Said,
            false => Before::Nothing,
        };
        self.lead.is_told |= text.replace("是否", "").contains(words::SAYING);
        self.lead.is_dated |= words::DATED.iter().any(|dated| text.contains(dated));
        self.leads_on = ["下", "位", "位以上", "位数"].iter().any(|end| text.ends_with(end));
    }

    /// Whether the clause goes on behind a comma, a full stop or a line break.
    fn goes_on(&self, kind: Kind, rest: &[Piece]) -> bool {
        let next = rest.iter().find(|it| it.kind != Kind::Blank);
        next.is_some_and(|next| match next.kind {
            Kind::Run | Kind::Open => self.leads_on,
            Kind::Sign => self.leads_on && kind == Kind::Line,
            Kind::Han => kind == Kind::Comma && words::GOING_ON.iter().any(|word| next.text.starts_with(word)),
            _ => false,
        })
    }

    /// Whether a run is something else by what leads to it: an account, or what is named otherwise.
    fn excuses(&self, run: &Run) -> bool {
        let is_account = run.is_account() || run.is_day() || run.is_address();
        self.is_other || self.errand == Errand::Open && is_account
    }

    fn pass(&mut self, run: &Run) {
        if self.errand != Errand::None {
            self.errand = if run.is_account() { Errand::Named } else { Errand::Open };
        }
        (self.lead.gap, self.lead.before, self.is_other) = (Gap::Words, Before::Nothing, false);
        self.last = Last::Other;
        self.leads_on = self.errand == Errand::Named;
    }
}
