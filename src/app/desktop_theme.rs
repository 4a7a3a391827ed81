//! Whether the desktop is dark. Windows tells it through winit; of Linux desktops only the portal knows
//! (`org.freedesktop.appearance`), which winit 0.30 does not ask.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use eframe::egui;

const DARK: u8 = 1;
const LIGHT: u8 = 2;

/// What the desktop says of its theme, kept up to date.
#[derive(Clone, Default)]
pub struct DesktopTheme(Arc<AtomicU8>);

impl DesktopTheme {
    /// Asks the desktop, and goes on listening beside the window.
    pub fn watch(ctx: &egui::Context) -> Self {
        let theme = Self::default();
        let (told, ctx) = (theme.0.clone(), ctx.clone());
        std::thread::spawn(move || {
            // A desktop that does not say is taken as light.
            portal::listen(|value| {
                told.store(value, Ordering::Relaxed);
                ctx.request_repaint();
            })
        });
        theme
    }

    /// Dark or light; light where nobody says.
    pub fn now(&self, ctx: &egui::Context) -> egui::Theme {
        match self.0.load(Ordering::Relaxed) {
            DARK => egui::Theme::Dark,
            LIGHT => egui::Theme::Light,
            _ => ctx.input(|input| input.raw.system_theme).unwrap_or(egui::Theme::Light),
        }
    }
}

#[cfg(target_os = "linux")]
mod portal {
    use zbus::blocking::{Connection, Proxy};
    use zbus::zvariant::{OwnedValue, Value};

    const NAMESPACE: &str = "org.freedesktop.appearance";
    const KEY: &str = "color-scheme";
    const UNKNOWN: u8 = 0;

    /// Tells the scheme now and after every change: 0 no preference, 1 dark, 2 light, as the portal numbers them.
    pub fn listen(mut tell: impl FnMut(u8)) -> zbus::Result<()> {
        let bus = Connection::session()?;
        let proxy = Proxy::new(
            &bus,
            "org.freedesktop.portal.Desktop",
            "/org/freedesktop/portal/desktop",
            "org.freedesktop.portal.Settings",
        )?;
        let changes = proxy.receive_signal("SettingChanged")?;
        // `Read` is the older call, which every portal has; its answer is wrapped twice.
        let value: OwnedValue = proxy.call("Read", &(NAMESPACE, KEY))?;
        tell(scheme(&value));
        for change in changes {
            let body = change.body();
            let (namespace, key, value): (String, String, Value) = body.deserialize()?;
            if namespace == NAMESPACE && key == KEY {
                tell(scheme(&value));
            }
        }
        Ok(())
    }

    fn scheme(value: &Value) -> u8 {
        match value {
            Value::Value(inner) => scheme(inner),
            Value::U32(number) => u8::try_from(*number).unwrap_or(UNKNOWN),
            _ => UNKNOWN,
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod portal {
    /// The toolkit tells it here.
    pub fn listen(_: impl FnMut(u8)) {}
}
