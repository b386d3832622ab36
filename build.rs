//! Tells Cargo to embed anew when a file is added to a folder that is embedded.

use std::path::Path;

fn main() {
    // A folder that is not there yet would make Cargo run this every time: what it comes from is watched instead.
    let pages = if Path::new("ui/dist").exists() { "ui/dist" } else { "ui" };
    for folder in ["data", "ontology", "queries", pages] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
