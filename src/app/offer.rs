//! Something that can be asked for, and what can be done with one record: in the buttons of its panel, the menu of its row,
//! and the palette.

use eframe::egui;

use super::Screen;
use super::command::{Command, PaperKey, VoidKey};
use crate::model::*;
use crate::ops::About;
use crate::rules::password::lacks_initial_change;
use crate::rules::{Fact, Matter, Weight};
use crate::store::Drafted;

/// 账号类别 of a table becomes that of its accounts.
pub const TAKE_CATEGORIES: &str = "类别登记到账号台账";

/// The users of accounts have changed the first password.
pub const NOTE_INITIAL: &str = "登记初始口令已更改";

/// Something that can be asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// Its name.
    pub label: String,
    /// What runs.
    pub commands: Vec<Command>,
    /// Why it cannot be now.
    pub why_not: Option<&'static str>,
}

impl Offer {
    /// One command.
    pub fn new(label: impl Into<String>, command: Command) -> Self {
        Self { label: label.into(), commands: vec![command], why_not: None }
    }

    /// Several, one after the other.
    pub fn several(label: &str, commands: Vec<Command>) -> Self {
        Self { label: label.into(), commands, why_not: None }
    }

    /// The same where something holds; else the reason.
    #[must_use]
    pub fn only_if(mut self, holds: bool, why_not: &'static str) -> Self {
        if !holds {
            self.why_not.get_or_insert(why_not);
        }
        self
    }

    /// Its key, as `Ctrl+S`; several commands have none together.
    pub fn key(&self) -> &'static str {
        if let [only] = &self.commands[..] { only.hint() } else { "" }
    }
}

/// What can be done with a record of a register.
pub fn of_record(kind: Kind, number: i64, register: &Register) -> Vec<Offer> {
    let Some(record) = kind.record(number, register) else { return Vec::new() };
    let history = Offer::new("这条的历史", Command::ShowHistory(About::Record(kind.term(), number)));
    if record.void_reason().is_some() {
        return vec![Offer::new("恢复", Command::Restore(kind, number)), history];
    }
    let mut offers = match kind {
        Kind::People => {
            let id = PersonId(number);
            let has_left = register.get::<Person>(id).is_some_and(|it| it.left_on.is_some());
            let mut offers =
                vec![Offer::new("入职、转岗", Command::AskPlace(id)), Offer::new("办理离职", Command::AskLeave(id))];
            if has_left {
                offers.push(Offer::new("打印离职表格", Command::AskPrint(vec![PaperKey::Leaving(id)])));
            }
            for notice in register.notices_of(id) {
                let label = format!("附上{}的扫描件", notice.number);
                offers.push(Offer::new(label, Command::AskAttach(notice.number.clone())));
                let label = format!("作废{}", notice.number);
                offers.push(Offer::new(label, Command::AskVoidOf(VoidKey::Notice(notice.id))));
            }
            for change in register.post_changes_of(id).rev() {
                let label = format!("作废{}的岗位变动", change.changed_on.chinese());
                offers.push(Offer::new(label, Command::AskVoidOf(VoidKey::PostChange(change.id))));
            }
            offers
        }
        Kind::Systems => {
            let id = SystemId(number);
            vec![
                Offer::new("登记验收", Command::AskAccept(id)),
                Offer::several("巡检", vec![Command::Show(Screen::Rounds), Command::Inspect(Some(id))]),
            ]
        }
        Kind::Accounts => {
            let id = AccountId(number);
            let account = register.get::<Account>(id);
            let form = match account.map(|it| it.status) {
                Some(AccountStatus::Active) => Some(("填注销申请表", AccountStatus::Disabled)),
                Some(AccountStatus::Disabled) => Some(("填启用申请表", AccountStatus::Active)),
                _ => None,
            };
            let mut offers = vec![Offer::new("生成清理清单", Command::AskMakeCleanup(vec![id]))];
            offers.extend(form.map(|(label, status)| Offer::new(label, Command::ApplyFor(id, status))));
            if account.is_some_and(lacks_initial_change) {
                offers.push(Offer::new(NOTE_INITIAL, Command::AskInitialPasswords(vec![id])));
            }
            offers
        }
        Kind::Departments => {
            vec![Offer::new("打开对照表", Command::OpenList(Drafted::Matrix(DepartmentId(number))))]
        }
    };
    offers.push(history);
    if kind == Kind::People {
        offers.push(Offer::new("这个人的历史", Command::ShowHistory(About::Person(PersonId(number)))));
    }
    offers.push(Offer::new("作废这条记录", Command::AskVoidOf(VoidKey::Record(kind, number))));
    offers
}

/// What can be done with an application in the list.
pub fn of_application(id: ApplicationId, register: &Register) -> Vec<Offer> {
    let Some(it) = register.get::<Application>(id) else { return Vec::new() };
    let mut offers = vec![
        Offer::new("打开", Command::Open(id)),
        Offer::new("打印", Command::Print),
        Offer::new("导出 Excel", Command::Export),
    ];
    if it.state == ApplicationState::Draft {
        offers.push(Offer::new("登记为已打印", Command::NotePrinted(vec![PaperKey::Application(id)])));
    }
    if it.state == ApplicationState::Printed {
        offers.push(Offer::new("登记签字", Command::AskSign(vec![id])));
    }
    offers.push(Offer::new("附上扫描件", Command::AskAttach(it.number.clone())));
    offers.push(of_paper(&it.number));
    if it.state.is_open() {
        offers.push(Offer::new("作废", Command::AskVoidOf(VoidKey::Application(id))));
    }
    offers
}

