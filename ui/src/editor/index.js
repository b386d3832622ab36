// The SPARQL editor: takes the place of the page's textarea, keeps it in step, and leaves the form to do the rest.
import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history as undo, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { lintKeymap, nextDiagnostic } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { sparql } from "codemirror-lang-sparql";
import { completion } from "./completion.js";
import { button, element } from "./dom.js";
import { errors } from "./errors.js";
import { remember } from "./history.js";
import { strings } from "./strings.js";
import { theme } from "./theme.js";
import { tools } from "./tools.js";
import { typing } from "./typing.js";

/** What is to be read beside the editor: help, and what the server says. */
function companions(view) {
  const help = element("p", "editor-help", strings.help);
  const said = element("p", "editor-said");
  said.setAttribute("role", "status");
  let known = ""; // what is said already is not said again
  const say = (state, error) => {
    const place = error?.line ? strings.place(error.line, error.column ?? 1) : "";
    const now = `${state} ${place} ${error?.message}`;
    if (now === known) return;
    known = now;
    said.dataset.state = state;
    said.replaceChildren(state === "valid" ? strings.valid : place);
    if (error) said.append(inEnglish(error.message), button(strings.toError, "tertiary", () => goToError(view())));
  };
  return { help, said, say };
}

/** The parser's own words. */
function inEnglish(text) {
  const made = element("span", "", text);
  made.lang = "en";
  return made;
}

function goToError(view) {
  nextDiagnostic(view);
  view.focus();
}

function mount(form, textarea) {
  const { prefixesUrl, vocabUrl, parseUrl } = form.dataset;
  const host = element("div", "editor");
  const root = host.attachShadow({ mode: "open" }); // its style sheets are adopted ones, which a strict policy allows
  const label = textarea.labels[0];
  const { help, said, say } = companions(() => view);
  const run = () => {
    form.requestSubmit();
    return true;
  };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: textarea.value,
      extensions: [
        Prec.highest(keymap.of([{ key: "Mod-Enter", run }])),
        lineNumbers(),
        highlightSpecialChars(),
        undo(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        typing,
        sparql(),
        completion({ prefixesUrl, vocabUrl }),
        errors(parseUrl, say),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
        theme,
        EditorState.phrases.of({ Completions: strings.completions }),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": label?.textContent.trim() ?? "SPARQL",
          "aria-description": strings.help,
          autocapitalize: "off",
          autocorrect: "off",
          spellcheck: "false",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) textarea.value = update.state.doc.toString();
        }),
      ],
    }),
  });
  textarea.required = false; // a hidden field that must be filled would stop the form without a word
  textarea.hidden = true;
  textarea.after(host, help, said);
  label?.addEventListener("click", () => view.focus());
  form.addEventListener("submit", () => remember(view.state.doc.toString()));
  tools(form, view, (text) => said.replaceChildren(text));
  return view;
}

const form = document.getElementById("sparql-form");
const textarea = document.getElementById("query");
if (form && textarea) mount(form, textarea);
