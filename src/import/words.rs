//! The words that offices use for the choices of the registers: 正常 is 在用, 在职 is 在岗.

use crate::model::{Kind, TableKind};

/// The register's own word for what a table says under an attribute; nothing where it has none for it. Only words that
/// leave no doubt: a 管理员 may be either of two.
pub fn usual_word(table: TableKind, label: &str, told: &str) -> Option<&'static str> {
    let TableKind::Register(kind) = table else { return None };
    Some(match (kind, label, told) {
        (Kind::People, "状态", "在职" | "正常" | "在编") => "在岗",
        (Kind::People, "状态", "调出" | "已调离" | "已调出") => "调离",
        (Kind::People, "状态", "已离职" | "辞职" | "已辞职" | "退休" | "已退休") => "离职",
        (Kind::Accounts, "状态", "正常" | "启用" | "已启用" | "使用中" | "正在使用" | "有效" | "使用") => {
            "在用"
        }
        (Kind::Accounts, "状态", "停用" | "已停用" | "冻结" | "已冻结" | "禁用" | "锁定" | "已锁定") => {
            "已禁用"
        }
        (Kind::Accounts, "状态", "注销" | "已注销" | "删除") => "已删除",
        (Kind::Accounts, "账号层面", "应用" | "应用系统") => "应用层",
        (Kind::Accounts, "账号层面", "系统" | "操作系统") => "系统层",
        // 附件2 has 用户账号 and 管理账号; which administrator the second is, it does not say.
        (
            Kind::Accounts,
            "角色",
            "普通" | "用户" | "一般用户" | "普通账号" | "用户账号" | "用户账户" | "用户帐号" | "用户帐户",
        ) => "普通用户",
        (Kind::Accounts, "角色", "管理账户" | "管理帐号" | "管理帐户") => "管理账号",
        (Kind::Accounts, "角色", "超管" | "超级用户") => "超级管理员",
        (Kind::Accounts, "性质", "正式账号" | "长期") => "正式",
        (Kind::Accounts, "性质", "临时账号") => "临时",
        (Kind::Accounts, "性质", "测试账号") => "测试",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::Entry;

    #[test]
    fn common_words_lead_to_a_choice_of_their_register_and_doubtful_ones_to_none() {
        let accounts = TableKind::Register(Kind::Accounts);
        for (label, told, word) in [
            ("状态", "正常", "在用"),
            ("状态", "冻结", "已禁用"),
            ("状态", "已注销", "已删除"),
            ("角色", "超管", "超级管理员"),
            ("角色", "用户账号", "普通用户"),
            ("性质", "临时账号", "临时"),
        ] {
            assert_eq!(usual_word(accounts, label, told), Some(word));
            let attribute = accounts.attributes().iter().find(|it| it.label == label).unwrap();
            let Entry::Choice(options) = attribute.entry else { panic!("{label}") };
            assert!(options.contains(&word));
        }
        assert_eq!(usual_word(TableKind::Register(Kind::People), "状态", "在职"), Some("在岗"));
        for (label, told) in [("角色", "管理员"), ("状态", "异常"), ("备注", "正常")] {
            assert_eq!(usual_word(accounts, label, told), None, "{label} {told}");
        }
    }
}
