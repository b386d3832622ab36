//! Pieces of a page: text with its language, and links. They escape what they hold.

use askama::Template;
use askama::filters::HtmlSafe;

/// Text, with its language where that is not the page's.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Template)]
#[template(
    ext = "html",
    source = r#"{% if let Some(lang) = lang %}<span lang="{{ lang }}">{{ value }}</span>{% else %}{{ value }}{% endif %}"#
)]
pub(super) struct Text {
    pub(super) value: String,
    pub(super) lang: Option<String>,
}

impl HtmlSafe for Text {}

impl Text {
    /// Text in the page's own language, or in none.
    pub(super) fn plain(value: impl Into<String>) -> Self {
        Self { value: value.into(), lang: None }
    }

    /// Text in a language, on a page in a language.
    pub(super) fn in_language(value: impl Into<String>, language: &str, page: &str) -> Self {
        let lang = (!language.is_empty() && language != page).then(|| language.to_owned());
        Self { value: value.into(), lang }
    }
}

/// Text that may lead somewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Template)]
#[template(
    ext = "html",
    source = r#"{% if let Some(href) = href %}<a class="ds-link" href="{{ href }}">{{ text }}</a>{% else %}{{ text }}{% endif %}"#
)]
pub(super) struct Link {
    pub(super) text: Text,
    pub(super) href: Option<String>,
}

impl HtmlSafe for Link {}

impl Link {
    pub(super) fn new(text: Text, href: impl Into<String>) -> Self {
        Self { text, href: Some(href.into()) }
    }

    /// Text that leads nowhere.
    pub(super) fn text(text: Text) -> Self {
        Self { text, href: None }
    }
}

/// A value of a fact or a cell of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Template)]
#[template(path = "value.html")]
pub(super) struct Value {
    /// What is shown.
    pub(super) link: Link,
    /// A sign before it that says the same to the eye.
    pub(super) symbol: Option<&'static str>,
    /// The machine's form of a day or month.
    pub(super) date: Option<String>,
    /// What the graph says where the page says it in words, such as `P3M` or `undecided`.
    pub(super) data: Option<String>,
    /// Whether digits are to be aligned.
    pub(super) number: bool,
    /// A code whose look the style sheet may choose, such as `Stated`.
    pub(super) code: Option<String>,
}

impl HtmlSafe for Value {}

impl Value {
    pub(super) fn of(link: Link) -> Self {
        Self { link, ..Self::default() }
    }
}
