//! Pages read as a citizen reads them: words instead of codes, evidence within reach, days and lengths written out.

use crate::pages::Server;
use crate::world::get;
use samstyr::questions::{self, Language};
use samstyr::rdf::iri::Base;
use samstyr::sparql::{self, Answer, Request, Row};
use samstyr::store::Store;
use std::collections::BTreeSet;
use std::fs;

/// Columns whose plain words are no codes of ours: names of terms, and codes of other catalogues.
const NOT_OURS: [&str; 2] = ["name", "target_name"];

/// Plain strings of an expected answer that look like English codes.
fn codes(tsv: &str) -> BTreeSet<String> {
    let mut lines = tsv.lines();
    let columns: Vec<&str> = lines.next().unwrap_or_default().split('\t').map(|name| name.trim_start_matches('?')).collect();
    let mut codes = BTreeSet::new();
    for line in lines {
        for (column, value) in columns.iter().zip(line.split('\t')) {
            let code = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or_default();
            let is_code = !code.is_empty() && code.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c == ' ');
            if is_code && !NOT_OURS.contains(column) {
                codes.insert(code.to_owned());
            }
        }
    }
    codes
}

#[test]
fn no_answer_shows_a_code_where_there_are_words() {
    let server = Server::new();
    let mut seen = 0;
    for question in questions::all().unwrap() {
        let codes = codes(&fs::read_to_string(format!("queries/{}.tsv", question.name)).unwrap());
        if codes.is_empty() {
            continue;
        }
        let html = server.page(&format!("/nb/questions/{}", question.name));
        let table = html.split_once("<tbody role=\"rowgroup\">").unwrap().1.split_once("</tbody>").unwrap().0;
        for code in codes {
            seen += 1;
            let raw = [format!(">{code}</td>"), format!(">{code}</th>")];
            // Text of a source may be the same word; as a code it would stand alone, without its language.
            assert!(
                !raw.iter().any(|raw| table.contains(raw)),
                "{}: «{code}» has no word; give it one under [code] of words.toml",
                question.name
            );
        }
    }
    assert!(seen > 40, "{seen} codes were looked for");
}

#[test]
fn evidence_stands_beneath_its_row_and_open_where_rows_are_few() {
    let server = Server::new();
    let many = server.page("/nb/questions/municipal-measures?why=true");
    assert_eq!(many.matches("<tr class=\"rests\" role=\"row\"><td role=\"cell\" colspan=\"5\">").count(), 28);
    assert!(many.contains("Bygger på 2 belegg<span class=\"ds-sr-only\">: Metoder og kunnskap om sammenhengende tjenester</span>"));
    assert!(!many.contains("<details open><summary>Bygger"), "28 rows are too many to open at once");
    let few = server.page("/en/questions/agreement-term?why=true");
    assert!(few.contains("<details open><summary>Rests on 3 pieces of evidence"), "{few}");
    assert!(!server.page("/nb/questions/municipal-measures").contains("class=\"rests\""));
}

#[test]
fn what_is_not_there_is_told_by_name() {
    let html = Server::new().page("/nb/questions/measures-without-responsible?why=true");
    let absent =
        "<data value=\"measure/no-dos-2019-8.1 sam:responsible ?someone\">Strategi for digital kompetanse – ansvarlig – noe</data>";
    assert!(html.contains(absent), "{}", html.split_once("Finnes ikke:").map_or("", |(_, rest)| &rest[..300]));
}

#[test]
fn several_triples_and_a_choice_of_properties_are_told_by_name() {
    let server = Server::new();
    let html = server.page("/nb/questions/responsible-today?why=true");
    assert!(
        html.contains(">noe – slag motstrid – endret over tid; noe – gjelder – KMD koordinerer statlige og kommunale interesser</data>")
    );
    let html = server.page("/en/questions/life-event-work?why=true");
    assert!(
        html.contains("sam:lifeEvent|dct:isPartOf") && !html.contains("<code>measure/"),
        "the path stays in the data, and is said in words"
    );
    let html = server.page("/en/questions/apis-for-measure?why=true");
    assert!(html.contains("something A – ") && html.contains("something B – "), "open things are told apart");
}

