//! The words by which a password, and what is none, is known.

/// A letter that each word for a password has.
pub(super) const TELLTALE: [char; 7] = ['码', '碼', '令', '密', 'p', 'm', 'k'];
/// Words that a password may stand behind, in lower case; what separates their characters is passed over (「密 码」).
pub(super) const HAN: [&str; 5] = ["密码", "密碼", "口令", "账密", "帐密"];
/// Latin ones; 「pass word」 is one as well.
pub(super) const LATIN: [&str; 6] = ["password", "passphrase", "passcode", "passwd", "pswd", "pwd"];
/// Short ones, which mean it only as a word of their own with a sign at once: `pass: abc1234`, but not 「bypass」.
pub(super) const SHORT: [&str; 6] = ["pass", "psw", "pw", "pin", "mima", "kouling"];
/// What the short ones need behind them.
pub(super) const SHORT_SIGNS: [char; 6] = [':', '=', '为', '是', '改', '码'];
/// What makes another word of the word: 密码机, 口令卡, 接口令牌, 对账密钥, 密码应用安全性评估.
pub(super) const COMPOUNDS: [&str; 14] =
    ["钥", "机", "卡", "牌", "服务", "应用", "局", "算法", "设备", "产品", "测评", "评估", "改造", "技术"];

/// Errands about a password, which name an account and not the password.
pub(super) const ERRANDS: &[&str] =
    &["重置", "重设", "修改", "更改", "变更", "更换", "忘记", "遗忘", "遗失", "丢失", "找回", "解锁"];
/// What befalls a password: said of an account as well, and also where it has happened already.
pub(super) const STATES: &[&str] = &["忘记", "遗忘", "遗失", "丢失", "过期", "到期", "失效", "锁定", "错误"];
/// How an errand is asked for.
pub(super) const ASKS: &[&str] = &["申请", "需要", "请"];
/// What turns an errand into telling: 改为, 已更改, 了.
pub(super) const TELLING: &[char] =
    &['为', '是', '成', '到', '即', '设', '换', '改', '默', '统', '新', '已', '了', '用', '后'];
/// What says what the password is.
pub(super) const SAYING: &[char] = &['为', '是', '成', '到', '即'];
/// What a run behind it is said to be.
pub(super) const OTHERS: &[&str] = &[
    "账号",
    "帐号",
    "账户",
    "帐户",
    "用户",
    "用户名",
    "登录名",
    "户名",
    "工号",
    "电话",
    "手机",
    "手机号",
    "号码",
    "联系方式",
    "编号",
    "单号",
    "文号",
    "型号",
    "版本",
    "邮箱",
    "网址",
    "日期",
    "时间",
    "更改日",
    "改密日",
    "更新日",
    "修改日",
    "变更日",
    "到期日",
    "依据",
    "标准",
];
/// The same among Latin words.
pub(super) const LATIN_OTHERS: &[&str] = &["for", "user", "account", "login", "of"];
/// What says that a day is meant.
pub(super) const DATED: &[&str] = &["日期", "时间", "更改日", "改密日", "更新日", "修改日", "变更日", "到期", "有效"];
/// With what a clause goes on behind a comma: 「密码改了，是…」.
pub(super) const GOING_ON: &[&str] =
    &["是", "还", "就", "仍", "为", "即", "现", "新", "改", "用", "统一", "也", "都", "默认", "目前", "恢复"];
/// What stands between a run and the word that it is said to be: 「…是新密码」.
pub(super) const LINKS: &[&str] = &["是", "就", "为", "即", "作", "做", "当", "的"];
/// What a password is called more closely.
pub(super) const QUALIFIERS: &[&str] = &[
    "账号", "帐号", "用户", "系统", "登录", "个人", "本人", "初始", "默认", "临时", "新", "其", "该", "我", "他", "她",
    "的",
];
/// What counts instead of naming: 90天, 6位.
pub(super) const UNITS: [char; 13] = ['天', '日', '月', '季', '年', '位', '个', '次', '条', '周', '字', '小', '分'];
/// What stands behind the day on which a password was changed: 「密码20260901更改」.
pub(super) const DONE: [char; 17] =
    ['已', '更', '修', '改', '起', '前', '后', '止', '到', '至', '之', '重', '设', '变', '换', '过', '由'];
/// What a password has more often than a name or a standard.
pub(super) const MARKS: [char; 10] = ['!', '@', '#', '$', '%', '^', '&', '*', '+', '?'];
/// What a number of a standard, an algorithm or a version begins with.
pub(super) const STANDARDS: [&str; 12] =
    ["gb/t", "gb", "gm/t", "gm", "ga/t", "iso", "sm", "sha", "aes", "rsa", "tls", "v"];

/// Whether a text is made of such words alone.
pub(super) fn made_of(mut text: &str, lists: &[&[&str]]) -> bool {
    while let Some(rest) = lists.iter().copied().flatten().find_map(|word| text.strip_suffix(word)) {
        text = rest;
    }
    text.is_empty()
}

/// Whether an errand stands before the word, and is still to be done: 「申请更改账号」, but not 「已更改」.
pub(super) fn is_errand_before(mut text: &str) -> bool {
    while let Some(rest) = QUALIFIERS.iter().find_map(|word| text.strip_suffix(word)) {
        text = rest;
    }
    let before = ERRANDS.iter().find_map(|verb| text.strip_suffix(verb));
    before.is_some_and(|before| !before.ends_with(['已', '被', '刚', '经', '为', '了']))
}
