import { EditorView } from "@codemirror/view";

/**
 * Typing over a selection. Left to itself the browser keeps the look of what is replaced by an inline style, which a strict policy
 * forbids and reports; so the replacement is made here, through the same handlers as other input (brackets among them).
 */
export const typing = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main } = view.state.selection;
    if (event.inputType !== "insertText" || event.data === null || main.empty || view.composing) return false;
    event.preventDefault();
    const insert = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handler) => handler(view, main.from, main.to, event.data, insert))) view.dispatch(insert());
    return true;
  },
});
