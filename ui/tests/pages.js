// The page types. Every test that is about pages in general goes through this table.

export const LANGUAGES = ["nb", "nn", "en"];

/**
 * `path` follows the language; `covers` knows the addresses of the type in the site map; `status` is 200 where nothing else is said;
 * `picture` names the screenshot of a main page.
 */
export const PAGES = [
  { name: "front page", path: "/", covers: /^\/$/, picture: "front" },
  { name: "questions", path: "/questions", covers: /^\/questions$/ },
  { name: "questions that match", path: "/questions?search=kommune" },
  { name: "question", path: "/questions/municipal-measures", covers: /^\/questions\/[\w-]+$/ },
  { name: "question with evidence", path: "/questions/municipal-measures?why=true", picture: "question" },
  { name: "question with a form", path: "/questions/duties?bearer=no-ks" },
  { name: "question about a day", path: "/questions/municipal-measures?as-of=2020-01-01" },
  { name: "accessibility", path: "/accessibility", covers: /^\/accessibility$/ },
  { name: "not found", path: "/there-is-no-such-page", status: 404 },
];

/** The address of a page in a language. */
export const address = (language, { path }) => `/${language}${path}`;
