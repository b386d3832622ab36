// The page types. Every test that is about pages in general goes through this table.

export const LANGUAGES = ["nb", "nn", "en"];

/**
 * `path` follows the language; `covers` knows the addresses of the type; `status` is 200 where nothing else is said;
 * `picture` names the screenshot of a main page.
 */
export const PAGES = [
  { name: "front page", path: "/", covers: /^\/$/, picture: "front" },
  { name: "questions", path: "/questions", covers: /^\/questions$/ },
  { name: "questions that match", path: "/questions?search=kommune" },
  { name: "question", path: "/questions/municipal-measures", covers: /^\/questions\/[\w-]+$/ },
  { name: "question with evidence", path: "/questions/municipal-measures?why=true", picture: "question" },
  { name: "wide question with evidence", path: "/questions/path-to-political-level?why=true", picture: "wide" },
  { name: "question with lengths of time", path: "/questions/agreement-term?why=true" },
  { name: "question that a value does not fit", path: "/questions/duties?bearer=nobody", status: 400 },
  { name: "question with a form", path: "/questions/duties?bearer=no-ks" },
  { name: "question about a day", path: "/questions/municipal-measures?as-of=2020-01-01" },
  { name: "question without an answer yet", path: "/questions/measure-status" },
  { name: "everything described", path: "/things", covers: /^\/things$/ },
  { name: "things of a kind", path: "/things/measure", covers: /^\/things\/[\w-]+$/ },
  { name: "measure", path: "/id/measure/no-dos-2019-5.1", covers: /^\/id\/[\w-]+\/[^/]+$/, picture: "thing" },
  { name: "organisation", path: "/id/org/no-ks" },
  { name: "document part", path: "/id/part/no-kmd-ks-2020-3.2" },
  { name: "contradiction", path: "/id/conflict/no-dos-2019-Z3" },
  { name: "search", path: "/search", covers: /^\/search$/ },
  { name: "search with hits", path: "/search?q=kommune", picture: "search" },
  { name: "search without hits", path: "/search?q=qwxz" },
  { name: "SPARQL", path: "/sparql", covers: /^\/sparql$/, picture: "sparql" },
  { name: "SPARQL answer", path: `/sparql?query=${encodeURIComponent("SELECT ?m ?label WHERE { ?m a sam:Measure ; rdfs:label ?label } LIMIT 20")}` },
  { name: "SPARQL graph", path: `/sparql?query=${encodeURIComponent("CONSTRUCT WHERE { ?m a sam:Measure } LIMIT 5")}` },
  { name: "SPARQL error", path: `/sparql?query=${encodeURIComponent("SELECT ?a WHERE { ?a")}`, status: 400 },
  { name: "pictures", path: "/pictures", covers: /^\/pictures$/, picture: "pictures" },
  { name: "picture in groups", path: "/pictures/effects-by-area", covers: /^\/pictures\/[\w-]+$/, picture: "picture" },
  { name: "picture of a chain", path: "/pictures/life-events", picture: "chain" },
  { name: "picture of a matrix", path: "/pictures/measures-and-parties", picture: "matrix" },
  { name: "picture of time", path: "/pictures/process", picture: "timeline" },
  { name: "ontology", path: "/ns", covers: /^\/ns$/, picture: "ontology" },
  { name: "class", path: "/ns/Measure", covers: /^\/ns\/\w+$/, picture: "class" },
  { name: "class of few ties", path: "/ns/Omission" },
  { name: "shapes", path: "/shapes", covers: /^\/shapes$/ },
  { name: "data", path: "/data", covers: /^\/data$/ },
  { name: "graph", path: "/graph/derived/effects", covers: /^\/graph\/.+$/ },
  { name: "accessibility", path: "/accessibility", covers: /^\/accessibility$/ },
  { name: "not found", path: "/there-is-no-such-page", status: 404 },
];

/** The address of a page in a language. */
export const address = (language, { path }) => `/${language}${path}`;
