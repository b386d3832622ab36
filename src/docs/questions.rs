//! The page about the questions.

use super::GENERATED;
use crate::questions::Question;
use crate::questions::header::State;
use crate::rdf::iri::Base;
use std::collections::BTreeSet;

/// How many competency questions each group has.
const COMPETENCY_QUESTIONS: &[(&str, usize)] = &[
    ("A", 8),
    ("B", 12),
    ("C", 12),
    ("D", 10),
    ("E", 14),
    ("F", 8),
    ("G", 12),
    ("H", 10),
    ("I", 14),
    ("J", 10),
    ("K", 4),
    ("L", 12),
    ("M", 10),
    ("N", 6),
];

/// Groups of questions: letter, nb, en.
const GROUPS: &[(&str, &str, &str)] = &[
    ("A", "Dokumenter og strategi", "Documents and strategy"),
    ("B", "Tiltak og innsatsområder", "Measures and focus areas"),
    ("C", "Kommunal sektor", "The municipal sector"),
    ("D", "Parter, roller og virksomheter", "Parties, roles and organisations"),
    ("E", "Plikter og informasjonsflyt", "Duties and information flow"),
    ("F", "Livshendelser", "Life events"),
    ("G", "Styring, møter og eskalering", "Governance, meetings and escalation"),
    ("H", "Handlingsplanen for 2020", "The 2020 action plan"),
    ("I", "Status og oppfølging", "Status and follow-up"),
    ("J", "Tid og oppsigelse", "Time and termination"),
    ("K", "Økonomi", "Economy"),
    ("L", "Belegg og kvalitet", "Evidence and quality"),
    ("M", "data.norge.no og lenker", "data.norge.no and links"),
    ("N", "Sammenligning", "Comparison"),
];

/// How many competency questions are in each state, by group; a question that is covered twice counts once, in its best state.
fn coverage(questions: &[Question]) -> String {
    let ids = |group: &str, state: State| -> BTreeSet<String> {
        let of_state = questions.iter().filter(|question| question.header.state == state);
        of_state.flat_map(|question| question.header.covers.iter()).filter(|id| id.starts_with(group)).cloned().collect()
    };
    let mut text = "\n| competency questions | of | ready | undecided | waiting | not covered |\n|---|---|---|---|---|---|\n".to_owned();
    for (group, total) in COMPETENCY_QUESTIONS {
        let (ready, undecided, waits) = (ids(group, State::Ready), ids(group, State::Undecided), ids(group, State::Waits));
        let undecided: BTreeSet<String> = undecided.difference(&ready).cloned().collect();
        let waits: BTreeSet<String> = waits.into_iter().filter(|id| !ready.contains(id) && !undecided.contains(id)).collect();
        let known = |n: &usize| [&ready, &undecided, &waits].iter().any(|ids| ids.contains(&format!("{group}{n}")));
        let missing: Vec<String> = (1..=*total).filter(|n| !known(n)).map(|n| format!("{group}{n}")).collect();
        text.push_str(&format!(
            "| {group} | {total} | {} | {} | {} | {} |\n",
            ready.len(),
            undecided.len(),
            waits.len(),
            missing.join(" ")
        ));
    }
    text
}

/// The page about the questions.
pub(super) fn page(questions: &[Question]) -> String {
    let base = Base::default();
    let mut page = format!(
        "# Questions\n\n{GENERATED}\n{} questions. Ask one with `samstyr ask NAME` or at `/questions/NAME`; \
         how a question is written stands in [queries/README.md](../queries/README.md).\n",
        questions.len(),
    );
    page.push_str(&coverage(questions));
    for (group, nb, en) in GROUPS {
        let of_group: Vec<&Question> = questions.iter().filter(|question| question.header.group == *group).collect();
        if of_group.is_empty() {
            continue;
        }
        page.push_str(&format!("\n## {group} {nb} · {en}\n\n| name | question | parameters | covers | state |\n|---|---|---|---|---|\n"));
        for question in of_group {
            let header = &question.header;
            let nn = header.summary_nn.as_ref().map_or(String::new(), |nn| format!("<br>nn: {nn}"));
            let state = match &header.waits_for {
                Some(what) => format!("waits for {what}"),
                None => header.state.name().to_owned(),
            };
            let parameters: Vec<String> =
                question.parameters.iter().map(|parameter| format!("`{}={}`", parameter.name, parameter.example_text(&base))).collect();
            page.push_str(&format!(
                "| [`{name}`](../queries/{name}.rq) | {}{nn}<br>en: {} | {} | {} | {state} |\n",
                header.summary_nb,
                header.summary_en,
                parameters.join(" "),
                header.covers.join(" "),
                name = question.name
            ));
        }
    }
    page
}
