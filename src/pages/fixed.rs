//! A copy of the pages that needs no server: which of its files holds what the server answers at an address.

use super::LANGUAGES;
use crate::rdf::format::Format;
use std::fmt::Write;

/// Pages that have others below them; a file host wants them as the index of a folder.
const WITH_OTHERS_BELOW: [&str; 3] = ["questions", "pictures", "things"];
/// Parameters of pages that only a server can heed.
const OF_SERVER: [&str; 8] = ["q", "search", "query", "as-of", "names", "cite", "date", "page"];

/// What a copy is of, and where it will stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// What its addresses begin with; ends with `/`.
    pub base: String,
    /// The release whose files it has.
    pub release: String,
    /// The day of the release.
    pub date: String,
    /// The canonical hash of the graph.
    pub hash: String,
}

impl Fixed {
    /// The file that holds what the server answers at an address such as `/nb/questions/duties?bearer=no-kmd`; nothing where that
    /// takes a server.
    pub fn file(&self, address: &str) -> Option<String> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let path = path.strip_prefix('/')?.trim_end_matches('/');
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        let of_release = |path: String| format!("releases/{}/{path}", self.release);
        if LANGUAGES.iter().any(|language| language.tag() == first) {
            return Some(format!("{first}/{}", page(rest, query)?));
        }
        if let Some((name @ ("ns" | "shapes"), extension)) = path.split_once('.') {
            return Some(of_release(format!("ontology/{}.{extension}", if name == "ns" { "samstyr" } else { name })));
        }
        match (first, rest) {
            ("", _) => Some("index.html".to_owned()),
            ("questions", "") => Some("questions/index.html".to_owned()),
            ("questions", name) => self.of_question(name, query),
            ("graph", name) if data_extension(name).is_some() => Some(of_release(format!("graphs/{name}"))),
            ("ns", version) if data_extension(version).is_some() || version.strip_suffix(".nt").is_some() => Some(path.to_owned()),
            ("ns" | "shapes", "") | ("id" | "graph", _) => Some(format!("{path}.html")),
            ("assets" | "releases" | "doc" | "catalog" | ".well-known", _) => Some(path.to_owned()),
            (name, "") if name.starts_with("catalog.") || ["feed.atom", "sitemap.xml"].contains(&name) => Some(path.to_owned()),
            _ => None,
        }
    }

    /// An answer as a file, the query, or the page that leads on to the three languages.
    fn of_question(&self, name: &str, query: &str) -> Option<String> {
        let Some((stem, extension)) = name.split_once('.') else { return folded(query).map(|more| format!("questions/{name}{more}.html")) };
        if extension == "rq" {
            return Some(format!("releases/{}/questions/{name}", self.release));
        }
        let format = Format::from_name(extension)?;
        let language = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "lang")?.1.into_owned();
        let more = folded(query)?;
        let extension = if format == Format::ExcelCsv { "excel.csv" } else { format.extension() };
        Some(match (extension, more.as_str()) {
            ("csv", "") => format!("releases/{}/questions/{stem}.{language}.csv", self.release),
            _ => format!("questions/{stem}{more}.{language}.{extension}"),
        })
    }

    /// The whole address that a file will have.
    pub fn whole(&self, file: &str) -> String {
        format!("{}{file}", self.base)
    }
}

/// The file of a page below its language.
fn page(path: &str, query: &str) -> Option<String> {
    let is_drawing = ["pictures/", "ns/"].iter().any(|folder| path.starts_with(folder)) && path.strip_suffix(".svg").is_some();
    Some(match path {
        "" => "index.html".to_owned(),
        "agreement.ics" => path.to_owned(),
        _ if is_drawing => path.to_owned(),
        _ if WITH_OTHERS_BELOW.contains(&path) => folded(query).filter(String::is_empty).map(|_| format!("{path}/index.html"))?,
        _ => format!("{path}{}.html", folded(query)?),
    })
}

/// The parameters of a question as part of a file's name. Evidence is always shown, and so is no part of it.
fn folded(query: &str) -> Option<String> {
    let mut name = String::new();
    for (parameter, value) in form_urlencoded::parse(query.as_bytes()) {
        let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "-._/".contains(c));
        match parameter.as_ref() {
            "why" | "lang" => {}
            parameter if OF_SERVER.contains(&parameter) || !plain(parameter) || !plain(&value) => return None,
            parameter => write!(name, ".{parameter}-{}", value.replace('/', "~")).ok()?,
        }
    }
    Some(name)
}

