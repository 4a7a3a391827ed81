//! The window where there is no graphics card, or no OpenGL: egui's meshes are painted by the processor and shown through
//! softbuffer, on X11, Wayland and Windows alike.

mod blend;
mod paint;
mod texture;

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::UserEvent;
use eframe::egui::{self, ViewportBuilder, ViewportCommand, ViewportEvent, ViewportId, ViewportInfo};
use egui_winit::{ActionRequested, accesskit_winit};
use winit::application::ApplicationHandler;
use winit::event::WindowEvent;
use winit::event_loop::{ActiveEventLoop, ControlFlow, EventLoop, EventLoopProxy};
use winit::platform::run_on_demand::EventLoopExtRunOnDemand;
use winit::window::{Window, WindowId};

use self::texture::Textures;
use super::{App, extent, theme};

/// How often a window that nobody sees is asked.
const HIDDEN: Duration = Duration::from_millis(100);
/// The largest picture that egui may put together, in pixels a side: as on a middling graphics card.
const LARGEST_TEXTURE: usize = 8192;

type Failure = Box<dyn std::error::Error>;

/// Why there is no window, or none any more.
pub enum Ended {
    /// There was none to be seen.
    Unopened(String),
    /// It was being worked in.
    Cut(String),
}

/// Shows the window that `make` makes until it is closed; says why, where there can be none.
pub fn run(
    event_loop: &mut EventLoop<UserEvent>,
    builder: ViewportBuilder,
    make: impl FnOnce(&egui::Context) -> App,
) -> Result<(), Ended> {
    let proxy = event_loop.create_proxy();
    let mut desk = Desk { proxy, builder, make: Some(make), shown: None, repaint_at: None, outcome: Ok(()) };
    event_loop.run_app_on_demand(&mut desk).map_err(|error| Ended::Unopened(error.to_string()))?;
    desk.outcome
}

/// What the system's events go to.
struct Desk<M> {
    proxy: EventLoopProxy<UserEvent>,
    builder: ViewportBuilder,
    make: Option<M>,
    shown: Option<Shown>,
    repaint_at: Option<Instant>,
    outcome: Result<(), Ended>,
}

/// The window no larger than the screen that it opens on; of several that may be the largest.
fn fitted(event_loop: &ActiveEventLoop, builder: ViewportBuilder) -> ViewportBuilder {
    let points = event_loop.available_monitors().map(|monitor| {
        let size = monitor.size().to_logical::<f32>(monitor.scale_factor());
        egui::vec2(size.width, size.height)
    });
    match points.filter(|size| size.min_elem() > 0.0).reduce(egui::Vec2::max) {
        Some(screen) => extent::on_screen(builder, screen),
        None => builder,
    }
}

/// The taskbar of Windows shows a window's large icon, and egui sets the small one alone.
#[cfg(windows)]
fn set_taskbar_icon(window: &Window, icon: Option<&egui::IconData>) {
    use winit::platform::windows::WindowExtWindows;
    let pixels = |icon: &egui::IconData| winit::window::Icon::from_rgba(icon.rgba.clone(), icon.width, icon.height);
    window.set_taskbar_icon(icon.and_then(|icon| pixels(icon).ok()));
}

/// A window that stands.
struct Shown {
    app: App,
    ctx: egui::Context,
    window: Arc<Window>,
    surface: softbuffer::Surface<Arc<Window>, Arc<Window>>,
    input: egui_winit::State,
    info: ViewportInfo,
    actions: Vec<ActionRequested>,
    textures: Textures,
    /// How long the last frame took, in seconds.
    last_frame: Option<f32>,
}

