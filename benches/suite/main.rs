//! What `cargo bench` measures: the stages one by one, and whole builds.

mod builds;
#[path = "../../examples/corpus/made/mod.rs"]
mod made;
mod sample;
mod stages;

fn main() {
    divan::main();
}
