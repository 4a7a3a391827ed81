//! The closed lists of the regulation and its forms, each named on paper and in the file by its Chinese term.

/// A closed list whose members are named by one Chinese term.
pub trait Choice: Copy + Eq + 'static {
    /// What the list itself is called.
    const NAME: &'static str;
    /// Every member, in the order of the paper.
    const ALL: &'static [Self];
    /// Their terms, in the same order.
    const LABELS: &'static [&'static str];
    /// The term on paper, on the screen, in the file and in JSON.
    fn label(self) -> &'static str;
    /// The member with this term.
    fn from_label(label: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|member| member.label() == label)
    }
}

/// A list with its terms: the derived traits, and each member and term once.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident ($term:literal) { $($(#[$member_doc:meta])* $member:ident = $label:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$member_doc])* #[serde(rename = $label)] $member),* }

        impl $crate::model::choice::Choice for $name {
            const NAME: &'static str = $term;
            const ALL: &'static [Self] = &[$(Self::$member),*];
            const LABELS: &'static [&'static str] = &[$($label),*];
            fn label(self) -> &'static str {
                match self { $(Self::$member => $label),* }
            }
        }
    };
}

pub(super) use choice;

choice! {
    /// 账号申请类型 (附件2), and 账号类型 (附件3).
    AccountKind("账号申请类型") {
        /// Used for daily business.
        User = "用户账号",
        /// Every role but 普通用户 (第十六条).
        Admin = "管理账号",
    }
}

choice! {
    /// What an application asks for (附件2; 第十条).
    Action("申请事项") {
        /// 创建.
        Create = "新增",
        /// 修改.
        Modify = "变更",
        /// 禁用 or 删除, as [`Disposal`] says.
        Close = "注销",
        /// Only from 已禁用.
        Enable = "启用",
    }
}

impl Action {
    /// Whether it opens an account or changes what it may do, so that category and permissions are asked for (第十一条).
    pub fn asks_for_rights(self) -> bool {
        matches!(self, Action::Create | Action::Modify)
    }
}

choice! {
    /// How a 注销 closes the account (第十条, 第二十二条).
    Disposal("注销方式") {
        /// Can be taken back by 启用.
        Disable = "禁用",
        /// For good.
        Delete = "删除",
    }
}

choice! {
    /// 处理方式 of a row of 附件3.
    Treatment("处理方式") {
        /// Disable it.
        Disable = "禁用",
        /// Delete it.
        Delete = "删除",
        /// Leave it as it is.
        Keep = "保留",
        /// Change its rights.
        Modify = "变更",
        /// Give it to another holder.
        Transfer = "移交",
    }
}

impl From<Disposal> for Treatment {
    fn from(disposal: Disposal) -> Self {
        match disposal {
            Disposal::Disable => Self::Disable,
            Disposal::Delete => Self::Delete,
        }
    }
}

choice! {
    /// The stage of an application on its way from the screen to the filed paper.
    ApplicationState("状态") {
        /// Saved, not printed.
        Draft = "草稿",
        /// Printed; printed is not signed.
        Printed = "已打印待签",
        /// Three wet signatures are on the paper.
        Signed = "已签字",
        /// The operator has done it.
        Done = "已办结",
        /// Void, with a reason; its number is never given again.
        Void = "作废",
    }
}

impl ApplicationState {
    /// Whether the form is on its way: neither done nor void.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Done | Self::Void)
    }

    /// Whether what stands on the form may still be changed: nobody has signed it.
    pub fn may_be_changed(self) -> bool {
        matches!(self, Self::Draft | Self::Printed)
    }
}

choice! {
    /// Layer of an account (第三条).
    Layer("账号层面") {
        /// Application.
        Application = "应用层",
        /// Operating system, database, network.
        System = "系统层",
    }
}

choice! {
    /// Role of an account (第八条).
    Role("角色") {
        /// 第八条第1项.
        SuperAdmin = "超级管理员",
        /// 第八条第2项.
        SystemAdmin = "系统管理员",
        /// 第八条第3项.
        User = "普通用户",
    }
}

impl Role {
    /// 用户账号 or 管理账号: derived, never stored.
    pub fn kind(self) -> AccountKind {
        if self == Role::User { AccountKind::User } else { AccountKind::Admin }
    }
}

choice! {
    /// What an account is for (第十八条, 第二十一条).
    Nature("账号性质") {
        /// For good.
        Regular = "正式",
        /// Has an end.
        Temporary = "临时",
        /// Goes at acceptance.
        Test = "测试",
    }
}

