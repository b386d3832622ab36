//! Tells Cargo to embed anew when a file is added to a folder that is embedded.

fn main() {
    for folder in ["data", "ontology", "queries"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
