// Colours come from the design system's tokens, which reach through the shadow root and turn with light and dark.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const token = (name) => `var(--ds-color-${name})`;

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: token("accent-text-subtle"), fontWeight: "600" },
  { tag: tags.variableName, color: token("neutral-text-default"), fontWeight: "600" },
  { tag: [tags.string, tags.annotation], color: token("success-text-subtle") },
  { tag: [tags.namespace, tags.url, tags.typeName], color: token("info-text-subtle") },
  { tag: [tags.integer, tags.float, tags.bool], color: token("warning-text-subtle") },
  { tag: tags.comment, color: token("neutral-text-subtle"), fontStyle: "italic" },
]);

const surface = EditorView.theme({
  "&": {
    backgroundColor: token("neutral-surface-default"),
    border: `1px solid ${token("neutral-border-default")}`,
    borderRadius: "var(--ds-border-radius-md)",
    color: token("neutral-text-default"),
    fontSize: "1rem",
    maxHeight: "32rem",
  },
  "&.cm-focused": {
    outline: `var(--ds-border-width-focus) solid ${token("focus-outer")}`,
    outlineOffset: "2px",
  },
  ".cm-scroller": { fontFamily: "var(--sam-mono)", lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { caretColor: token("neutral-text-default"), padding: "0.6rem 0" },
  ".cm-content, .cm-gutter": { minHeight: "12rem" },
  ".cm-gutters": {
    backgroundColor: token("neutral-background-tinted"),
    borderRight: `1px solid ${token("neutral-border-subtle")}`,
    color: token("neutral-text-subtle"),
    fontFamily: "var(--sam-mono)",
    fontSize: "0.875rem",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: token("accent-surface-hover"), outline: "1px solid" },
  ".cm-tooltip": {
    backgroundColor: token("neutral-surface-default"),
    border: `1px solid ${token("neutral-border-default")}`,
    borderRadius: "var(--ds-border-radius-md)",
    boxShadow: "var(--ds-shadow-md)",
    color: token("neutral-text-default"),
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--sam-mono)", maxHeight: "none", maxWidth: "min(34rem, 88vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.25rem 0.6rem", lineHeight: "1.4" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: token("accent-base-default"),
    color: token("accent-base-contrast-default"),
  },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { color: "inherit", fontFamily: "var(--ds-font-family)", fontStyle: "normal", marginLeft: "1em" },
  ".cm-completionInfo": { fontFamily: "var(--ds-font-family)", maxWidth: "22rem", padding: "0.5rem 0.75rem" },
  ".cm-diagnostic": { borderLeft: `4px solid ${token("danger-border-default")}`, fontFamily: "var(--ds-font-family)" },
  ".cm-lintRange-error": {
    backgroundColor: token("danger-surface-hover"),
    backgroundImage: "none",
    textDecoration: `underline wavy ${token("danger-text-subtle")} 2px`,
    textUnderlineOffset: "0.2em",
  },
  ".cm-lintPoint-error::after": { borderBottomColor: token("danger-text-subtle") },
});

export const theme = [surface, syntaxHighlighting(colours)];