choice! {
    /// Whether an account lives.
    AccountStatus("账号状态") {
        /// Live.
        Active = "在用",
        /// Can be taken back.
        Disabled = "已禁用",
        /// Gone.
        Deleted = "已删除",
    }
}

choice! {
    /// Whether a person works here.
    PersonStatus("人员状态") {
        /// Works here.
        Serving = "在岗",
        /// Moved to another office.
        Moved = "调离",
        /// Left (第十四条).
        Left = "离职",
    }
}

choice! {
    /// What is filed with 网络技术中心 (备案).
    FilingKind("备案内容") {
        /// 附件1, signed (第五条).
        Matrix = "账号权限对照表",
        /// The accounts in systems that are not 自建, every quarter (第十九条).
        Outside = "非自建系统账号",
    }
}

choice! {
    /// How far a department's 附件1 has come (第五条). Derived, never stored.
    MatrixStage("对照表阶段") {
        /// It has no row.
        Blank = "未填写",
        /// Not printed, or changed since.
        Draft = "草稿",
        /// Printed; printed is not signed.
        Printed = "已打印",
        /// 分管领导 has signed it.
        Signed = "已签字",
        /// Filed with 网络技术中心, as it stands.
        Filed = "已备案",
    }
}

choice! {
    /// What an office may set (第二十七条). The first three are floors of the regulation, all others its own.
    SettingKey("设置项") {
        /// The longest that a password may stay, in days (第二十五条).
        PasswordDays = "口令更新周期",
        /// The shortest password of a 用户账号, in characters (第二十四条).
        UserPasswordLength = "用户口令最小长度",
        /// The shortest password of a 管理账号, in characters (第二十四条).
        AdminPasswordLength = "管理员口令最小长度",
        /// How many days before a password is due it is told.
        PasswordNotice = "口令到期提前提醒",
        /// The longest from one 巡检 of a system to the next, in days (第八条: 定期).
        InspectionDays = "巡检间隔",
        /// The longest from one 抽查 to the next, in days (第九条: 定期).
        SampleDays = "抽查间隔",
        /// How many days before a temporary account ends it is told (第十八条).
        TemporaryNotice = "临时账号到期提前提醒",
        /// For how many days after 入职日 a person without an account is told of (第十三条).
        JoinerDays = "新入职提醒期",
        /// Where backups go besides: 0 nowhere, 1 to the folder in the source, 2 there and locked.
        SecondPlace = "第二备份位置",
        /// Who works under which login name (经手): how many are told in the source.
        Clerks = "经手姓名",
    }
}

choice! {
    /// What a 巡检 says of an account (第八条第2项).
    Judgement("巡检结论") {
        /// It stays as it is.
        Keep = "保留",
        /// Its rights change.
        Modify = "变更",
        /// It is disabled.
        Disable = "禁用",
        /// It is deleted.
        Delete = "删除",
        /// To be asked about.
        Doubtful = "存疑",
    }
}

choice! {
    /// What a 抽查 says of an account (第九条).
    SampleResult("抽查结果") {
        /// Nothing is wrong.
        Fine = "正常",
        /// It has rights that it should not have.
        DoubtfulGrant = "可疑授权",
        /// It is used as it should not be.
        DoubtfulUse = "可疑使用",
        /// What was wrong is put right.
        Corrected = "已修正",
    }
}

choice! {
    /// To whom a 书面通知 goes (第十四条).
    NoticeRoute("通知对象") {
        /// For all systems but those below.
        NetworkCenter = "网络技术中心",
        /// For 非自建 systems in 专网; with a copy to 网络技术中心.
        PrivateNetwork = "专网系统管理部门",
    }
}

choice! {
    /// What a scan is, by its content (第五条, 第十八条).
    ScanKind("扫描件格式") {
        /// Pages.
        Pdf = "PDF",
        /// A picture.
        Jpeg = "JPEG",
        /// A picture.
        Png = "PNG",
        /// Pictures, several in one file.
        Tiff = "TIFF",
    }
}

impl ScanKind {
    /// The ending of a file of this kind.
    pub fn ending(self) -> &'static str {
        match self {
            ScanKind::Pdf => "pdf",
            ScanKind::Jpeg => "jpg",
            ScanKind::Png => "png",
            ScanKind::Tiff => "tif",
        }
    }
}
