/** The editor's words. The page is the rest; what is said here needs JavaScript to make sense. */
const STRINGS = {
  nb: {
    help: "Ctrl+Enter kjører. Ctrl+mellomrom foreslår. Tab går videre til neste felt; Esc lukker forslagene. F8 går til feilen.",
    completions: "Forslag",
    valid: "Spørringen kan leses.",
    place: (line, column) => `Linje ${line}, tegn ${column}: `,
    toError: "Gå til feilen",
    share: "Kopier lenke",
    shared: "Lenken er kopiert.",
    shareFailed: "Lenken står nå i adressefeltet.",
    history: "Tidligere spørringer",
    insert: "Hent inn",
    forget: "Tøm",
    forgotten: "Listen er tømt.",
    prefixes: "prefiks",
    kinds: { class: "klasse", property: "egenskap", code: "kode", thing: "ting" },
  },
  nn: {
    help: "Ctrl+Enter køyrer. Ctrl+mellomrom føreslår. Tab går vidare til neste felt; Esc lukkar forslaga. F8 går til feilen.",
    completions: "Forslag",
    valid: "Spørjinga kan lesast.",
    place: (line, column) => `Linje ${line}, teikn ${column}: `,
    toError: "Gå til feilen",
    share: "Kopier lenkje",
    shared: "Lenkja er kopiert.",
    shareFailed: "Lenkja står no i adressefeltet.",
    history: "Tidlegare spørjingar",
    insert: "Hent inn",
    forget: "Tøm",
    forgotten: "Lista er tømd.",
    prefixes: "prefiks",
    kinds: { class: "klasse", property: "eigenskap", code: "kode", thing: "ting" },
  },
  en: {
    help: "Ctrl+Enter runs. Ctrl+Space suggests. Tab moves on to the next field; Esc closes the suggestions. F8 goes to the error.",
    completions: "Suggestions",
    valid: "The query can be read.",
    place: (line, column) => `Line ${line}, column ${column}: `,
    toError: "Go to the error",
    share: "Copy link",
    shared: "The link is copied.",
    shareFailed: "The link is now in the address bar.",
    history: "Earlier queries",
    insert: "Insert",
    forget: "Clear",
    forgotten: "The list is empty.",
    prefixes: "prefix",
    kinds: { class: "class", property: "property", code: "code", thing: "thing" },
  },
};

/** The language of the page, or the first one there is. */
export const language = document.documentElement.lang in STRINGS ? document.documentElement.lang : "nb";

export const strings = STRINGS[language];
