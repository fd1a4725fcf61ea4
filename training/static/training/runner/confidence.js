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
  constructor({ points: values }, changed) {
    const points = element("div", { class: "confidence-scale" });
    for (const value of values) {
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
        element("span", { text: `${values[0]} % ${values[0] === 50 ? "a coin toss" : "a guess"}` }),
        element("span", { text: `${values.at(-1)} % certain` }),
      ),
    );
  }

  /** @returns {number|null} per cent */
  get value() {
    const checked = this.#inputs.find((input) => input.checked);
    return checked ? Number(checked.value) : null;
  }

  /**
   * @param {number} ten  0 to 10: the point in that ten, so 3 is 30 % or 33 %
   * @returns {boolean} whether the scale has one
   */
  choose(ten) {
    const input = this.#inputs.find((candidate) => Math.floor(Number(candidate.value) / 10) === ten);
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
