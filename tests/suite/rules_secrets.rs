//! What tells a password and what only speaks of one: a table of both kinds (第二十三条 – 第二十六条).

use std::time::{Duration, Instant};

use taizhang::ops::Office;
use taizhang::rules::secrets::tells_password;
use taizhang::rules::{Telling, check};

use super::hostile::{Chance, odd_text};
use super::structure::rooms;
use super::support::{sample_office, today};

/// What stands for 〈口令〉 in a sentence: letters of both cases, an account's look, digits alone.
const SECRETS: [&str; 3] = ["Zq7secretX", "abc12345", "888888"];

/// Sentences that tell a password.
const TELLS: &[&str] = &[
    "口令现为〈口令〉",
    "口令目前是〈口令〉",
    "口令用〈口令〉",
    "口令仍用〈口令〉",
    "口令用的是〈口令〉",
    "密码使用〈口令〉",
    "密码统一用〈口令〉",
    "密码都用〈口令〉",
    "密码就用〈口令〉",
    "密码填写〈口令〉",
    "密码请用〈口令〉",
    "密码记为〈口令〉",
    "密码写〈口令〉",
    "密码恢复为〈口令〉",
    "密码还原为〈口令〉",
    "密码被重置为〈口令〉",
    "密码已经改成〈口令〉",
    "密码现在改成〈口令〉",
    "密码今天改成〈口令〉",
    "密码9月1日改为〈口令〉",
    "密码由〈口令〉改为Yw3othery",
    "密码由旧的改为〈口令〉",
    "密码改了，是〈口令〉",
    "密码设置的是〈口令〉",
    "密码不变，还是〈口令〉",
    "口令如下所示：〈口令〉",
    "密码（区分大小写）：〈口令〉",
    "密码‘〈口令〉’",
    "密码〔〈口令〉〕",
    "密码·〈口令〉",
    "密码–〈口令〉",
    "密码…〈口令〉",
    "密码。〈口令〉",
    "密码为8位字母数字〈口令〉",
    "密码8位〈口令〉",
    "pwd123456",
    "password123456",
    "pwd〈口令〉",
    "pwd(〈口令〉)",
    "pwd_〈口令〉",
    "pwd\"〈口令〉\"",
    "password changed to 〈口令〉",
    "password set to 〈口令〉",
    "password reset: 〈口令〉",
    "<password>〈口令〉",
    "pswd:〈口令〉",
    "pass word:〈口令〉",
    "PIN：123456",
    "PIN：〈口令〉",
    "mima：〈口令〉",
    "〈口令〉是密码",
    "〈口令〉（密码）",
    "〈口令〉 密码",
    "密  码：〈口令〉",
    "密　　码：〈口令〉",
    "密-码：〈口令〉",
    "密·码：〈口令〉",
    "密_码：〈口令〉",
    "密\u{AD}码：〈口令〉",
    "密码：1 2 3 4 5 6",
    "密码A b c 1 2 3",
    "密码：abc",
    "密码是张伟19900101",
    "密码是zw加生日19900101",
    "密码：①②③④⑤⑥",
    "密码：Αbc12345",
    "密码Αbc12345",
    "密码：888888天",
    "密码：2026-09-01",
    "密码：〈口令〉",
    "密码:〈口令〉",
    "密码〈口令〉",
    "密码（〈口令〉）",
    "密码【〈口令〉】",
    "密 码：〈口令〉",
    "密\u{200B}码：〈口令〉",
    "密碼：〈口令〉",
    "口 令 〈口令〉",
    "口令为〈口令〉",
    "口令已改为〈口令〉，请转告",
    "口令改成了 〈口令〉",
    "初始密码统一为Jc@2022",
    "默认密码都是888888",
    "密码默认888888",
    "密码——〈口令〉",
    "账号/密码：zhangw/Abc123",
    "账号zhangw密码〈口令〉",
    "用户名：zhangw\n密码：〈口令〉",
    "用户名 密码\nzhangw 〈口令〉",
    "密码：\n〈口令〉",
    "密码如下：\n〈口令〉",
    "密码：letmein",
    "Password: hunter2x",
    "PASSWORD=HUNTER2X",
    "passwd hunter22",
    "passphrase: correct-horse",
    "pwd:Zw@2022",
    "ｐｗｄ＝Ｚｗ２０２２",
    "PassWord：“Zw@2022”",
    "密码更改为〈口令〉",
    "密码修改为〈口令〉",
    "密码更新为〈口令〉",
    "密码换成〈口令〉",
    "密码已换 〈口令〉",
    "密码如下：〈口令〉",
    "密码应为〈口令〉",
    "密码均为〈口令〉",
    "密码也是〈口令〉",
    "密码、〈口令〉",
    "密码(初始)：〈口令〉",
    "密码：8位，〈口令〉",
    "密码：8-16位以上、〈口令〉",
    "密码Abcdef!@",
    "密码 Abc 1234",
    "密码\t〈口令〉",
    "password is hunter22",
    "pass: abc1234",
    "PSW=abc1234",
    "PIN码：123456",
    "密码：19900101",
    "初始密码为20220101",
    "密码更改为20220101",
    "密码：BA-Abc1234!",
    "pwd/Zq7xAb1c",
    "账号已开通，密码：Zq7#mimaKey",
    "密码 Zq7#mimaKey.pdf",
    "账号zhangw，密码 123456，请尽快更改",
    "口令是qwer1234。",
    "口令重置为 aaaa1111",
    "密码：“a1b2c3”",
    "已更改口令：〈口令〉",
    "密码已重置：〈口令〉",
    "密码更改了 〈口令〉",
    "重置密码：888888",
    "更改口令：Zq7secretX",
    "更改口令：zhangw01 abc12345",
    "密码/账号：〈口令〉/zhangw",
    "密码和账号：〈口令〉、zhangw",
    "密码（张伟的账号）：〈口令〉",
    "密码为手机号13800138000",
    "密码13800138000",
    "密码：13800138000",
    "密码19900101",
    "密码 1234",
    "密码：1234",
    "〈口令〉为初始密码",
    "〈口令〉就是新密码，请保管",
    "以〈口令〉作为密码",
    "密码已改，现在用〈口令〉",
    "初始密码见下\n〈口令〉",
    "密码“〈口令〉”",
    "密码是“letmein”",
    "密码为zw@jc.com",
    "口令123456",
    "口令现为Qq7secretU",
    "密码：Hh8secretV",
    "您的密码是〈口令〉",
    "口令，〈口令〉",
    "密码：，〈口令〉",
    "密码--〈口令〉",
    "密码>>〈口令〉",
    "密码～〈口令〉",
    "密码*〈口令〉",
    "密码#〈口令〉",
    "密码是：〈口令〉",
    "密码为\"〈口令〉\"",
    "登录密码都统一设置为〈口令〉",
    "密码暂定〈口令〉",
    "密码先用〈口令〉",
    "密码沿用〈口令〉",
    "密码延用旧的〈口令〉",
    "密码（〈口令〉），请改",
    "初始密码〈口令〉请及时更改",
    "重置后密码〈口令〉",
    "重置后的密码为〈口令〉",
    "密码已由管理员重置为〈口令〉",
    "口令改〈口令〉",
    "口令：张伟〈口令〉",
    "密 码 ： 〈口令〉",
    "密\n码：〈口令〉",
    "密/码：〈口令〉",
    "密*码：〈口令〉",
    "账号zhangw01密码〈口令〉",
    "账号：zhangw01 密码：〈口令〉",
    "账号zhangw01，密码〈口令〉",
    "用户名zhangw01/密码〈口令〉",
    "zhangw01/〈口令〉（账号/密码）",
    "pwd 〈口令〉",
    "pwd=〈口令〉",
    "pwd:〈口令〉",
    "pwd is 〈口令〉",
    "my password is 〈口令〉",
    "Password - 〈口令〉",
    "password→〈口令〉",
    "pass：〈口令〉",
    "pw：〈口令〉",
    "pin码〈口令〉",
    "密码：Zq7",
    "密码：Zq 7s ec",
    "密码是Zq7，secretX",
    "口令用〈口令〉登录",
    "密码请记好：〈口令〉",
    "密码改好了〈口令〉",
    "密码没变：〈口令〉",
    "密码还没改，仍为〈口令〉",
    "密码改成：〈口令〉",
    "密码重新设置成〈口令〉",
    "密码是 888 888",
    "密码888 888",
];