#[test]
fn texts_are_shown_in_one_language_and_the_others_stand_apart() {
    let server = Server::new();
    for (language, shown, other) in [
        ("nb", "Avtalen i PDF, med den grå markeringen", "The agreement in PDF, with the grey shading"),
        ("nn", "Avtalen i PDF, med den grå markeringen", "The agreement in PDF, with the grey shading"),
        ("en", "The agreement in PDF, with the grey shading", "Avtalen i PDF, med den grå markeringen"),
    ] {
        let html = server.page(&format!("/{language}/id/conflict/no-dos-2019-Z3"));
        let (facts, rest) = html.split_once("<table").unwrap().1.split_once("</table>").unwrap(); // the head has all as JSON-LD
        assert!(facts.contains(shown) && !facts.contains(other) && rest.contains(other), "{language}");
    }
}

#[test]
fn what_no_source_says_is_not_headed_as_if_it_did() {
    let server = Server::new();
    let ordered = server.page("/nb/id/conflict/no-dos-2019-Z3");
    assert!(!ordered.contains("Hva kildene sier") && ordered.contains("ikke noe kildene sier") && !ordered.contains("class=\"unclaimed\""));
    let mixed = server.page("/nb/id/org/no-ks");
    assert!(mixed.contains("Hva kildene sier") && mixed.contains("class=\"unclaimed\""));
}

#[test]
fn what_a_conclusion_follows_from_is_not_folded_twice() {
    let html = Server::new().page("/nb/id/measure/no-dos-2019-5.1");
    assert!(html.contains("<div class=\"premises\"><p>Følger av:</p>"), "the premises of the commitment level stand open");
    assert!(!html.contains("<details class=\"premises\">"));
}

#[test]
fn days_and_lengths_are_words_and_keep_what_the_graph_says() {
    let server = Server::new();
    for (language, length, day) in
        [("nb", "3 måneder", "1. september 2022"), ("nn", "3 månader", "1. september 2022"), ("en", "3 months", "1 September 2022")]
    {
        let html = server.page(&format!("/{language}/questions/agreement-term"));
        assert!(html.contains(&format!("<data value=\"P3M\">{length}</data>")), "{language}: {length}");
        assert!(html.contains(&format!("<time datetime=\"2022-09-01\">{day}</time>")), "{language}: {day}");
        let picture = server.page(&format!("/{language}/pictures/agreement"));
        let svg = picture.split_once("<svg").unwrap().1.split_once("</svg>").unwrap().0;
        assert!(svg.contains(day) && !svg.contains("2022-09-01"), "{language}: the picture");
    }
    assert!(server.page("/en/pictures/process").contains("<time datetime=\"2019-08\">August 2019</time>"));
}

#[test]
fn a_column_of_names_is_one_with_that_of_its_things() {
    let html = Server::new().page("/nb/questions/bodies-by-level");
    assert!(html.contains("data-column=\"level\"") && !html.contains("data-column=\"level_title\""), "«Nivå» stands once");
    assert!(
        html.contains("<th scope=\"row\" role=\"rowheader\">ikke avgjort</th>"),
        "where there is no level, the words stand in its place"
    );
    let html = Server::new().page("/nb/questions/datasets-for-measure");
    assert_eq!(html.matches(">Datasett</th>").count(), 1, "no dataset has no name either");
    let html = Server::new().page("/nb/questions/life-events-in-catalogue");
    assert_eq!(html.matches(">Mål for lenken</th>").count(), 1, "a code that the graph has no name of is called by the end of its address");
    assert!(html.contains("life-event-type#having-a-child\">having-a-child</a>"));
}

