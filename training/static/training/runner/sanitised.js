import { element } from "../dom.js";

/**
 * Prose that the server has rendered from Markdown and sanitised. The only place where the page takes markup from
 * data; everything else is text.
 *
 * @param {string} html
 * @returns {HTMLElement}
 */
export function prose(html) {
  const node = element("div", { class: "reading" });
  node.innerHTML = html;
  return node;
}
