//! The tests that stand outside the code, each module at the layer it speaks of. One program: it links once.

mod cli;
mod document;
mod kill;
mod layout;
mod office;
mod pdf;
mod rules;
mod screen;
mod store;
mod structure;
mod support;
mod window;
mod xlsx;