/// The history of a paper.
pub fn of_paper(number: &str) -> Offer {
    Offer::new("这张表的历史", Command::ShowHistory(About::Paper(number.to_owned())))
}

/// Where a finding is dealt with: at the record that it is about; what the quarters lack stands on the screen 备案.
pub fn opening(matter: &Matter) -> Command {
    match matter.fact {
        Fact::QuartersDue(..) => Command::Show(Screen::Filings),
        _ => Command::OpenSubject(matter.subject),
    }
}

/// What is to be done about what was found, besides opening it.
fn of_fact(matter: &Matter) -> Vec<Offer> {
    match (&matter.fact, matter.subject) {
        // The oldest of the quarters that were not filed (第十九条): its table is printed and signed, then it is filed.
        (Fact::QuartersDue(quarters, _), Subject::Department(id)) => {
            let Some(oldest) = quarters.first() else { return Vec::new() };
            let print = Command::AskPrint(vec![PaperKey::Outside(id, *oldest)]);
            vec![
                Offer::new(format!("打印{}的表", oldest.chinese()), print),
                Offer::new(format!("备案{}", oldest.chinese()), Command::AskFileQuarter(id, *oldest)),
            ]
        }
        (Fact::FormUnprinted, Subject::Application(id)) => {
            vec![Offer::new("打印", Command::AskPrint(vec![PaperKey::Application(id)]))]
        }
        (Fact::PasswordUnknown(_), Subject::System(id)) => {
            vec![Offer::new("看这些账号", Command::SeekAccounts(id))]
        }
        // It takes out what stands for no account.
        (Fact::StaleInMatrix(_), Subject::Department(id)) => {
            vec![Offer::new("从账号台账填写", Command::AskFillMatrix(id))]
        }
        (Fact::InAbolished(..), Subject::Person(id)) => vec![Offer::new("入职、转岗", Command::AskPlace(id))],
        (Fact::RetiredLive(_, _, unlisted), _) if !unlisted.is_empty() => {
            vec![Offer::new("生成清理清单", Command::AskMakeCleanup(unlisted.clone()))]
        }
        (Fact::InspectionOpen(id, _) | Fact::InspectionDoubtful(id, _), _) => {
            vec![Offer::new("打开巡检", Command::OpenSubject(Subject::Inspection(*id)))]
        }
        (Fact::RowDiffers(row, _, Field::Category), Subject::Department(id)) => {
            vec![Offer::new(TAKE_CATEGORIES, Command::AskTakeCategories(id, vec![*row]))]
        }
        (Fact::InitialPassword, Subject::Account(id)) => {
            vec![Offer::new(NOTE_INITIAL, Command::AskInitialPasswords(vec![id]))]
        }
        (Fact::ChangeOpen(..), Subject::Account(id)) => {
            vec![Offer::new("填变更申请表", Command::ApplyToChange(id))]
        }
        _ => Vec::new(),
    }
}

/// What can be done about a finding.
pub fn of_matter(matter: &Matter) -> Vec<Offer> {
    let article = matter.article();
    let mut offers = vec![Offer::new("打开", opening(matter))];
    offers.extend(of_fact(matter));
    if let Subject::Person(id) = matter.subject
        && [14, 22].contains(&article.0)
    {
        offers.push(Offer::new("办理离职", Command::AskLeave(id)));
    }
    offers.push(Offer::new(format!("看{article}"), Command::ShowArticle(article)));
    match matter.waiver {
        Some(id) => offers.push(Offer::new("撤回例外办理", Command::AskWithdraw(id))),
        None if matter.weight() == Weight::Error => {
            offers.push(Offer::new("例外办理，写明原因", Command::AskWaive(article, matter.subject)));
        }
        None => {}
    }
    offers
}

/// What can be done with a filing.
pub fn of_filing(id: FilingId, register: &Register) -> Vec<Offer> {
    let Some(it) = register.get::<Filing>(id) else { return Vec::new() };
    let mut offers = vec![
        Offer::new("重新导出", Command::AskSaveFiling(id)),
        Offer::new("附上扫描件", Command::AskAttach(it.number.clone())),
    ];
    if it.void_reason.is_none() {
        offers.push(Offer::new("作废这次备案", Command::AskVoidOf(VoidKey::Filing(id))));
    }
    offers
}

/// The commands of a line, with their keys; the first that can be done has the keyboard where the keyboard opened it.
pub fn menu_ui(ui: &mut egui::Ui, offers: &[Offer], by_key: bool, commands: &mut Vec<Command>) {
    let first = offers.iter().position(|offer| offer.why_not.is_none()).filter(|_| by_key);
    for (at, offer) in offers.iter().enumerate() {
        let button = egui::Button::new(&offer.label).shortcut_text(offer.key());
        let response = ui.add_enabled(offer.why_not.is_none(), button);
        super::name_control(ui, &response, &offer.label);
        if first == Some(at) {
            response.request_focus();
        }
        if response.clicked() {
            commands.extend(offer.commands.iter().cloned());
            ui.close();
        }
    }
}
