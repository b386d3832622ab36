// What stands under the editor: a link to share, and the queries that were run before.
import { button, element } from "./dom.js";
import { forget, read } from "./history.js";
import { strings } from "./strings.js";

/** The address that asks this: what the form would send, so that it works without JavaScript too. */
function address(form) {
  const url = new URL(form.getAttribute("action") ?? "", location.href);
  url.search = new URLSearchParams(new FormData(form)).toString();
  return url;
}

function shareButton(form, say) {
  return button(strings.share, "secondary", async () => {
    const url = address(form);
    history.replaceState(null, "", url);
    try {
      await navigator.clipboard.writeText(url.href);
      say(strings.shared);
    } catch {
      say(strings.shareFailed);
    }
  });
}

/** A choice among earlier queries. Choosing changes nothing: the button does, so that arrow keys can look through them. */
function earlierQueries(queries, view, say) {
  const select = element("select", "ds-input");
  select.id = "earlier-queries";
  select.append(...queries.map((query, at) => new Option(summary(query), String(at))));
  const label = element("label", "ds-label", strings.history);
  label.htmlFor = select.id;
  const field = element("div", "ds-field");
  field.append(label, select);
  const row = element("div", "editor-history");
  const insert = button(strings.insert, "secondary", () => {
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: queries[Number(select.value)] } });
    view.focus();
  });
  const clear = button(strings.forget, "tertiary", () => {
    forget();
    row.remove();
    say(strings.forgotten);
    view.focus();
  });
  row.append(field, insert, clear);
  return row;
}

/** One line of a query, without the declarations that most begin with. */
function summary(query) {
  const text = query.replace(/^\s*(PREFIX|BASE)\b[^\n]*$/gim, "").replace(/\s+/g, " ").trim();
  return text.length > 90 ? `${text.slice(0, 89)}…` : text;
}

/** Puts the tools at the end of the form. */
export function tools(form, view, say) {
  const row = element("div", "editor-tools");
  row.append(shareButton(form, say));
  const queries = read();
  if (queries.length) row.append(earlierQueries(queries, view, say));
  form.append(row);
}
