import { button, element, freshId } from "../dom.js";

/**
 * A dialog that is made once and opened by its method `showModal`. Escape and its button close it, and the focus
 * goes back to where it was: the browser sees to both.
 *
 * @param {string} title
 * @param {Node[]} content
 * @param {string} [kind]  further classes
 * @returns {HTMLDialogElement}
 */
export function dialog(title, content, kind = "") {
  const id = freshId("dialog");
  const node = element(
    "dialog",
    { class: `dialog ${kind}`.trim(), "aria-labelledby": id },
    // Otherwise the first control gets the focus, and on a phone the dialog opens scrolled down to it.
    element("h2", { id, text: title, tabindex: "-1", autofocus: true }),
    ...content,
    element("div", { class: "dialog-foot" }, button("Close", () => node.close())),
  );
  return node;
}
