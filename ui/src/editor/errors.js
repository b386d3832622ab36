// Errors are the server's: the parser that runs the query says what is wrong and where.
import { linter } from "@codemirror/lint";

/** How long the keyboard rests before the server is asked. */
const PAUSE = 500;

/** What the server says of a query: null, or `{ message, line, column }` with both counted from 1. */
async function ask(url, query) {
  const reply = await fetch(url, { method: "POST", headers: { "content-type": "application/sparql-query" }, body: query });
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}`);
  const { error } = await reply.json();
  return error ?? null;
}

/** The word at a place, or one character, so that there is something to underline. */
function rangeAt(state, { line, column }) {
  const { number, from, to, text } = state.doc.line(Math.min(Math.max(line ?? 1, 1), state.doc.lines));
  const start = Math.min(from + [...text].slice(0, Math.max((column ?? 1) - 1, 0)).join("").length, to);
  const word = /^[^\s{}()[\];.,]+/.exec(text.slice(start - from))?.[0].length ?? 1;
  if (start < to) return { from: start, to: Math.min(start + word, to) };
  return number > 1 || to > from ? { from: Math.max(start - 1, 0), to: start } : { from: 0, to: 0 };
}

/** Marks what the server objects to, and tells `say`: "valid", "invalid" with the error, or "unknown". */
export function errors(url, say) {
  const source = async (view) => {
    const query = view.state.doc.toString();
    if (!query.trim()) {
      say("unknown");
      return [];
    }
    try {
      const error = await ask(url, query);
      if (query !== view.state.doc.toString()) return []; // it has been edited meanwhile
      say(error ? "invalid" : "valid", error);
      return error ? [{ ...rangeAt(view.state, error), severity: "error", message: error.message }] : [];
    } catch {
      say("unknown"); // a server that cannot be reached is not an error in the query
      return [];
    }
  };
  return linter(source, { delay: PAUSE });
}

