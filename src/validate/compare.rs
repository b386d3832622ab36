//! Comparing and checking literals by their values, as SPARQL's operators do (SHACL §4.3, §4.5).

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{LiteralRef, NamedNodeRef, TermRef};
use oxsdatatypes::{
    Boolean, Date, DateTime, DayTimeDuration, Decimal, Double, Duration, Float, GDay, GMonth, GMonthDay, GYear, GYearMonth, Integer, Time,
    YearMonthDuration,
};
use std::cmp::Ordering;

/// How two terms compare; nothing when they cannot be compared.
pub(super) fn compare(left: TermRef<'_>, right: TermRef<'_>) -> Option<Ordering> {
    let (TermRef::Literal(left), TermRef::Literal(right)) = (left, right) else { return None };
    match (Value::read(left)?, Value::read(right)?) {
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (Value::Boolean(a), Value::Boolean(b)) => Some(a.cmp(&b)),
        (Value::Decimal(a), Value::Decimal(b)) => a.partial_cmp(&b),
        (Value::DateTime(a), Value::DateTime(b)) => a.partial_cmp(&b),
        (Value::Date(a), Value::Date(b)) => a.partial_cmp(&b),
        (Value::Time(a), Value::Time(b)) => a.partial_cmp(&b),
        (Value::GYear(a), Value::GYear(b)) => a.partial_cmp(&b),
        (Value::GYearMonth(a), Value::GYearMonth(b)) => a.partial_cmp(&b),
        (Value::Duration(a), Value::Duration(b)) => a.partial_cmp(&b),
        (a, b) => a.double()?.partial_cmp(&b.double()?),
    }
}

enum Value<'a> {
    Text(&'a str),
    Boolean(bool),
    Decimal(Decimal),
    Double(Double),
    DateTime(DateTime),
    Date(Date),
    Time(Time),
    GYear(GYear),
    GYearMonth(GYearMonth),
    Duration(Duration),
}

impl<'a> Value<'a> {
    fn read(literal: LiteralRef<'a>) -> Option<Self> {
        let text = literal.value();
        Some(match literal.datatype() {
            xsd::STRING => Self::Text(text),
            xsd::BOOLEAN => Self::Boolean(text.parse::<Boolean>().ok()?.into()),
            xsd::DOUBLE => Self::Double(text.parse().ok()?),
            xsd::FLOAT => Self::Double(text.parse::<Float>().ok()?.into()),
            xsd::DATE_TIME | xsd::DATE_TIME_STAMP => Self::DateTime(text.parse().ok()?),
            xsd::DATE => Self::Date(text.parse().ok()?),
            xsd::TIME => Self::Time(text.parse().ok()?),
            xsd::G_YEAR => Self::GYear(text.parse().ok()?),
            xsd::G_YEAR_MONTH => Self::GYearMonth(text.parse().ok()?),
            xsd::DURATION => Self::Duration(text.parse().ok()?),
            xsd::DAY_TIME_DURATION => Self::Duration(text.parse::<DayTimeDuration>().ok()?.into()),
            xsd::YEAR_MONTH_DURATION => Self::Duration(text.parse::<YearMonthDuration>().ok()?.into()),
            // Beyond what a decimal here can hold, a double's precision has to do.
            datatype if datatype == xsd::DECIMAL || integer_range(datatype).is_some() => match text.parse() {
                Ok(value) => Self::Decimal(value),
                Err(_) => Self::Double(text.parse().ok()?),
            },
            _ => return None,
        })
    }

    fn double(&self) -> Option<Double> {
        match self {
            Self::Decimal(value) => Some((*value).into()),
            Self::Double(value) => Some(*value),
            _ => None,
        }
    }
}

/// Whether a literal's text is in the lexical space of its datatype; a datatype nobody knows takes any text.
pub(super) fn is_well_formed(literal: LiteralRef<'_>) -> bool {
    let text = literal.value();
    match literal.datatype() {
        rdf::LANG_STRING => literal.language().is_some(),
        xsd::BOOLEAN => text.parse::<Boolean>().is_ok(),
        xsd::DECIMAL => is_decimal(text),
        xsd::DOUBLE => text.parse::<Double>().is_ok(),
        xsd::FLOAT => text.parse::<Float>().is_ok(),
        xsd::DATE_TIME => text.parse::<DateTime>().is_ok(),
        xsd::DATE_TIME_STAMP => text.parse::<DateTime>().is_ok_and(|value| value.timezone_offset().is_some()),
        xsd::DATE => text.parse::<Date>().is_ok(),
        xsd::TIME => text.parse::<Time>().is_ok(),
        xsd::G_YEAR => text.parse::<GYear>().is_ok(),
        xsd::G_YEAR_MONTH => text.parse::<GYearMonth>().is_ok(),
        xsd::G_MONTH => text.parse::<GMonth>().is_ok(),
        xsd::G_MONTH_DAY => text.parse::<GMonthDay>().is_ok(),
        xsd::G_DAY => text.parse::<GDay>().is_ok(),
        xsd::DURATION => text.parse::<Duration>().is_ok(),
        xsd::DAY_TIME_DURATION => text.parse::<DayTimeDuration>().is_ok(),
        xsd::YEAR_MONTH_DURATION => text.parse::<YearMonthDuration>().is_ok(),
        xsd::HEX_BINARY => text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
        datatype => match integer_range(datatype) {
            Some((least, most)) => is_integer(text) && within(text, least, most),
            None => true,
        },
    }
}

