import { element } from "../../dom.js";
import { freshNuance } from "../nuance.js";

/** @type {[string[], string][]} */
export const KEYS = [[["A"], "genuinely ambiguous, or not"]];

/** "Genuinely ambiguous": whether careful people would differ on this item. A toggles it. */
export class Part {
  node;
  keys = { a: () => this.#toggle() };
  #nuance;
  #box;

  /**
   * @param {object} data
   * @param {import("../../types.js").JudgementStep} step
   * @param {() => void} changed
   */
  constructor(data, step, changed) {
    this.#nuance = freshNuance(step);
    this.#box = element("input", {
      type: "checkbox",
      onchange: () => {
        this.#tell();
        changed();
      },
    });
    this.node = element(
      "label",
      { class: "flag" },
      this.#box,
      element("kbd", { "aria-hidden": "true", text: "A" }),
      element("span", { class: "flag-name", text: "Genuinely ambiguous" }),
      element("span", { class: "flag-help", text: "Careful people who know the guideline would differ." }),
    );
  }

  /** @returns {boolean} */
  get value() {
    return this.#box.checked;
  }

  /** Nothing is missing: not to flag is an answer. */
  get problem() {
    return null;
  }

  focus() {
    this.#box.focus();
  }

  clear() {
    this.#box.checked = false;
    this.#tell();
  }

  /** @param {boolean} disabled */
  set disabled(disabled) {
    this.#box.disabled = disabled;
  }

  #toggle() {
    this.#box.checked = !this.#box.checked;
    this.#tell();
    this.focus(); // so that a screen reader says what it is now
  }

  #tell() {
    this.#nuance.set({ flagged: this.#box.checked });
  }
}

/**
 * @param {{agrees: boolean|null, text: string}} data
 * @returns {Node[]}
 */
export function feedback({ text }) {
  return [element("p", { text })];
}
