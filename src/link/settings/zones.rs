//! `ontology/link/zones.toml`: what names and signals are worth, and where the zones begin.

use serde::Deserialize;

/// `zones.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zones {
    /// What a name that is the same is worth.
    pub name: Names,
    /// What a name that shares something is worth.
    pub part: Part,
    /// What a word of the thesaurus is worth.
    pub related: Related,
    /// What a title is worth, where a rule says that titles count.
    pub title: Title,
    /// What else counts.
    pub signal: Signals,
    /// When two targets are equally good.
    pub ambiguous: Ambiguous,
    /// Which kinds are matched, and where the zones begin.
    #[serde(rename = "match")]
    pub matches: Vec<Match>,
}

/// What a name that is the same is worth.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Letter by letter.
    pub same: f64,
    /// By its stems.
    pub stems: f64,
    /// Through another name; a factor.
    pub other: f64,
    /// Through a former or later name; a factor.
    pub former: f64,
    /// Through a hidden label or keyword; a factor.
    pub hidden: f64,
    /// A variant, such as one with an abbreviation in brackets.
    pub variant: f64,
    /// Most letters of a name, such as an abbreviation, that alone does not make two the same.
    pub short: usize,
}

/// What a name that shares something is worth.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// What any shared word is worth.
    pub floor: f64,
    /// For the share of our words that the target has, by how rare they are.
    pub covered: f64,
    /// For how rare the shared words are.
    pub rare: f64,
    /// When the whole of the target's name stands in ours.
    pub whole: f64,
    /// For the likeness of the letters.
    pub letters: f64,
    /// What a weak word weighs; a factor.
    pub weak: f64,
    /// For a name that stands in our description instead of our name; a factor.
    pub text: f64,
    /// For two words or more that are half of both names, of things whose kind has classes apart; at least.
    pub alike: f64,
}

/// What a word of the thesaurus is worth.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Related {
    /// As the whole of a name.
    pub name: f64,
    /// In a name.
    pub part: f64,
    /// In a name, but only to say of what sort its head is.
    pub modifier: f64,
    /// In a description.
    pub text: f64,
    /// Each further one.
    pub more: f64,
}

/// What a title is worth.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// For two words of ours or more in title and keywords.
    pub floor: f64,
    /// For the share of what is rare in our name, with us and in the catalogue.
    pub share: f64,
    /// For a word of the thesaurus in the title.
    pub hit: f64,
}

/// What else counts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signals {
    /// The descriptions are alike.
    pub text: f64,
    /// What it stands below is alike.
    pub context: f64,
    /// The publisher is one of ours.
    pub publisher: f64,
    /// The name is the same in several languages.
    pub language: f64,
    /// A life event and a business event.
    pub class_differs: f64,
    /// The target's vocabulary relates it to a target that is the same as ours.
    pub linked: f64,
}

/// When two targets are equally good.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ambiguous {
    /// How near their scores are.
    pub within: f64,
}

/// Kinds of target for a kind of ours.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Match {
    /// The kind of our thing: a file in `ontology/link/subjects/`.
    pub subject: String,
    /// The kinds of target.
    pub targets: Vec<String>,
    /// The predicate when the name or number is the same.
    pub same: String,
    /// The predicate when something is shared.
    pub part: String,
    /// Where the accept zone begins.
    pub accept: f64,
    /// Where the review zone begins.
    pub review: f64,
    /// Whether nothing but the same number makes two the same: names then only lead to review.
    #[serde(default)]
    pub numbered: bool,
    /// Whether titles and keywords are looked through for what is rare in our names: for names that are sentences.
    #[serde(default)]
    pub titled: bool,
    /// Whether what belongs to what ours stands below counts too.
    #[serde(default)]
    pub inherit: bool,
}

impl Zones {
    /// The kinds of ours that have targets, in the order of the file.
    pub fn subjects(&self) -> Vec<&str> {
        let mut kinds: Vec<&str> = Vec::new();
        for found in &self.matches {
            if !kinds.contains(&found.subject.as_str()) {
                kinds.push(&found.subject);
            }
        }
        kinds
    }
}
