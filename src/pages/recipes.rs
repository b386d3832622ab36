//! How to fetch an answer from other programs.

/// A piece of code to copy.
pub(super) struct Recipe {
    pub(super) name: &'static str,
    pub(super) text: String,
}

/// The same table, fetched as CSV by the programs that analysts use.
pub(super) fn of(address: &str) -> Vec<Recipe> {
    // Addresses are percent-encoded: they hold no quotation marks, and `&` is plain inside quotes.
    let quoted = address.replace('\'', "%27").replace('"', "%22");
    let recipe = |name, text| Recipe { name, text };
    vec![
        recipe("curl", format!("curl --fail --output answer.csv '{quoted}'")),
        recipe("Python (pandas)", format!("import pandas as pd\n\nanswer = pd.read_csv(\"{quoted}\", dtype=\"string\")")),
        recipe("R (readr)", format!("library(readr)\n\nanswer <- read_csv(\"{quoted}\", col_types = cols(.default = \"c\"))")),
        recipe("DuckDB", format!("INSTALL httpfs; LOAD httpfs;\nSELECT * FROM read_csv('{quoted}', all_varchar = true);")),
        recipe(
            "Power Query (Excel, Power BI)",
            format!(
                "let\n    Source = Csv.Document(Web.Contents(\"{quoted}\"), [Delimiter = \",\", Encoding = 65001]),\n    \
                 Answer = Table.PromoteHeaders(Source, [PromoteAllScalars = true])\nin\n    Answer"
            ),
        ),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_address_ends_the_string_it_stands_in() {
        for recipe in super::of("http://x/?a='\"") {
            assert!(recipe.text.contains("?a=%27%22"), "{}", recipe.name);
        }
    }
}
