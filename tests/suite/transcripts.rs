//! Every `console` block of the documentation is run and its output compared.
//!
//! `TRYCMD=overwrite cargo nextest run transcripts` rewrites them; the diff is the review.

#[test]
fn the_documentation_tells_the_truth() {
    trycmd::TestCases::new()
        .env("SAMSTYR_LANG", "nb")
        .env("NO_COLOR", "1")
        .register_bin("samstyr", std::path::Path::new(env!("CARGO_BIN_EXE_samstyr")))
        .case("README.md")
        .case("docs/*.md")
        .case("queries/README.md");
}
