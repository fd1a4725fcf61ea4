import { element, freshId } from "../../dom.js";

/** @typedef {{question: string, low: string, high: string, points: number[]}} Data */

/** @type {[string[], string][]} */
export const KEYS = [[["1", "to", "5"], "in the rating above the answers: that many points"]];

/** A rating of something else, asked before the question. */
export class Part {
  node;
  place = "before";
  /** @type {HTMLInputElement[]} */
  #inputs;

  /**
   * @param {Data} data
   * @param {import("../../types.js").JudgementStep} _step
   * @param {() => void} changed
   */
  constructor({ question, low, high, points }, _step, changed) {
    const name = freshId("before");
    const ends = new Map([[points[0], low], [points.at(-1), high]]);
    this.#inputs = points.map((point) => element(
      "input",
      { type: "radio", name, value: point, "aria-label": ends.has(point) ? `${point}, ${ends.get(point)}` : `${point}` },
    ));
    this.node = element(
      "fieldset",
      { class: "confidence", onchange: changed },
      element("legend", { text: question }),
      element(
        "div",
        { class: "confidence-scale" },
        ...this.#inputs.map((input) => element("label", {}, input, element("span", { text: input.value }))),
      ),
      element(
        "div",
        { class: "confidence-ends" },
        element("span", { text: `${points[0]} ${low}` }),
        element("span", { text: `${points.at(-1)} ${high}` }),
      ),
    );
  }

  /** @returns {number|null} */
  get value() {
    const checked = this.#inputs.find((input) => input.checked);
    return checked ? Number(checked.value) : null;
  }

  get problem() {
    return this.value === null ? "Answer the first question too." : null;
  }

  /** @param {number} digit */
  digit(digit) {
    const input = this.#inputs.find(({ value }) => Number(value) === digit);
    if (!input) return false;
    input.checked = true;
    input.focus();
    return true;
  }

  focus() {
    (this.#inputs.find((input) => input.checked) ?? this.#inputs[0]).focus();
  }

  clear() {
    for (const input of this.#inputs) input.checked = false;
  }

  /** @param {boolean} disabled */
  set disabled(disabled) {
    this.node.disabled = disabled;
  }
}
