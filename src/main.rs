//! The program `samstyr`: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    samstyr::cli::run()
}
