import { element } from "../dom.js";

/** How sure the person is, per cent, as a labelled scale of radio buttons. */
export class Confidence {
  node;
  /** @type {HTMLInputElement[]} */
  #inputs = [];

  /**
   * @param {import("../types.js").ConfidenceScale} scale
   * @param {() => void} changed
   */
  constructor({ from, to, step }, changed) {
    const points = element("div", { class: "confidence-scale" });
    for (let value = from; value <= to; value += step) {
      const input = element("input", { type: "radio", name: "confidence", value, "aria-label": `${value} %` });
      this.#inputs.push(input);
      points.append(element("label", {}, input, element("span", { text: String(value) })));
    }
    this.node = element(
      "fieldset",
      { class: "confidence", onchange: changed },
      element("legend", { text: "How sure are you that this is right?" }),
      points,
      element(
        "div",
        { class: "confidence-ends" },
        element("span", { text: `${from} % a coin toss` }),
        element("span", { text: `${to} % certain` }),
      ),
    );
  }

  /** @returns {number|null} per cent */
  get value() {
    const checked = this.#inputs.find((input) => input.checked);
    return checked ? Number(checked.value) : null;
  }

  /**
   * @param {number} value  per cent
   * @returns {boolean} whether the scale has it
   */
  choose(value) {
    const input = this.#inputs.find((candidate) => Number(candidate.value) === value);
    if (!input) return false;
    input.checked = true;
    input.focus();
    return true;
  }

  clear() {
    for (const input of this.#inputs) input.checked = false;
  }

  focus() {
    (this.#inputs.find((input) => input.checked) ?? this.#inputs[0]).focus();
  }

  /** @returns {boolean} */
  get hasFocus() {
    return this.node.contains(document.activeElement);
  }

  /** @param {boolean} disabled */
  set disabled(disabled) {
    this.node.disabled = disabled;
  }
}