/// The extension of a file of data: names of graphs have dots themselves.
fn data_extension(name: &str) -> Option<&str> {
    let (_, extension) = name.rsplit_once('.')?;
    ["ttl", "jsonld", "rdf", "nq", "trig"].contains(&extension).then_some(extension)
}

/// The way from one file to another.
pub fn relative(from: &str, to: &str) -> String {
    let (here, there): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let folders = here.len().min(there.len()) - 1;
    let shared = here.iter().zip(&there).take(folders).take_while(|(a, b)| a == b).count();
    "../".repeat(here.len() - 1 - shared) + &there[shared..].join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed() -> Fixed {
        let text = str::to_owned;
        Fixed { base: text("https://samstyr.digdir.no/"), release: text("2026.1"), date: text("2026-11-22"), hash: text("0") }
    }

    #[test]
    fn an_address_has_one_file_or_takes_a_server() {
        for (address, file) in [
            ("/", Some("index.html")),
            ("/nb/", Some("nb/index.html")),
            ("/nb", Some("nb/index.html")),
            ("/en/questions", Some("en/questions/index.html")),
            ("/nb/questions/duties?why=true", Some("nb/questions/duties.html")),
            ("/nb/questions/duties?bearer=no-kmd", Some("nb/questions/duties.bearer-no-kmd.html")),
            ("/nb/questions/duties?as-of=2020-01-01", None),
            ("/nb/questions/measures-about?topic=%C3%A5pne+data", None),
            ("/nb/questions?search=plikt", None),
            ("/nb/search?q=5.1", None),
            ("/nb/search", Some("nb/search.html")),
            ("/nb/sparql?query=ASK%7B%7D", None),
            ("/nb/id/measure/no-dos-2019-6.5", Some("nb/id/measure/no-dos-2019-6.5.html")),
            ("/nb/pictures/process.svg", Some("nb/pictures/process.svg")),
            ("/id/measure/no-dos-2019-6.5", Some("id/measure/no-dos-2019-6.5.html")),
            ("/doc/measure/no-dos-2019-6.5.ttl", Some("doc/measure/no-dos-2019-6.5.ttl")),
            ("/graph/derived/effects.ttl", Some("releases/2026.1/graphs/derived/effects.ttl")),
            ("/graph/derived/effects", Some("graph/derived/effects.html")),
            ("/ns.ttl", Some("releases/2026.1/ontology/samstyr.ttl")),
            ("/shapes.rdf", Some("releases/2026.1/ontology/shapes.rdf")),
            ("/questions/duties", Some("questions/duties.html")),
            ("/questions/duties.rq", Some("releases/2026.1/questions/duties.rq")),
            ("/questions/duties.csv?lang=nb", Some("releases/2026.1/questions/duties.nb.csv")),
            ("/questions/duties.excel-csv?lang=nb", Some("questions/duties.nb.excel.csv")),
            ("/questions/duties.csv?bearer=no-kmd&lang=nn", Some("questions/duties.bearer-no-kmd.nn.csv")),
            ("/questions/duties.xlsx", None),
            ("/assets/samstyr.css?v=0a1b", Some("assets/samstyr.css")),
            ("/sparql?query=x", None),
            ("nb/", None),
        ] {
            assert_eq!(fixed().file(address).as_deref(), file, "{address}");
        }
    }

    #[test]
    fn ways_between_files_are_relative() {
        for (from, to, way) in [
            ("nb/index.html", "nb/data.html", "data.html"),
            ("nb/id/measure/x.html", "assets/samstyr.css", "../../../assets/samstyr.css"),
            ("nb/id/measure/x.html", "nb/id/org/y.html", "../org/y.html"),
            ("index.html", "nb/index.html", "nb/index.html"),
            ("nb/nb.html", "nb/nb/x.html", "nb/x.html"),
        ] {
            assert_eq!(relative(from, to), way, "{from} to {to}");
        }
    }
}