impl Shown {
    fn new(
        event_loop: &ActiveEventLoop,
        proxy: &EventLoopProxy<UserEvent>,
        builder: ViewportBuilder,
        make: impl FnOnce(&egui::Context) -> App,
    ) -> Result<Self, Failure> {
        let ctx = egui::Context::default();
        // As eframe has it: a frame that finds its sizes wrong is laid out once more.
        ctx.options_mut(|options| options.max_passes = std::num::NonZero::<usize>::MIN.saturating_add(1));
        // A reader of the screen wants to know the window before it is seen.
        let builder = fitted(event_loop, builder).with_visible(false);
        let window = egui_winit::create_window(&ctx, event_loop, &builder)?;
        #[cfg(windows)]
        set_taskbar_icon(&window, builder.icon.as_deref());
        let window = Arc::new(window);
        let context = softbuffer::Context::new(window.clone())?;
        let surface = softbuffer::Surface::new(&context, window.clone())?;
        let scale = window.scale_factor() as f32;
        let theme = event_loop.system_theme();
        let largest = Some(LARGEST_TEXTURE);
        let mut input = egui_winit::State::new(ctx.clone(), ViewportId::ROOT, event_loop, Some(scale), theme, largest);
        input.init_accesskit(event_loop, &window, proxy.clone());
        let repaint = proxy.clone();
        ctx.set_request_repaint_callback(move |asked| {
            let event = UserEvent::RequestRepaint {
                viewport_id: asked.viewport_id,
                when: Instant::now() + asked.delay,
                cumulative_pass_nr: asked.current_cumulative_pass_nr,
            };
            // A loop that has ended has nothing to repaint.
            repaint.send_event(event).ok();
        });
        let mut info = ViewportInfo::default();
        egui_winit::update_viewport_info(&mut info, &ctx, &window, true);
        let app = make(&ctx);
        let textures = Textures::default();
        Ok(Self { app, ctx, window, surface, input, info, actions: Vec::new(), textures, last_frame: None })
    }

    /// One frame; tells whether the window is to close.
    fn frame(&mut self, event_loop: &ActiveEventLoop) -> Result<bool, Failure> {
        let begun = Instant::now();
        egui_winit::update_viewport_info(&mut self.info, &self.ctx, &self.window, false);
        let mut input = self.input.take_egui_input(&self.window);
        input.viewports = std::iter::once((ViewportId::ROOT, self.info.take())).collect();
        let asked_to_close = input.viewport().close_requested();
        let mut output = self.ctx.run_ui(input, |ui| {
            self.app.tell_timing(ui.ctx(), self.last_frame);
            self.app.frame(ui);
        });
        self.input.handle_platform_output_with_event_loop(&self.window, event_loop, output.platform_output);
        self.textures.set(&mut output.textures_delta);
        if self.info.visible() != Some(false) {
            let primitives = self.ctx.tessellate(output.shapes, output.pixels_per_point);
            self.show(output.pixels_per_point, &primitives)?;
        }
        self.textures.free(&mut output.textures_delta);
        let commands = output.viewport_output.remove(&ViewportId::ROOT).map(|output| output.commands);
        let commands = commands.unwrap_or_default();
        let stays = commands.contains(&ViewportCommand::CancelClose);
        let (info, actions) = (&mut self.info, &mut self.actions);
        egui_winit::process_viewport_commands(&self.ctx, info, commands, &self.window, actions);
        self.carry_out_actions();
        self.last_frame = Some(begun.elapsed().as_secs_f32());
        Ok(asked_to_close && !stays)
    }

    fn show(&mut self, scale: f32, primitives: &[egui::ClippedPrimitive]) -> Result<(), softbuffer::SoftBufferError> {
        let size = self.window.inner_size();
        let (Some(width), Some(height)) = (NonZeroU32::new(size.width), NonZeroU32::new(size.height)) else {
            return Ok(());
        };
        self.surface.resize(width, height)?;
        let mut buffer = self.surface.buffer_mut()?;
        buffer.fill(blend::pixel(theme::DESK.now()));
        paint::paint(&mut buffer, size.width as usize, scale, primitives, &self.textures);
        // Nothing is to be seen of a window that is empty.
        self.window.set_visible(true);
        self.window.pre_present_notify();
        buffer.present()
    }

    /// What a menu asks of the clipboard.
    fn carry_out_actions(&mut self) {
        for action in std::mem::take(&mut self.actions) {
            let event = match action {
                ActionRequested::Cut => Some(egui::Event::Cut),
                ActionRequested::Copy => Some(egui::Event::Copy),
                ActionRequested::Paste => {
                    let text = self.input.clipboard_text().map(|text| text.replace("\r\n", "\n"));
                    text.filter(|text| !text.is_empty()).map(egui::Event::Paste)
                }
                // The program asks for neither.
                ActionRequested::Screenshot(_) | ActionRequested::PaintWhileHidden => None,
            };
            if let Some(event) = event {
                self.input.egui_input_mut().events.push(event);
                self.ctx.request_repaint();
            }
        }
    }
}

