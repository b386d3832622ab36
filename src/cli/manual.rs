//! `samstyr completions` and `samstyr man`: what shells and manual readers need, from the same definition as `--help`.

use super::{Cli, Outcome};
use crate::error::{Error, Result};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::io::{Write, stdout};

/// Print completions for a shell
#[derive(Args)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self) -> Result<Outcome> {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "samstyr", &mut text);
        stdout().lock().write_all(&text).map_err(Error::Output)?;
        Ok(Outcome::Yes)
    }
}

/// Print the manual page of the program or of a command
#[derive(Args)]
pub(super) struct Man {
    /// The command, such as `ask` [default: the program]
    command: Option<String>,
}

impl Man {
    pub(super) fn run(self) -> Result<Outcome> {
        let mut program = Cli::command();
        program.build();
        let command = match &self.command {
            None => program,
            Some(name) => program.find_subcommand(name).cloned().ok_or_else(|| Error::RequestInvalid {
                problem: format!("there is no command `{name}`"),
                hint: "`samstyr --help` lists the commands",
            })?,
        };
        clap_mangen::Man::new(command).render(&mut stdout().lock()).map_err(Error::Output)?;
        Ok(Outcome::Yes)
    }
}
