//! What the first bytes of a file tell before a parser sees them: whether it is packed as its name says, in what encoding its text is, and
//! whether it is a web page that was saved under the name of RDF. A byte order mark is no part of the text, and is left out here for every reader.

use std::io::{self, BufRead, Cursor, Error, ErrorKind, Read};

/// The mark that some editors and spreadsheets put before UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";
/// How UTF-16 and UTF-32 begin.
const WIDE: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];
/// How many bytes are looked at: a prolog of XML and a document type.
const LOOKED_AT: u64 = 512;
/// How many bytes tell how a file is packed.
const MAGIC: u64 = 4;

/// The text of an RDF document, from its first letter.
pub fn text<'a>(mut reader: impl Read + 'a) -> io::Result<Box<dyn Read + 'a>> {
    let head = first(&mut reader, LOOKED_AT)?;
    if WIDE.iter().any(|mark| head.starts_with(mark)) {
        return Err(invalid("its text is UTF-16, and RDF is written in UTF-8: save it as UTF-8"));
    }
    let start = if head.starts_with(MARK) { MARK.len() } else { 0 };
    if is_page(&head[start..]) {
        return Err(invalid(
            "it is a web page (HTML): ask its address for RDF, as with `curl -L -H 'Accept: text/turtle' URL`, or look on the page for a link to RDF",
        ));
    }
    let mut head = Cursor::new(head);
    head.set_position(start as u64);
    Ok(Box::new(head.chain(reader)))
}

/// A text without the mark before it.
pub fn unmarked(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(MARK).unwrap_or(bytes)
}

/// The bytes, if their beginning is that of a kind of packing; `name` is what it is called.
pub(super) fn packed<'a>(mut packed: impl BufRead + 'a, is_so: fn(&[u8]) -> bool, name: &str) -> io::Result<impl BufRead + 'a> {
    let head = first(&mut packed, MAGIC)?;
    if !is_so(&head) {
        return Err(invalid(&format!("it is not {name}, though its name says so: call it after what is in it")));
    }
    Ok(Cursor::new(head).chain(packed))
}

fn first(reader: &mut impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    reader.take(most).read_to_end(&mut head)?;
    Ok(head)
}

fn invalid(problem: &str) -> Error {
    Error::new(ErrorKind::InvalidData, problem)
}

/// Whether a text begins as a web page does. In Turtle `<html>` may be an IRI; a space within it, or a tag behind it, may not.
fn is_page(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let mut head = head.trim_start();
    if let Some((_, rest)) = head.strip_prefix("<?xml").and_then(|head| head.split_once("?>")) {
        head = rest.trim_start();
    }
    let tag = head.strip_prefix("<html").unwrap_or_default();
    let inside = tag.strip_prefix('>').map(str::trim_start).unwrap_or_default();
    head.starts_with("<!doctype html")
        || tag.starts_with(char::is_whitespace)
        || ["<head", "<body"].iter().any(|tag| inside.starts_with(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Vec<u8>, String> {
        let mut all = Vec::new();
        text(bytes).and_then(|mut reader| reader.read_to_end(&mut all)).map_err(|error| error.to_string())?;
        Ok(all)
    }

    #[test]
    fn the_mark_is_left_out_and_nothing_else() {
        let long = [b"\xef\xbb\xbf".as_slice(), &b"a".repeat(2_000)].concat();
        assert_eq!(read(&long).unwrap(), b"a".repeat(2_000));
        for same in [b"".as_slice(), b"\xef", b"\xef\xbb", b"a\xef\xbb\xbf", b"<x:a> <x:p> 1 ."] {
            assert_eq!(read(same).unwrap(), same);
        }
        assert_eq!((unmarked(b"\xef\xbb\xbfa"), unmarked(b"a")), (b"a".as_slice(), b"a".as_slice()));
        assert!(read(b"\xff\xfea\0").unwrap_err().contains("UTF-16"));
    }

    #[test]
    fn a_web_page_is_told_from_turtle_and_xml() {
        for page in [
            "<!DOCTYPE html>\n<html>",
            "\n <!doctype HTML public",
            "<html lang=\"nb\">",
            "<html>\n<head>",
            "<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC",
            "\u{feff}<!DOCTYPE html>",
        ] {
            assert!(read(page.as_bytes()).is_err_and(|told| told.contains("web page")), "{page}");
        }
        for rdf in
            ["<html> <p> <head> .", "<html>", "<?xml version='1.0'?><rdf:RDF>", "<!DOCTYPE rdf:RDF [", "<htm", "{\"@id\": \"<html lang\"}"]
        {
            assert_eq!(read(rdf.as_bytes()).unwrap(), rdf.as_bytes());
        }
    }
}
