import { element } from "../dom.js";

/** The frame of the attempt page: title, items left, save state, and one thing in view. */
export class Screen {
  #left = element("p", { class: "items-left", tabindex: "-1" });
  #body = element("div", { class: "stack" });

  /**
   * @param {HTMLElement} main
   * @param {string} title
   * @param {HTMLElement} saveState
   * @param {HTMLElement|null} notice
   */
  constructor(main, title, saveState, notice) {
    const bar = element("header", { class: "attempt-bar" }, element("h1", { text: title }), this.#left, saveState);
    main.append(element("div", { class: "attempt" }, bar, notice, this.#body));
  }

  /**
   * @param {string} left  "3 items left"
   * @param {...Node} content
   */
  show(left, ...content) {
    this.#left.textContent = left;
    this.#body.replaceChildren(...content);
    // The start of what is new: screen readers go on from here, and the page scrolls to its top.
    this.#left.focus();
  }
}

/**
 * @param {number} count
 * @param {"item"|"block"|"section"|"exercise"} noun
 */
export function itemsLeft(count, noun) {
  if (count === 0) return `No ${noun}s left`;
  return count === 1 ? `1 ${noun} left` : `${count} ${noun}s left`;
}
