//! Days, months and lengths of time as they are written in running text, in the language of a page.

use super::text::{Link, Text, Value};
use super::words;
use crate::questions::Language;
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, Term};
use oxsdatatypes::{Date, Duration, GYearMonth};

/// A term as running text: «20. november 2019», «august 2019», «3 måneder»; any other term as it is.
pub(super) fn spoken(term: &Term, language: Language) -> String {
    let value = if let Term::Literal(literal) = term { value(literal, language) } else { None };
    value.map_or_else(|| crate::rdf::term::plain(term), |value| value.link.text.value)
}

/// A day, month, year or length of time with its machine form; nothing when the literal is none of them.
pub(super) fn value(literal: &Literal, language: Language) -> Option<Value> {
    let (text, datatype) = (literal.value(), literal.datatype());
    let shown = |words: String| Value::of(Link::text(Text::plain(words)));
    if datatype == xsd::DATE {
        return Some(Value { date: Some(text.to_owned()), ..shown(day(text, language)?) });
    }
    if datatype == xsd::G_YEAR_MONTH {
        return Some(Value { date: Some(text.to_owned()), ..shown(month(text, language)?) });
    }
    if [xsd::DURATION, xsd::DAY_TIME_DURATION, xsd::YEAR_MONTH_DURATION].contains(&datatype) {
        // HTML's `time` has no months among its durations: `data` keeps what the graph says.
        return Some(Value { data: Some(text.to_owned()), ..shown(length(text, language)?) });
    }
    None
}

fn day(text: &str, language: Language) -> Option<String> {
    let date: Date = text.parse().ok()?;
    let point = if language == Language::En { "" } else { "." };
    Some(format!("{}{point} {} {}", date.day(), name(date.month(), language)?, date.year()))
}

fn month(text: &str, language: Language) -> Option<String> {
    let month: GYearMonth = text.parse().ok()?;
    Some(format!("{} {}", name(month.month(), language)?, month.year()))
}

fn name(month: u8, language: Language) -> Option<&'static str> {
    words::find(&format!("month.{month}"), language)
}

/// A length in whole parts from years to minutes; nothing when it has seconds or is negative.
fn length(text: &str, language: Language) -> Option<String> {
    let length: Duration = text.parse().ok().filter(|_| !text.starts_with('-'))?;
    if length.seconds() != 0.into() {
        return None;
    }
    let counted = [
        (length.years(), "length.year", "length.years"),
        (length.months(), "length.month", "length.months"),
        (length.days(), "length.day", "length.days"),
        (length.hours(), "length.hour", "length.hours"),
        (length.minutes(), "length.minute", "length.minutes"),
    ];
    let parts: Vec<String> = counted
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many)| words::word(if number == 1 { one } else { many }, language).replace("{n}", &number.to_string()))
        .collect();
    match parts.as_slice() {
        [] => Some(words::word("length.days", language).replace("{n}", "0")),
        [one] => Some(one.clone()),
        [rest @ .., last] => Some(format!("{} {} {last}", rest.join(", "), words::word("length.and", language))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::NamedNodeRef;

    fn written(text: &str, datatype: NamedNodeRef<'_>, language: Language) -> String {
        spoken(&Literal::new_typed_literal(text, datatype).into(), language)
    }

    #[test]
    fn days_and_months_are_written_out() {
        assert_eq!(written("2019-11-20", xsd::DATE, Language::Nb), "20. november 2019");
        assert_eq!(written("2020-05-01", xsd::DATE, Language::En), "1 May 2020");
        assert_eq!(written("2019-08", xsd::G_YEAR_MONTH, Language::Nn), "august 2019");
        assert_eq!(written("2019-02-30", xsd::DATE, Language::Nb), "2019-02-30", "what is no day is left as it is");
        assert_eq!(written("2020", xsd::G_YEAR, Language::Nb), "2020");
    }

    #[test]
    fn lengths_are_counted_in_words() {
        for (text, nb, nn, en) in [
            ("P3M", "3 måneder", "3 månader", "3 months"),
            ("P1Y6M", "1 år og 6 måneder", "1 år og 6 månader", "1 year and 6 months"),
            ("P1D", "1 dag", "1 dag", "1 day"),
            ("P1Y2M3D", "1 år, 2 måneder og 3 dager", "1 år, 2 månader og 3 dagar", "1 year, 2 months and 3 days"),
            ("PT90M", "1 time og 30 minutter", "1 time og 30 minutt", "1 hour and 30 minutes"),
            ("P0D", "0 dager", "0 dagar", "0 days"),
        ] {
            for (language, words) in [(Language::Nb, nb), (Language::Nn, nn), (Language::En, en)] {
                assert_eq!(written(text, xsd::DURATION, language), words);
            }
        }
        assert_eq!(written("P717D", xsd::DAY_TIME_DURATION, Language::Nb), "717 dager");
        assert_eq!(written("-P3M", xsd::DURATION, Language::Nb), "-P3M", "less than nothing is not said in words");
    }
}
