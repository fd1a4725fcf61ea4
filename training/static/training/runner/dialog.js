import { button, element, freshId } from "../dom.js";

/**
 * A dialog that is made once and opened by its method `showModal`. Escape and its button close it; the focus goes back
 * to where it was, both by the browser's own doing.
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
    element("h2", { id, text: title }),
    ...content,
    element("div", { class: "dialog-foot" }, button("Close", () => node.close())),
  );
  return node;
}
