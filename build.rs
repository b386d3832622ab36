//! Tells Cargo to embed anew when a file is added to a folder that is embedded.

fn main() {
    // The built interface may be missing; a folder that is there and empty can be watched, one that is not makes every build a whole one.
    let _ = std::fs::create_dir_all("ui/dist"); // where that may not be written, pages go without style
    for folder in ["data", "ontology", "queries", "src/pages/templates", "ui/dist"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
