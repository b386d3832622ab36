/** The queries that were run, the last one first; kept in this browser and nowhere else. */
const KEY = "samstyr.queries";
const KEPT = 20;

/** What is kept; nothing when the browser keeps nothing. */
export function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(kept) ? kept.filter((query) => typeof query === "string") : [];
  } catch {
    return [];
  }
}

/** Puts a query first. */
export function remember(query) {
  if (query.trim()) write([query, ...read().filter((other) => other !== query)].slice(0, KEPT));
}

/** Forgets them all. */
export function forget() {
  write([]);
}

function write(queries) {
  try {
    localStorage.setItem(KEY, JSON.stringify(queries));
  } catch {
    // A browser that may not keep anything still edits and runs.
  }
}
