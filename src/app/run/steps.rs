//! The ten steps of 新手引导. A strip above the screen tells what to do, a frame shows where; the next step comes when it
//! was done.

use eframe::egui::{self, accesskit::Role};

use super::super::Screen;
use super::super::command::Command;
use super::super::dialog::Dialog;
use super::super::finder::{Finder, Target};
use super::super::form::Form;
use super::super::guide::{COUNT, Guide, point_out};
use super::super::theme;
use super::super::workspace::Workspace;
use crate::model::*;

/// A step.
struct Step {
    /// What it is about.
    title: &'static str,
    /// What to do.
    told: &'static str,
    /// Whether the clerk is where it is done.
    here: fn(&Workspace) -> bool,
    /// What is used next.
    next: fn(&Workspace, &Guide) -> Option<Target>,
    /// Whether it is done.
    done: fn(&Workspace) -> bool,
}

/// The steps, in their order.
const STEPS: [Step; COUNT] = [
    Step {
        title: "看待办",
        told: "要办的事按日期列在这里。点选一条，旁边写明为什么要办、依据第几条。",
        here: |it| it.screen == Screen::Due,
        next: |it, _| it.due.first().map(|name| Target { role: Role::Cell, name: name.to_owned() }),
        done: |it| it.screen == Screen::Due && it.due.has_chosen(),
    },
    Step {
        title: "新建申请表",
        told: "点左边的【申请表】，再点【新建】。",
        here: |_| true,
        next: |it, _| Some(Target::button(if it.screen == Screen::Applications { "新建" } else { "申请表" })),
        done: |it| it.form_in_front().is_some_and(|form| form.application().is_none()),
    },
    Step {
        title: "填表",
        told: "勾【用户账号】和【新增】，再填框出来的各格。申请人打一个“秦”，按下键、回车选中秦天天，电话自动带出。",
        here: |it| it.form_in_front().is_some(),
        next: |it, _| first_blank(it.form_in_front()?),
        done: |it| it.form_in_front().is_some_and(|form| first_blank(form).is_none()),
    },
    Step {
        title: "保存",
        told: "点【保存】，得到编号。没填完也可以保存，旁边会写明还缺什么。",
        here: |it| it.form_in_front().is_some(),
        next: |_, _| Some(Target::button("保存")),
        done: |it| it.form_in_front().is_some_and(|form| form.application().is_some() && !form.is_dirty()),
    },
    Step {
        title: "打印",
        told: "点【打印】，看到的就是纸上的样子。练习不用真打：点【取消】，再点【登记为已打印】。",
        here: |it| it.form_in_front().is_some(),
        next: |it, guide| {
            Some(match it.dialog {
                Some(_) => Target::button("取消"),
                None if guide.has_seen_dialog => Target { role: Role::Link, name: "登记为已打印".into() },
                None => Target::button("打印"),
            })
        },
        done: |it| it.state_in_front() == Some(ApplicationState::Printed),
    },
    Step {
        title: "登记签字",
        told: "纸上签好以后，在表旁边核对签字的人（灰色的是预填的，改时打一个字有名单），填上日期，可以写“今天”。再点【登记签字】。",
        here: |it| it.form_in_front().is_some(),
        next: |it, _| {
            let fields = [Field::DepartmentHead, Field::ReviewedOn, Field::Leader, Field::ApprovedOn];
            Some(first_unsigned(it.form_in_front()?, &fields).unwrap_or(Target::button("登记签字")))
        },
        done: |it| it.state_in_front() == Some(ApplicationState::Signed),
    },
    Step {
        title: "办结",
        told: "系统里办好以后，在表旁边填上操作员（如陈小满）、日期和处理描述，新开的账号还要填账号名，再点【办结】。账号台账同时改好。",
        here: |it| it.form_in_front().is_some(),
        next: |it, _| {
            let form = it.form_in_front()?;
            let fields = [Field::Account, Field::Operator, Field::HandledOn, Field::Outcome];
            let needed = if form.values().get(Field::Account).is_empty() { &fields[..] } else { &fields[1..] };
            Some(first_unsigned(form, needed).unwrap_or(Target::button("办结")))
        },
        done: |it| it.state_in_front() == Some(ApplicationState::Done),
    },
    Step {
        title: "查账号",
        told: "点左边的【账号】，在查找框里打拼音的首字母，如 qtt，再点选一行，旁边有它的全部情况。",
        here: |_| true,
        next: |it, _| {
            let there = it.screen == Screen::Register(Kind::Accounts);
            Some(if there { Target::field("查找") } else { Target::button("账号") })
        },
        done: |it| {
            let accounts = &it.registers[Kind::Accounts as usize];
            it.screen == Screen::Register(Kind::Accounts) && accounts.chosen().len() == 1
        },
    },
    Step {
        title: "清理账号",
        told: "郑晓东已经离职。点左边的【清理清单】，再点【处理这张清单】，他在两个系统的账号按清单一次办好。",
        here: |_| true,
        next: |it, _| {
            Some(Target::button(match it.dialog {
                Some(_) => "处理",
                None if it.screen == Screen::Cleanups => "处理这张清单",
                None => "清理清单",
            }))
        },
        done: |it| it.office.register().cleanups.values().any(|list| list.handled_on.is_some()),
    },
    Step {
        title: "查找命令",
        told: "点【查找命令】，或按 Ctrl+K：打命令的名称或拼音，按回车就办。做错了，按 Ctrl+Z 撤销。",
        here: |_| true,
        next: |it, _| it.dialog.is_none().then(|| Target::button("查找命令")),
        done: |it| matches!(it.dialog, Some(Dialog::Palette(_))),
    },
];

