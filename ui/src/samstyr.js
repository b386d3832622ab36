// Small conveniences on pages that are complete without them.
const WORDS = {
  nb: { copy: "Kopier", copied: "Kopiert" },
  nn: { copy: "Kopier", copied: "Kopiert" },
  en: { copy: "Copy", copied: "Copied" },
};
const words = WORDS[document.documentElement.lang] ?? WORDS.nb;

/** A button that copies what stands in an element marked `data-copy`, whose value names it for a screen reader. */
function copyButton(source) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ds-button copy";
  button.dataset.variant = "tertiary";
  button.dataset.size = "sm";
  const said = document.createElement("span");
  said.className = "ds-sr-only";
  said.setAttribute("role", "status");
  const name = source.dataset.copy;
  button.textContent = words.copy;
  if (name) {
    const what = document.createElement("span");
    what.className = "ds-sr-only";
    what.textContent = ` ${name}`;
    button.append(what);
  }
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.textContent.trim());
    said.textContent = words.copied;
    button.dataset.done = words.copied;
    setTimeout(() => {
      said.textContent = "";
      delete button.dataset.done;
    }, 2500);
  });
  place(source.closest("pre") ?? source, button, said);
}

/** Code gets its button in a corner, a piece of text gets it behind. */
function place(shown, ...added) {
  if (shown.tagName !== "PRE") {
    shown.after(" ", ...added);
    return;
  }
  const box = document.createElement("div");
  box.className = "copyable";
  shown.before(box);
  box.append(shown, ...added);
}

// A browser without a clipboard (a page that is not served securely) gets no button that does nothing.
if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach(copyButton);
