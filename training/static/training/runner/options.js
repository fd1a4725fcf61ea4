import { element } from "../dom.js";

/** Options with a key of their own; a row of short ones stands side by side. */
const DIGIT_KEYS = 9;
const LONGEST_IN_ROW = 14;

/** The answers one can choose from, as a group of radio buttons. */
export class Options {
  node;
  #step;
  /** @type {HTMLInputElement[]} */
  #inputs;

  /**
   * @param {import("../types.js").JudgementStep} step
   * @param {() => void} changed
   */
  constructor(step, changed) {
    this.#step = step;
    const labels = step.options.map(optionLabel);
    this.#inputs = labels.map((label) => label.querySelector("input"));
    const row = step.options.every((option) => !option.help && option.name.length <= LONGEST_IN_ROW);
    this.node = element(
      "fieldset",
      { class: row ? "options options-row" : "options", onchange: changed },
      element("legend", { text: step.question }),
      ...labels,
    );
  }

  /** @returns {string|null} option id */
  get value() {
    return this.#inputs.find((input) => input.checked)?.value ?? null;
  }

  /**
   * @param {number} index
   * @returns {boolean} whether there is such an option
   */
  choose(index) {
    const input = this.#inputs[index];
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

  /** @param {boolean} disabled */
  set disabled(disabled) {
    this.node.disabled = disabled;
  }

  /**
   * Mark the key and the person's own answer.
   *
   * @param {string|null} key
   * @param {string} chosen
   */
  mark(key, chosen) {
    const keyWord = this.#step.shape === "lesson" ? "Right answer" : "The key";
    this.#step.options.forEach(({ id }, index) => {
      const label = this.#inputs[index].closest("label");
      label.classList.toggle("is-key", id === key);
      label.classList.toggle("is-chosen", id === chosen);
      const words = [id === key && keyWord, id === chosen && "Your answer"].filter(Boolean).join(" · ");
      if (words) label.append(element("span", { class: "option-mark", text: words }));
    });
  }
}

function optionLabel(option, index) {
  return element(
    "label",
    { class: "option" },
    element("input", { type: "radio", name: "choice", value: option.id }),
    index < DIGIT_KEYS ? element("kbd", { "aria-hidden": "true", text: String(index + 1) }) : null,
    element("span", { class: "option-name", text: option.name }),
    option.help ? element("span", { class: "option-help", text: option.help }) : null,
  );
}