impl<M: FnOnce(&egui::Context) -> App> Desk<M> {
    fn frame(&mut self, event_loop: &ActiveEventLoop) {
        let Some(shown) = &mut self.shown else { return };
        let ended = if shown.last_frame.is_some() { Ended::Cut } else { Ended::Unopened };
        match shown.frame(event_loop) {
            Ok(false) => {}
            Ok(true) => self.end(event_loop, Ok(())),
            Err(error) => self.end(event_loop, Err(ended(error.to_string()))),
        }
    }

    /// Closes the window while the loop still runs, as the systems want it.
    fn end(&mut self, event_loop: &ActiveEventLoop, outcome: Result<(), Ended>) {
        if let Some(mut shown) = self.shown.take() {
            shown.app.close();
        }
        self.outcome = outcome;
        event_loop.exit();
    }

    fn repaint(&mut self, at: Instant) {
        self.repaint_at = Some(self.repaint_at.map_or(at, |earlier| earlier.min(at)));
    }
}

impl<M: FnOnce(&egui::Context) -> App> ApplicationHandler<UserEvent> for Desk<M> {
    fn resumed(&mut self, event_loop: &ActiveEventLoop) {
        let Some(make) = self.make.take() else { return };
        match Shown::new(event_loop, &self.proxy, self.builder.clone(), make) {
            Ok(shown) => {
                self.shown = Some(shown);
                self.frame(event_loop);
            }
            Err(error) => self.end(event_loop, Err(Ended::Unopened(error.to_string()))),
        }
    }

    fn window_event(&mut self, event_loop: &ActiveEventLoop, _window: WindowId, event: WindowEvent) {
        let Some(shown) = &mut self.shown else { return };
        let response = shown.input.on_window_event(&shown.window, &event);
        match event {
            WindowEvent::RedrawRequested => return self.frame(event_loop),
            WindowEvent::CloseRequested => shown.info.events.push(ViewportEvent::Close),
            WindowEvent::Occluded(occluded) => shown.info.occluded = Some(occluded),
            // Windows shows nothing new until it returns from here.
            WindowEvent::Resized(_) if cfg!(windows) => return self.frame(event_loop),
            _ if !response.repaint => return,
            _ => {}
        }
        self.repaint(Instant::now());
    }

    fn user_event(&mut self, _event_loop: &ActiveEventLoop, event: UserEvent) {
        let Some(shown) = &mut self.shown else { return };
        match event {
            UserEvent::RequestRepaint { viewport_id, when, cumulative_pass_nr } => {
                let pass = shown.ctx.cumulative_pass_nr_for(viewport_id);
                // What was asked for long ago has been painted since.
                if pass <= cumulative_pass_nr.saturating_add(1) {
                    self.repaint(when);
                }
            }
            UserEvent::AccessKitActionRequest(event) => {
                match event.window_event {
                    accesskit_winit::WindowEvent::InitialTreeRequested => shown.ctx.enable_accesskit(),
                    accesskit_winit::WindowEvent::ActionRequested(asked) => {
                        shown.input.on_accesskit_action_request(asked);
                    }
                    accesskit_winit::WindowEvent::AccessibilityDeactivated => shown.ctx.disable_accesskit(),
                }
                self.repaint(Instant::now());
            }
        }
    }

    fn about_to_wait(&mut self, event_loop: &ActiveEventLoop) {
        let now = Instant::now();
        if self.repaint_at.is_some_and(|at| at <= now)
            && let Some(shown) = &self.shown
        {
            self.repaint_at = None;
            if shown.window.is_minimized() == Some(true) {
                // It is not asked to redraw, yet it may have to close.
                self.frame(event_loop);
                if self.repaint_at.is_some() {
                    self.repaint_at = Some(now + HIDDEN);
                }
            } else {
                shown.window.request_redraw();
            }
        }
        event_loop.set_control_flow(self.repaint_at.map_or(ControlFlow::Wait, ControlFlow::WaitUntil));
    }
}
