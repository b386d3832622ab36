//! Asks the services around data.norge.no: no oftener than they want, again when that may help, and never more than they may cost.

use super::endpoints::{Endpoints, Service};
use crate::error::{Error, Result};
use crate::net::{self, Answered, Asked, Clock, End, Limits, Pace, Policy, Rate};
use backon::{BackoffBuilder, BlockingRetryable, ExponentialBuilder};
use std::cell::Cell;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// How often something is asked again.
const AGAIN: usize = 4;
/// The first pause; each that follows is twice as long.
const PAUSE: Duration = Duration::from_secs(1);
/// The longest pause, also of those that a server asks for.
const LONGEST: Duration = Duration::from_secs(120);

/// A client.
pub struct Client {
    endpoints: Endpoints,
    policy: Policy,
    limits: Limits,
    clock: Arc<dyn Clock>,
    pace: Pace,
}

/// What came of a request and its repetitions.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The answer, if it is no error: also one that broke off.
    pub answer: Option<Answered>,
    /// Why there is no answer, or why it is not whole.
    pub failure: Option<String>,
    /// How many requests were made.
    pub requests: u32,
    /// What went wrong and was overcome.
    pub overcome: Vec<String>,
}

impl Outcome {
    /// An answer, and nothing wrong with it.
    pub fn is_whole(&self) -> bool {
        self.answer.is_some() && self.failure.is_none()
    }
}

/// Why a request did not do.
struct Trouble {
    problem: String,
    /// What the server asks to wait.
    wait: Option<Duration>,
    /// Whether it may help to ask again.
    again: bool,
    /// What there is of an answer.
    part: Option<Box<Answered>>,
}

impl Client {
    /// A client that nobody has seen yet.
    pub fn new(endpoints: Endpoints, policy: Policy, limits: Limits, clock: Arc<dyn Clock>) -> Self {
        Self { endpoints, policy, limits, pace: Pace::new(clock.clone()), clock }
    }

    /// Where the services are.
    pub fn endpoints(&self) -> &Endpoints {
        &self.endpoints
    }

    /// Asks a service; the body goes to the file. What breaks off is kept as far as it came, if it was not overcome.
    pub fn ask(&self, service: Service, asked: &Asked, spool: &Path) -> Result<Outcome> {
        self.ask_paced(service.name(), service.rate(), asked, spool)
    }

    /// Asks anybody, as often as the rate allows.
    pub fn ask_paced(&self, whom: &str, rate: Rate, asked: &Asked, spool: &Path) -> Result<Outcome> {
        let mut outcome = Outcome::default();
        let (mut requests, mut best) = (0, None::<(u64, Answered)>);
        // What the server asks to wait, from the attempt to the pause.
        let asked_to_wait = Rc::new(Cell::new(Duration::ZERO));
        let (clock, at_least) = (self.clock.clone(), asked_to_wait.clone());
        let backoff = ExponentialBuilder::default().with_min_delay(PAUSE).with_factor(2.0).with_max_delay(LONGEST).with_max_times(AGAIN);
        let mut local = None;
        let attempt = || -> std::result::Result<Answered, Trouble> {
            self.pace.wait(whom, rate);
            requests += 1;
            let fresh = spool.with_extension("fresh");
            let tried = self.attempt(asked, &fresh).unwrap_or_else(|error| {
                local = Some(error);
                Err(Trouble { problem: String::new(), wait: None, again: false, part: None })
            });
            let came = match &tried {
                Ok(answer) => Some((u64::MAX, answer)),
                Err(trouble) => trouble.part.as_deref().map(|part| (fs::metadata(&fresh).map_or(0, |file| file.len()), part)),
            };
            if let Some((bytes, answer)) = came
                && best.as_ref().is_none_or(|(most, _)| bytes >= *most)
                && local.is_none()
            {
                match fs::rename(&fresh, spool) {
                    Ok(()) => best = Some((bytes, answer.clone())),
                    Err(source) => local = Some(Error::Write { path: spool.to_owned(), source }),
                }
            }
            tried
        };
        let done = attempt
            .retry(backoff.build())
            .sleep(move |pause: Duration| clock.sleep(pause.max(at_least.take())))
            .when(|trouble: &Trouble| trouble.again)
            .notify(|trouble, pause| {
                let wait = trouble.wait.unwrap_or_default();
                asked_to_wait.set(wait);
                outcome.overcome.push(format!("{}; waited {} s", trouble.problem, pause.max(wait).as_secs_f64()));
            })
            .call();
        if let Some(error) = local {
            return Err(error);
        }
        outcome.requests = requests;
        outcome.failure = done.err().map(|trouble| trouble.problem);
        outcome.answer = best.map(|(_, answer)| answer);
        let _ = fs::remove_file(spool.with_extension("fresh")); // there is none unless an attempt broke off
        Ok(outcome)
    }

    /// One request. An error is one of this machine's files; trouble is everybody else's.
    fn attempt(&self, asked: &Asked, spool: &Path) -> Result<std::result::Result<Answered, Trouble>> {
        let unwritable = |source| Error::Write { path: spool.to_owned(), source };
        let mut file = BufWriter::new(File::create(spool).map_err(unwritable)?);
        let answered = net::exchange(asked, &self.policy, self.limits, &mut file);
        file.into_inner().map_err(|error| unwritable(error.into_error()))?;
        Ok(match answered {
            Ok(answer) => self.judge(answer),
            Err(error) => {
                // What the policy refuses it refuses every time.
                let again = !matches!(error, Error::EgressRefused { .. });
                let cause = std::error::Error::source(&error).map_or(String::new(), |cause| format!(": {}", innermost(cause)));
                Err(Trouble { problem: format!("{error}{cause}"), wait: None, again, part: None })
            }
        })
    }

    fn judge(&self, answer: Answered) -> std::result::Result<Answered, Trouble> {
        let status = answer.status;
        if !(200..300).contains(&status) && status != 304 {
            let wait = answer.retry_after;
            // A server that wants to be left alone for longer is: what is missing is asked for another day.
            let patient = wait.is_none_or(|wait| wait <= LONGEST);
            let asks = wait.map_or(String::new(), |wait| format!(", and to ask again in {} s", wait.as_secs()));
            return Err(Trouble {
                problem: format!("the answer is {status}{asks}"),
                wait,
                again: matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504) && patient,
                part: None,
            });
        }
        let (problem, again) = match &answer.end {
            End::Whole => return Ok(answer),
            End::TooLarge => (format!("the answer is larger than {} MiB", self.limits.bytes / (1024 * 1024)), false),
            End::TooLate => (format!("the answer took longer than {} s", self.limits.time.as_secs_f64()), true),
            End::BrokenOff(why) => (format!("the answer broke off: {why}"), true),
        };
        Err(Trouble { problem, wait: None, again, part: Some(Box::new(answer)) })
    }
}

fn innermost(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}
