//! The header of a query file: lines `#+ key: value`, so that the file stays valid SPARQL anywhere.

/// The keys and values of a header in order; an error says which line is not one.
pub fn entries(text: &str) -> impl Iterator<Item = std::result::Result<(&str, &str), String>> {
    text.lines().filter_map(|line| line.strip_prefix("#+")).map(|line| {
        let (key, value) = line.split_once(':').ok_or_else(|| format!("`#+{line}` is not `#+ key: value`"))?;
        Ok((key.trim(), value.trim()))
    })
}
