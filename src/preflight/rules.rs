//! The harvest rules: one table of what each is called, how grave it is and what it says. `harvest` has the checks.
//!
//! The source of each is the harvester's code as described in `docs/preflight.md`.

use super::finding::Severity;

/// A rule of the harvest.
#[derive(Debug)]
pub struct Rule {
    /// Its name in reports.
    pub id: &'static str,
    /// How grave a finding is.
    pub severity: Severity,
    /// Whether a finding stops the harvest of the whole document.
    pub stops: bool,
    /// What a finding says in nb, nn and en; `{}` is the detail.
    pub words: [&'static str; 3],
}

macro_rules! rules {
    ($($name:ident $id:literal $severity:ident $stops:literal $nb:literal $nn:literal $en:literal)*) => {
        $(
            #[doc = concat!("`", $id, "`.")]
            pub const $name: &Rule = &Rule { id: $id, severity: Severity::$severity, stops: $stops, words: [$nb, $nn, $en] };
        )*
        /// All of them.
        pub const ALL: &[&Rule] = &[$($name),*];
    };
}

rules! {
    SYNTAX "syntax" Violation true
        "dokumentet er ikke gyldig RDF: {}"
        "dokumentet er ikkje gyldig RDF: {}"
        "the document is not valid RDF: {}"
    FORMAT "format" Violation true
        "formatet «{}» kan ikke leses som RDF; høsteren leser det som den registrerte medietypen sier"
        "formatet «{}» kan ikkje lesast som RDF; haustaren les det som den registrerte medietypen seier"
        "the format «{}» cannot be read as RDF; the harvester reads what the registered media type says"
    MEDIA_TYPE "harvest-media-type" Violation true
        "høsteren avviser medietypen «{}»; registrer kilden med text/turtle, text/n3, application/trig, application/rdf+xml, application/rdf+json, application/ld+json, application/n-triples, application/n-quads eller application/trix"
        "haustaren avviser medietypen «{}»; registrer kjelda med text/turtle, text/n3, application/trig, application/rdf+xml, application/rdf+json, application/ld+json, application/n-triples, application/n-quads eller application/trix"
        "the harvester refuses the media type «{}»; register the source with text/turtle, text/n3, application/trig, application/rdf+xml, application/rdf+json, application/ld+json, application/n-triples, application/n-quads or application/trix"
    STATUS "harvest-status" Violation true
        "svaret er ikke 200: {}; høsteren følger bare videresending innen samme protokoll (http eller https)"
        "svaret er ikkje 200: {}; haustaren følgjer berre vidaresending innan same protokoll (http eller https)"
        "the answer is not 200: {}; the harvester follows redirects within one scheme only (http or https)"
    SIZE "harvest-size" Violation true
        "dokumentet er større enn 75 MiB{}"
        "dokumentet er større enn 75 MiB{}"
        "the document is larger than 75 MiB{}"
    TIME "harvest-time" Violation true
        "svaret kom ikke helt fram innen {}; høsteren gir opp etter 10 minutter"
        "svaret kom ikkje heilt fram innan {}; haustaren gjev opp etter 10 minutt"
        "the whole answer did not come within {}; the harvester gives up after 10 minutes"
    ENCODING "harvest-encoding" Violation true
        "svaret har Content-Encoding «{}», som høsteren tar for et tegnsett; send det ukomprimert"
        "svaret har Content-Encoding «{}», som haustaren tek for eit teiknsett; send det ukomprimert"
        "the answer has Content-Encoding «{}», which the harvester takes for a character set; send it uncompressed"
    UTF8 "harvest-utf8" Violation true
        "dokumentet er ikke UTF-8{}"
        "dokumentet er ikkje UTF-8{}"
        "the document is not UTF-8{}"
    RELATIVE "harvest-relative-iri" Violation false
        "relativ IRI, som hos høsteren blir en annen: {}"
        "relativ IRI, som hos haustaren vert ein annan: {}"
        "relative IRI, which becomes another at the harvester: {}"
    PREDICATE "harvest-predicate-name" Violation true
        "predikatet <{}> slutter ikke på et XML-navn, så hele dokumentet kan ikke skrives som RDF/XML"
        "predikatet <{}> sluttar ikkje på eit XML-namn, så heile dokumentet kan ikkje skrivast som RDF/XML"
        "the predicate <{}> does not end in an XML name, so that the whole document cannot be written as RDF/XML"
    MEMBER "harvest-member" Violation false
        "{} høstes ikke: en katalog og det den inneholder må ha IRI og en type i samme dokument"
        "{} vert ikkje hausta: ein katalog og det han inneheld må ha IRI og ein type i same dokument"
        "{} is not harvested: a catalogue and what it contains need an IRI and a type in the same document"
    SHALLOW "harvest-shallow" Warning false
        "{} tripler høstes sammen med denne ressursen, fordi alt som kan nås herfra følger med; hold katalogen atskilt fra dataene"
        "{} triplar vert hausta saman med denne ressursen, fordi alt som kan nåast herifrå følgjer med; hald katalogen skild frå dataa"
        "{} triples are harvested along with this resource, because all that can be reached comes with it; keep the catalogue apart from the data"
    CONFLICT "harvest-conflict" Violation false
        "den samme IRI-en står også i {}: en kilde som ikke var først, blir avvist (katalog) eller hoppet over (medlem)"
        "den same IRI-en står òg i {}: ei kjelde som ikkje var først, vert avvist (katalog) eller hoppa over (medlem)"
        "the same IRI stands in {} too: a source that was not first is refused (catalogue) or passed over (member)"
    PAGING "harvest-paging" Violation false
        "dokumentet viser til en neste side ({}); høsteren henter den ikke, så alt må stå i ett dokument"
        "dokumentet viser til ei neste side ({}); haustaren hentar ho ikkje, så alt må stå i eitt dokument"
        "the document points to a next page ({}); the harvester does not fetch it, so all must stand in one document"
    REMOVED "harvest-removed" Warning false
        "sto i forrige utgave ({}) og mangler nå: blir merket som slettet"
        "stod i førre utgåve ({}) og manglar no: vert merkt som sletta"
        "stood in the previous version ({}) and is gone: will be marked as removed"
    AUTHENTICATION "harvest-authentication" Violation true
        "adressen krever innlogging eller nøkkel ({}); høsteren sender ingen"
        "adressa krev innlogging eller nøkkel ({}); haustaren sender ingen"
        "the address asks for a login or a key ({}); the harvester sends none"
    PUBLISHER "harvest-publisher" Warning false
        "datasettet har ikke egen utgiver (dct:publisher) og arver katalogens i portalen, men ikke i kvalitetsmålingen{}"
        "datasettet har ikkje eigen utgjevar (dct:publisher) og arvar katalogen sin i portalen, men ikkje i kvalitetsmålinga{}"
        "the dataset has no publisher of its own (dct:publisher) and inherits the catalogue's in the portal, but not in the quality assessment{}"
    SERIES "score-series" Info false
        "serien høstes, men får ingen poeng her: kvalitetsmålingen ser bare på det som selv er et dcat:Dataset, og serien er bare dcat:DatasetSeries{}"
        "serien vert hausta, men får ingen poeng her: kvalitetsmålinga ser berre på det som sjølv er eit dcat:Dataset, og serien er berre dcat:DatasetSeries{}"
        "the series is harvested and not scored here: the quality assessment looks only at what is itself a dcat:Dataset, and the series is only a dcat:DatasetSeries{}"
    NOTHING "harvest-nothing" Violation true
        "dokumentet har ingenting å høste: ingen katalog, samling eller ressurs med IRI og type{}"
        "dokumentet har ingenting å hauste: ingen katalog, samling eller ressurs med IRI og type{}"
        "the document holds nothing to harvest: no catalogue, collection or resource with an IRI and a type{}"
    ORPHAN "harvest-orphan" Info false
        "står ikke i noen katalog eller samling, og havner i en som høsteren lager: {}"
        "står ikkje i nokon katalog eller samling, og hamnar i ei som haustaren lagar: {}"
        "stands in no catalogue or collection, and is put into one that the harvester makes: {}"
}
