//! Rows as an Excel workbook: dates and numbers are typed, addresses are links, the first row stays in sight.

use super::Row;
use crate::error::{Error, Result};
use crate::rdf::term::plain;
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, Term};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as Style, Url, Workbook, Worksheet, XlsxError};

/// Widest column, in characters.
const WIDEST: usize = 60;
/// Links that Excel takes on a sheet; addresses beyond are text.
const MOST_LINKS: usize = 65_530;
/// The longest address that Excel takes as a link.
const LONGEST_LINK: usize = 2_080;
/// The day that stands in a workbook that is made for nobody's day: the first that a ZIP file can hold, as no clock is asked.
const NO_DAY: &str = "1980-01-01";

/// A sheet of a workbook.
pub struct Sheet<'a> {
    /// Its name, at most 31 characters.
    pub name: &'a str,
    /// The names of the columns.
    pub columns: &'a [String],
    /// The rows, each as wide as the columns.
    pub rows: &'a [Row],
}

/// What a workbook says of itself.
#[derive(Default)]
pub struct About<'a> {
    /// Its title.
    pub title: &'a str,
    /// Who made it.
    pub author: &'a str,
    /// The day it was made, `YYYY-MM-DD`.
    pub date: Option<&'a str>,
}

/// One workbook with these sheets.
pub fn workbook(sheets: &[Sheet<'_>], about: &About<'_>) -> Result<Vec<u8>> {
    let build = || -> std::result::Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let day = ExcelDateTime::parse_from_str(about.date.unwrap_or(NO_DAY))?;
        workbook.set_properties(&DocProperties::new().set_title(about.title).set_author(about.author).set_creation_datetime(&day));
        for sheet in sheets {
            fill(workbook.add_worksheet().set_name(sheet.name)?, sheet)?;
        }
        workbook.save_to_buffer()
    };
    build().map_err(|error| match error {
        XlsxError::RowColumnLimitError | XlsxError::MaxStringLengthExceeded => {
            Error::Limit { limit: format!("the answer does not fit in a workbook: {error}"), hint: "choose csv, which has no such limit" }
        }
        other => Error::Store(Box::new(other)),
    })
}

fn fill(sheet: &mut Worksheet, table: &Sheet<'_>) -> std::result::Result<(), XlsxError> {
    let bold = Style::new().set_bold();
    let date = Style::new().set_num_format("yyyy-mm-dd");
    for (column, name) in (0..).zip(table.columns) {
        sheet.write_string_with_format(0, column, name, &bold)?;
        let widest = table.rows.iter().filter_map(|row| row.get(usize::from(column))?.as_ref());
        let width = widest.map(|term| plain(term).chars().count()).max().unwrap_or(0).max(name.len()).min(WIDEST);
        sheet.set_column_width(column, u16::try_from(width + 2).unwrap_or(u16::MAX))?;
    }
    let mut links = 0;
    for (number, row) in (1..).zip(table.rows) {
        for (column, value) in (0..).zip(row) {
            match value {
                None => {}
                Some(Term::NamedNode(node)) if is_link(node.as_str()) && links < MOST_LINKS => {
                    links += 1;
                    sheet.write_url(number, column, Url::new(node.as_str()))?;
                }
                Some(Term::Literal(literal)) => write_literal(sheet, (number, column), literal, &date)?,
                Some(other) => {
                    sheet.write_string(number, column, plain(other))?;
                }
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn is_link(iri: &str) -> bool {
    (iri.starts_with("https://") || iri.starts_with("http://")) && iri.len() <= LONGEST_LINK
}

/// A literal by its datatype; what Excel cannot hold as such stays text.
fn write_literal(sheet: &mut Worksheet, (row, column): (u32, u16), literal: &Literal, date: &Style) -> std::result::Result<(), XlsxError> {
    let (text, datatype) = (literal.value(), literal.datatype());
    if [xsd::INTEGER, xsd::DECIMAL, xsd::DOUBLE].contains(&datatype)
        && let Ok(number) = text.parse::<f64>()
        && number.is_finite()
    {
        sheet.write_number(row, column, number)?;
    } else if datatype == xsd::BOOLEAN && matches!(text, "true" | "false") {
        sheet.write_boolean(row, column, text == "true")?;
    } else if datatype == xsd::DATE
        && let Ok(day) = ExcelDateTime::parse_from_str(text)
    {
        sheet.write_datetime_with_format(row, column, &day, date)?;
    } else {
        sheet.write_string(row, column, text)?;
    }
    Ok(())
}
