import { element } from "../dom.js";

/**
 * Sentences of the server, each a paragraph.
 *
 * @param {{lines: string[]}} data
 * @returns {Node[]}
 */
export function lines({ lines: sentences }) {
  return sentences.map((text) => element("p", { text }));
}
