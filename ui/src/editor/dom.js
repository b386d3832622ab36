/** An element with its class and its text. */
export function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** A button that looks like the page's own. */
export function button(text, variant, act) {
  const made = element("button", "ds-button", text);
  made.type = "button";
  made.dataset.variant = variant;
  made.dataset.size = "sm";
  made.addEventListener("click", act);
  return made;
}