fn is_decimal(text: &str) -> bool {
    let number = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    !(whole.is_empty() && fraction.is_empty()) && whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit())
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn within(text: &str, least: Option<i128>, most: Option<i128>) -> bool {
    if least.is_none() && most.is_none() {
        return text.parse::<Integer>().is_ok() || is_integer(text);
    }
    match text.trim_start_matches('+').parse::<i128>() {
        Ok(value) => least.is_none_or(|least| value >= least) && most.is_none_or(|most| value <= most),
        Err(_) => text.starts_with('-') && least.is_none() || !text.starts_with('-') && most.is_none(), // too long for any bound
    }
}

/// Least and greatest value of a datatype derived from `xsd:integer` (XML Schema 1.1 part 2, §3.4); nothing for others.
fn integer_range(datatype: NamedNodeRef<'_>) -> Option<(Option<i128>, Option<i128>)> {
    fn of<T: Into<i128>>(least: T, most: T) -> (Option<i128>, Option<i128>) {
        (Some(least.into()), Some(most.into()))
    }
    Some(match datatype {
        xsd::INTEGER => (None, None),
        xsd::LONG => of(i64::MIN, i64::MAX),
        xsd::INT => of(i32::MIN, i32::MAX),
        xsd::SHORT => of(i16::MIN, i16::MAX),
        xsd::BYTE => of(i8::MIN, i8::MAX),
        xsd::UNSIGNED_LONG => of(u64::MIN, u64::MAX),
        xsd::UNSIGNED_INT => of(u32::MIN, u32::MAX),
        xsd::UNSIGNED_SHORT => of(u16::MIN, u16::MAX),
        xsd::UNSIGNED_BYTE => of(u8::MIN, u8::MAX),
        xsd::NON_NEGATIVE_INTEGER => (Some(0), None),
        xsd::POSITIVE_INTEGER => (Some(1), None),
        xsd::NON_POSITIVE_INTEGER => (None, Some(0)),
        xsd::NEGATIVE_INTEGER => (None, Some(-1)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::Literal;

    fn literal(text: &str, datatype: NamedNodeRef<'_>) -> Literal {
        Literal::new_typed_literal(text, datatype)
    }

    #[test]
    fn literals_are_checked_by_their_datatype() {
        for (text, datatype, expected) in [
            ("300", xsd::BYTE, false),
            ("-1", xsd::NON_NEGATIVE_INTEGER, false),
            ("007", xsd::NON_NEGATIVE_INTEGER, true),
            ("99999999999999999999999999999999999999999999", xsd::INTEGER, true),
            ("1.5", xsd::INTEGER, false),
            ("0.1234567890123456789012", xsd::DECIMAL, true),
            (".", xsd::DECIMAL, false),
            ("none", xsd::BOOLEAN, false),
            ("2020-02-30", xsd::DATE, false),
            ("2020-01-01T00:00:00", xsd::DATE_TIME_STAMP, false),
            ("abc", xsd::ANY_URI, true),
        ] {
            assert_eq!(is_well_formed(literal(text, datatype).as_ref()), expected, "{text} {datatype}");
        }
    }

    #[test]
    fn values_compare_across_numbers_and_not_across_kinds() {
        let of = |a: (&str, NamedNodeRef<'_>), b: (&str, NamedNodeRef<'_>)| {
            compare(literal(a.0, a.1).as_ref().into(), literal(b.0, b.1).as_ref().into())
        };
        assert_eq!(of(("4", xsd::INTEGER), ("4.0", xsd::DECIMAL)), Some(Ordering::Equal));
        assert_eq!(of(("4", xsd::BYTE), ("4.5", xsd::DOUBLE)), Some(Ordering::Less));
        assert_eq!(of(("4", xsd::INTEGER), ("4", xsd::STRING)), None);
        assert_eq!(of(("2002-10-10T12:00:00-05:00", xsd::DATE_TIME), ("2002-10-10T12:00:00", xsd::DATE_TIME)), None);
    }
}