/// Sentences that do not: the regulation's own, and what clerks write of passwords without telling one.
const TELLS_NOT: &[&str] = &[
    "更改口令：zhangw01",
    "账号密码重置：zhangw01",
    "修改密码 zhangw01",
    "密码重置 zhangw01",
    "密码更新周期90天",
    "口令长度不少于8位",
    "密码90天未改，账号zhangw01",
    "最近改密日2026-09-01",
    "忘记密码，账号 zhangw01 申请重置",
    "用户账号密码的管理。",
    "密码：8-16位",
    "密码为8位以上，含大小写字母",
    "口令更改日：2026-09-01",
    "口令 2026-09-01 更改",
    "密码：2026年9月已更改",
    "密码20260901更改",
    "密码：见信封",
    "密码：******",
    "密码：xxxxxxxx",
    "初始密码已当面发放",
    "忘记密码，申请重置",
    "口令 SQ-2026-0001",
    "密码重置见BA-2026-0003",
    "申请开通密码服务平台V2权限",
    "负责密码机、口令卡的保管",
    "password policy applies",
    "账号pwd_admin01的权限变更",
    "密码更改日期：2026-09-01",
    "密码更新于2026-09-01",
    "密码：20260901已更改",
    "忘记密码，账号zhangw01申请重置",
    "重置密码（账号zhangw01）",
    "密码应用安全性评估依据GB/T39786-2021",
    "密码应用GB/T39786-2021",
    "密码更换周期90天",
    "密码改造项目2026年启动",
    "口令即将到期 2026-12-01",
    "密码修改见SQ-2026-0012",
    "bypass:abc1234",
    "compass 2026A",
    "password is required",
    "重置密码：张伟（zhangw01）",
    "重置密码：zhangw01、lihua03",
    "密码重置申请：张伟 zhangw01",
    "忘记密码。zhangw01申请重置",
    "口令问题请拨0356-2000011",
    "密码已当面发放，联系电话13800138000",
    "密码重置请联系13800138000",
    "密码遗失，手机13800138000",
    "zhangw01 密码重置",
    "重置 zhangw01 密码",
    "更改账号zhangw01的密码",
    "修改账号 zhangw01 密码",
    "口令存储采用SM4",
    "密码已到期，现申请重置zhangw01",
    "密码更改：2026-09-01",
    "密码已更新：2026-09-01",
    "口令90天更改一次",
    "初始口令更改日 2026年9月1日",
    "密码重置：zhangw01，已办",
    "接口令牌abc12345",
    "更改口令，账号：zhangw01，2026-09-01办结",
    "密码要求：①长度8位②含字母③90天更换",
    "密码管理：1.专人负责；2.定期更换",
    "密码已过期：zhangw01",
    "口令更改登记于2026年11月24日",
    "2026-09-01 密码",
    "SQ-2026-0001（密码）",
    "动态口令（OTP）",
    "密码重置电话：0356-2000011",
    "张伟，13800138000，zhangw01",
    "请张伟尽快更改初始口令",
    "张伟忘记密码，2026年11月24日申请重置，账号zhangw01",
    "忘记口令，请重置zhangw01的口令",
    "已重置口令，本人已更改",
    "已重置密码并当面告知",
    "口令已于2026年9月1日更改",
    "口令于2026-09-01更改",
    "口令2026-09-01已更改",
    "密码到期日：2026-12-01",
    "密码有效期至2026-12-01",
    "密码有效期：90天",
    "密码策略：8位以上",
    "密码策略调整为12位",
    "密码错误次数超过5次锁定",
    "密码输错5次，账号zhangw01锁定，申请解锁",
    "账号zhangw01密码过期，申请重置",
    "账号zhangw01忘记密码",
    "账号zhangw01（忘记密码）",
    "zhangw01密码重置",
    "zhangw01忘记密码",
    "用户zhangw01密码已重置",
    "重置用户zhangw01的密码",
    "为zhangw01重置密码",
    "为张伟（zhangw01）重置密码",
    "申请更改密码：zhangw01",
    "申请重置密码：张伟，zhangw01，0356-2000011",
    "密码重置，账号：zhangw01",
    "密码修改：zhangw01",
    "密码变更 zhangw01",
    "重置口令（zhangw01）",
    "口令更换记录：2026-09-01、2026-06-01",
    "口令变更2026-09-01",
    "改密日期2026-09-01",
    "密码上次修改：2026-09-01",
    "口令最近更改：2026年9月1日",
    "密码管理员：张伟 13800138000",
    "密码由张伟保管，电话13800138000",
    "口令每季度更换一次",
    "口令长度8-16位，90天更换",
    "口令不得少于8位，含字母和数字",
    "口令须含A-Z、a-z、0-9",
    "密码复杂度：大写+小写+数字",
    "工单20260901已处理密码重置",
    "SQ-2026-0001重置密码",
    "依据SQ-2026-0001，重置密码",
    "密码类业务20260901开始",
    "门禁密码由保卫科管理",
    "商用密码应用安全性评估（GB/T 39786-2021）",
    "国家密码管理局2023年公告",
    "密码法2020年1月1日施行",
    "口令牌领取人zhangw01",
    "忘记登录密码 zhangw01",
    "忘记密码zhangw01",
    "遗忘密码：lih_02",
    "修改密码：ZHANGW",
    "密码重置:wang.fang@jc.gov.cn",
    "开通VPN账号zhangw01，初始口令另行发放",
    "开通账号 zhangw01，口令当面告知",
    "张伟的账号是zhangw01，口令已当面发放",
    "口令已发放2026-09-01",
    "口令90天未改",
    "2个账号密码过期",
    "系统要求密码8位以上，2026年10月1日起执行",
    "Windows密码过期",
    "passport: E1234567",
    "passed 2026-09-01",
    "shipin:abc12345",
    "本程序不联网，不保存任何口令。字体：思源宋体、思源黑体（SIL OFL 1.1）",
    "不得保存口令，联系人：zhangw01",
    "不要写密码\n账号：zhangw01",
    "不要写密码。账号zhangw01",
    "不要写密码\n联系人：张伟 zhangw01",
    "重置密码：zhangw01，lihua03",
];