/// What a new form needs, in its order: the first that is missing.
fn first_blank(form: &Form) -> Option<Target> {
    let values = form.values();
    let boxes = [(Field::Kind, "用户账号"), (Field::Action, "新增")];
    let missing = boxes.into_iter().find(|(field, _)| values.get(*field).is_empty());
    if let Some((_, option)) = missing {
        return Some(Target { role: Role::CheckBox, name: option.into() });
    }
    let fields = [Field::Applicant, Field::DepartmentAndPost, Field::Contact, Field::System, Field::Description];
    fields.into_iter().find(|field| values.get(*field).trim().is_empty()).map(|field| Target::field(field.label()))
}

/// What is recorded of the signed paper: the first that is missing.
fn first_unsigned(form: &Form, fields: &[Field]) -> Option<Target> {
    let blank = |field: &&Field| form.signatures.values.get(**field).trim().is_empty();
    fields.iter().find(blank).map(|field| Target::field(field.label()))
}

impl Workspace {
    /// The strip above the screen.
    pub(in crate::app) fn guide_ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        let Some(mut guide) = self.guide.take() else { return };
        let step = STEPS.get(guide.at);
        let frame = egui::Frame::new().fill(theme::NOTICE.now()).inner_margin(egui::Margin::symmetric(16, 8));
        egui::Panel::top("guide").frame(frame.stroke(egui::Stroke::new(1.0, theme::EDGE))).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            ui.horizontal(|ui| {
                match step {
                    Some(step) => {
                        ui.label(theme::head(format!("第{}步　{}", guide.at + 1, step.title)));
                        ui.label(theme::weak(format!("共{}步，示例数据，不动本单位的数据", STEPS.len())));
                    }
                    None => drop(ui.label(theme::head("十步走完了"))),
                }
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let leave = if step.is_some() { "离开引导" } else { "回到本单位的数据" };
                    let left = if step.is_some() { ui.button(leave) } else { ui.add(theme::main_button(leave)) };
                    if left.clicked() {
                        commands.push(Command::EndGuide);
                    }
                    if step.is_some() && ui.button("下一步").clicked() {
                        commands.push(Command::GuideTo(guide.at + 1));
                    }
                    if guide.at > 0 && ui.button("上一步").clicked() {
                        commands.push(Command::GuideTo(guide.at - 1));
                    }
                    if step.is_some_and(|step| !(step.here)(self)) && ui.button("回到这一步").clicked() {
                        commands.push(Command::GuideTo(guide.at));
                    }
                });
            });
            let told = step.map_or("以后想再看，点“关于”里的“开始引导”。", |step| step.told);
            ui.add(egui::Label::new(told.replace('【', "“").replace('】', "”")).wrap());
        });
        let Some(step) = step else {
            Finder::find(ui.ctx(), None);
            self.guide = Some(guide);
            return;
        };
        guide.has_seen_dialog |= self.dialog.is_some();
        let target =
            if (step.here)(self) { (step.next)(self, &guide) } else { Some(Target::button("回到这一步")) };
        guide.framed = Finder::find(ui.ctx(), target.as_ref());
        if let Some(rect) = guide.framed {
            point_out(ui.ctx(), rect);
        }
        let done = (step.done)(self);
        if done && guide.is_open {
            commands.push(Command::GuideTo(guide.at + 1));
        }
        guide.is_open |= !done;
        self.guide = Some(guide);
    }
}
