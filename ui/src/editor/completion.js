// Completion from this graph's own terms and the curated prefixes. Nothing that is typed leaves the server's machine.
import { autocompletion, completeFromList, ifNotIn } from "@codemirror/autocomplete";
import { language, strings } from "./strings.js";

const KEYWORDS = (
  "ASK BASE BIND BY CONSTRUCT DESC ASC DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH GROUP HAVING LIMIT MINUS NAMED NOT OFFSET OPTIONAL ORDER " +
  "PREFIX REDUCED SELECT SERVICE UNDEF UNION VALUES WHERE BOUND COALESCE CONCAT CONTAINS COUNT DATATYPE GROUP_CONCAT IF IN IRI ISBLANK ISIRI " +
  "ISLITERAL ISNUMERIC LANG LANGMATCHES LCASE MAX MIN NOW REGEX REPLACE SAMPLE SAMETERM SEPARATOR STR STRAFTER STRBEFORE STRDT STRENDS STRLANG " +
  "STRLEN STRSTARTS SUBSTR SUM AVG UCASE YEAR MONTH DAY"
).split(" ");

/** Suggestions shown at a time: all fit, so that nothing scrolls which the keyboard cannot reach; the arrow keys bring the rest. */
const ROWS = 8;

/** Reads a JSON resource once, when first asked for; a failure is no suggestions, and is tried again. */
function once(url) {
  let read;
  return () => {
    read ??= fetch(url)
      .then((reply) => (reply.ok ? reply.json() : Promise.reject(new Error(`${url} answered ${reply.status}`))))
      .catch(() => {
        read = undefined;
        return null;
      });
    return read;
  };
}

/** The text in the reader's language, or in another one there is. */
function inLanguage(texts) {
  if (!texts || typeof texts === "string") return texts ?? "";
  return texts[language] ?? texts.nb ?? texts.nn ?? texts.en ?? Object.values(texts)[0] ?? "";
}

/** Names such as `sam:Measure`, with label and kind; matched on the label too when the label is what was typed. */
function terms(vocab) {
  return async (context) => {
    const typed = context.matchBefore(/[\p{L}\p{N}_-]*:[\p{L}\p{N}_.-]*|[\p{L}][\p{L}\p{N}_-]*/u);
    if (!typed && !context.explicit) return null;
    if (context.matchBefore(/\bPREFIX\s+[\w-]*:?|[?$][\p{L}\p{N}_]*|@[a-z-]*|<[^>\s]*/iu)) return null;
    const known = await vocab();
    if (!known) return null;
    const options = known.terms.map(({ name, label, kind, description }) => ({
      label: name,
      detail: ` ${[inLanguage(label), strings.kinds[kind] ?? kind].filter(Boolean).join(" · ")}`, // read aloud, the name ends somewhere
      info: inLanguage(description) || undefined,
      type: kind,
    }));
    return { from: typed?.from ?? context.pos, options, validFor: /^[\p{L}\p{N}_.:-]*$/u };
  };
}

/** After `PREFIX`, whole declarations; elsewhere the prefix itself. */
function prefixes(list) {
  return async (context) => {
    const declared = context.matchBefore(/\bPREFIX\s+[\w-]*$/i);
    const typed = context.matchBefore(/[\p{L}][\p{L}\p{N}_-]*/u);
    if (!declared && !typed) return null;
    const known = await list();
    if (!known) return null;
    const from = declared ? declared.from + /^PREFIX\s+/i.exec(declared.text)[0].length : typed.from;
    const options = Object.entries(known.prefixes).map(([prefix, iri]) => ({
      label: `${prefix}:`,
      apply: declared ? `${prefix}: <${iri}>` : `${prefix}:`,
      detail: ` ${strings.prefixes} ${iri}`,
      boost: declared ? 1 : -1,
    }));
    return { from, options, validFor: /^[\w-]*:?$/ };
  };
}

/** The variables that the query already has. */
function variables(context) {
  const typed = context.matchBefore(/[?$][\p{L}\p{N}_]*/u);
  if (!typed) return null;
  const text = context.state.doc.toString();
  const others = text.slice(0, typed.from) + " " + text.slice(context.pos);
  const names = [...new Set(others.match(/[?$][\p{L}_][\p{L}\p{N}_]*/gu) ?? [])];
  return { from: typed.from, options: names.map((label) => ({ label, type: "variable" })), validFor: /^[?$][\p{L}\p{N}_]*$/u };
}

const keywords = completeFromList(KEYWORDS.map((label) => ({ label, type: "keyword", boost: -2 })));

/** Suggestions for a query. */
export function completion({ prefixesUrl, vocabUrl }) {
  const sources = [terms(once(vocabUrl)), prefixes(once(prefixesUrl)), variables, keywords];
  const outside = sources.map((source) => ifNotIn(["String", "Comment", "IriRef"], source));
  return autocompletion({ override: outside, icons: false, maxRenderedOptions: ROWS });
}