#[test]
fn sentences_that_tell_a_password_are_told_from_those_that_speak_of_one() {
    let filled = TELLS.iter().flat_map(|text| SECRETS.map(|secret| text.replace("〈口令〉", secret)));
    let missed: Vec<String> = filled.filter(|text| !tells_password(text)).collect();
    assert!(missed.is_empty(), "{missed:#?}");
    let refused: Vec<_> = TELLS_NOT.iter().filter(|text| tells_password(text)).collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

/// Lines and sentences of a text that are taken for a password.
fn taken_for_one(text: &str) -> Vec<&str> {
    let sentences = text.lines().flat_map(|line| std::iter::once(line).chain(line.split_inclusive(['。', '；'])));
    sentences.filter(|text| tells_password(text)).collect()
}

#[test]
fn no_sentence_of_the_regulation_or_the_manual_is_refused() {
    for text in [
        include_str!("../../assets/制度原文.md"),
        include_str!("../../assets/使用手册.md"),
        include_str!("../../README.md"),
    ] {
        assert_eq!(taken_for_one(text), Vec::<&str>::new());
    }
}

#[test]
fn no_word_of_the_program_or_its_sample_office_is_refused() {
    // What the program says: every text between quotes in its sources.
    let said = rooms().into_iter().flat_map(|(_, path, text)| {
        let lists = path.ends_with("rules/secrets/words.rs") || path.ends_with("rules/secrets/pieces.rs");
        let lines = if lists { "" } else { text.as_str() }.lines();
        let quoted = lines.flat_map(|line| line.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>());
        quoted.collect::<Vec<_>>()
    });
    let mut texts: Vec<String> = said.collect();
    let office: Office = sample_office().office;
    let register = office.register();
    texts.extend(check(register, today()).iter().map(|it| Telling::of(register, today()).message(it)));
    texts.push(office.dump().unwrap());
    assert!(texts.len() > 1000);
    let refused: Vec<&str> = texts.iter().flat_map(|text| taken_for_one(text)).collect();
    assert_eq!(refused, Vec::<&str>::new());
}

/// Whatever stands around it: no text makes the scan fail, and none hides a password on a line of its own.
#[test]
fn odd_texts_hide_no_password_and_stop_no_scan() {
    let words =
        ["密码", "口令", "pwd", "pass", "是", "：", "为", "，", "。", "账号", "重置", "abc12345", "90天", "2026-09-01"];
    for seed in 0..4_000 {
        let mut chance = Chance(seed);
        let mut text = odd_text(&mut chance);
        for _ in 0..chance.below(12) {
            text.push_str(chance.pick::<&str>(&words));
        }
        tells_password(&text);
        assert!(tells_password(&format!("{text}\n密码：Zq7secretX\n{text}")), "seed {seed}: {text}");
    }
}

#[test]
fn a_long_text_is_gone_through_once() {
    let began = Instant::now();
    for piece in ["密码 ", "pass ", "密 ", "密码，", "密码1", "是 密码", "a b ", "重置密码：zhangw、", "密码（"]
    {
        tells_password(&format!("密码 {}", piece.repeat(50_000)));
    }
    // What grows with the square takes minutes.
    assert!(began.elapsed() < Duration::from_mins(2), "{:?}", began.elapsed());
}
