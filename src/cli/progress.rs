//! A progress bar on a terminal, for work that takes over half a second.

use std::io::IsTerminal as _;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work shorter than this has no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// The bar, or nothing when standard error is no terminal.
#[derive(Debug)]
pub struct Bar {
    start: Instant,
    shown: Option<ProgressBar>,
    stage: Mutex<&'static str>,
}

impl Bar {
    /// A bar that shows itself when it is worth it; never with `quiet`.
    pub fn new(quiet: bool) -> Self {
        let wanted = !quiet && std::io::stderr().is_terminal();
        Self {
            start: Instant::now(),
            shown: wanted.then(|| {
                let bar =
                    ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
                let style =
                    ProgressStyle::with_template("{msg:>8} [{bar:30}] {human_pos}/{human_len}");
                bar.set_style(style.expect("the template is fixed").progress_chars("━╸ "));
                bar
            }),
            stage: Mutex::new(""),
        }
    }

    /// Says how much of a stage is done.
    pub fn show(&self, stage: &'static str, done: usize, total: usize) {
        let Some(bar) = &self.shown else { return };
        if self.start.elapsed() < PATIENCE {
            return;
        }
        let Ok(mut shown) = self.stage.try_lock() else {
            return;
        };
        if *shown != stage {
            *shown = stage;
            bar.set_message(stage);
        }
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        if let Some(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}