#[test]
fn errors_are_said_in_the_language_of_the_page_with_a_way_out() {
    for (path, status, nb, nn, en, way) in [
        ("/questions/duties?bearer=xx", 400, "kjenner", "kjenner", "nothing we know", "/questions/duties\""),
        ("/questions/duties?foo=1", 400, "ingenting å velge", "ingenting å velje", "no choice called", "/questions/duties\""),
        ("/questions/duties?bearer=no-ks&bearer=no-kmd", 400, "to ganger", "to gonger", "chosen twice", "/questions/duties\""),
        ("/questions/earliest-end?given=x", 400, "ikke en dag", "ikkje ein dag", "not a day", "/questions/earliest-end\""),
        ("/questions/duties?as-of=2020-99-99", 400, "ikke en dag", "ikkje ein dag", "not a day", "2020-09-14"),
        ("/questions/duties?names=now", 400, "ingen dag er gitt", "ingen dag er gjeven", "no day is given", "/questions/duties\""),
        ("/questions/municipal-measure", 404, "ikke noe spørsmål", "ikkje noko spørsmål", "no question", "/questions/municipal-measures\""),
        ("/id/org/no-dos-2019-5.1", 404, "Vi vet ikke", "Vi veit ikkje", "We know of nothing", "/id/measure/no-dos-2019-5.1\""),
        ("/there-is-no-such-page", 404, "ingen side", "inga side", "no page", "/search\""),
        ("/sparql?query=SELECT%20*%20%7B", 400, "ikke gyldig SPARQL", "ikkje gyldig SPARQL", "not valid SPARQL", "id=\"problem\""),
        (
            "/sparql?query=SELECT%20*%20%7BSERVICE%20%3Chttp://x.no/%3E%7B?s%20?p%20?o%7D%7D",
            403,
            "ikke er tillatt",
            "ikkje er tillate",
            "not allowed",
            "id=\"problem\"",
        ),
    ] {
        for (language, words) in [("nb", nb), ("nn", nn), ("en", en)] {
            let reply = get(&format!("/{language}{path}"), "text/html");
            let main = reply.body.split_once("<main").unwrap().1;
            let alert = main.split_once("class=\"ds-alert\"").unwrap().1.split_once("</div>").unwrap().0;
            assert_eq!(reply.status.as_u16(), status, "{language}{path}");
            assert!(alert.contains(words), "{language}{path}: {alert}");
            assert!(main.contains(way), "{language}{path} has no way out: {main}");
            // What stays in English says so on a Norwegian page, and nothing is meant for the command line.
            assert!(!alert.contains("parameter `") && !alert.contains("samstyr ask") && !alert.contains("--timeout"), "{alert}");
            assert_eq!(alert.contains("lang=\"en\""), language != "en" && path.starts_with("/sparql"), "{language}{path}: {alert}");
        }
    }
    let told = get("/questions/duties?foo=1", "application/json").json();
    assert_eq!(told["detail"], "question `duties` has no parameter `foo`", "programs are told in English");
}

#[test]
fn what_a_day_leaves_out_is_said_in_the_language_of_the_page() {
    let server = Server::new();
    for (language, words) in [
        ("nb", "Utelatt, fordi det ikke gjaldt 1. januar 2023: avtaler (1)"),
        ("nn", "Utelate, fordi det ikkje gjaldt 1. januar 2023: avtalar (1)"),
        ("en", "Left out, because it did not hold on 1 January 2023: agreements (1)"),
    ] {
        assert!(server.page(&format!("/{language}/questions/joint-measures?as-of=2023-01-01")).contains(words), "{language}");
    }
}

#[test]
fn choices_of_a_parameter_are_answered() {
    let store = Store::built_in().unwrap();
    let base = Base::default();
    let asked = |request: &Request| {
        sparql::answer(&store, request, |answer| match answer {
            Answer::Rows(rows) => rows.collect::<Result<Vec<Row>, _>>(),
            _ => Ok(vec![vec![None]]),
        })
        .unwrap()
    };
    let mut tried = 0;
    for question in questions::all().unwrap() {
        for parameter in question.parameters.iter().filter(|parameter| parameter.example.is_named_node()) {
            let choices =
                question.choices(&parameter.name).unwrap_or_else(|| panic!("{}: say what `{}` may be", question.name, parameter.name));
            let choices: Vec<_> = asked(&Request::new(choices)).into_iter().filter_map(|mut row| row.remove(0)).collect();
            assert!(choices.contains(&parameter.example), "{}: its own example is no choice", question.name);
            // Long lists are tried at every fifth place: asking all 29 measures five questions takes a minute.
            let step = if choices.len() > 10 { 5 } else { 1 };
            for choice in choices.into_iter().step_by(step) {
                tried += 1;
                let value = choice.to_string().trim_matches(['<', '>']).to_owned();
                let request = question.request(&[(parameter.name.clone(), value.clone())], Language::Nb, &base).unwrap();
                assert!(!asked(&request).is_empty(), "{}: nothing is known for {value}, which can be chosen", question.name);
            }
        }
    }
    assert!(tried > 40, "{tried} choices were tried");
    let form = Server::new().page("/nb/questions/duties");
    assert!(
        form.contains("<optgroup label=\"Grupper av aktører\">") && form.contains("<option value=\"no-ks\" selected>"),
        "groups bear duties too"
    );
}
