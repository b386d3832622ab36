//! What a name is about: the last word of each of its parts. «Penalty» is what «death penalty» is about, and «law» and «succession» «law of succession».

use super::settings::words::Words;
use super::text::Tongue;

/// Signs between the parts of a name.
const SIGNS: [char; 9] = [',', ';', ':', '(', ')', '/', '–', '—', '|'];
/// What stands between a title and what is said of it besides: the year, the place.
const DASHES: [&str; 3] = [" - ", " – ", " — "];

/// The last words of the parts of a name, which joining words and signs divide.
pub(super) fn heads(text: &str, tongue: Tongue, words: &Words) -> Vec<String> {
    let joins = words.join.of(tongue);
    let mut heads = Vec::new();
    for part in text.split(SIGNS).flat_map(|part| part.split(" - ")) {
        let mut last: Option<&str> = None;
        for word in part.split_whitespace() {
            if joins.iter().any(|join| *join == word.to_lowercase()) {
                heads.extend(last.take());
            } else {
                last = Some(word);
            }
        }
        heads.extend(last);
    }
    heads.into_iter().map(str::to_owned).collect()
}

/// A title without what follows its first dash.
pub(super) fn before_dash(text: &str) -> &str {
    let first = DASHES.iter().filter_map(|dash| text.find(dash)).filter(|at| *at > 0).min();
    first.map_or(text, |at| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::settings::Settings;

    #[test]
    fn the_last_word_of_each_part_is_what_a_name_is_about() {
        let settings = Settings::built_in().expect("the settings");
        let english = |text| heads(text, Tongue::English, &settings.words);
        assert_eq!(english("death penalty"), ["penalty"]);
        assert_eq!(english("law of succession"), ["law", "succession"]);
        assert_eq!(english("Education, culture and sport"), ["Education", "culture", "sport"]);
        assert_eq!(heads("Frivillig medlemskap i folketrygden", Tongue::Norwegian, &settings.words), ["medlemskap", "folketrygden"]);
        assert_eq!((before_dash("Barnehager – Oslo – 2019"), before_dash("e-post"), before_dash("- a")), ("Barnehager", "e-post", "- a"));
    }
}
