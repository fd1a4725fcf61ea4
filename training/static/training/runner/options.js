import { element } from "../dom.js";

/** Options with a key of their own; a row of short ones stands side by side. */
const DIGIT_KEYS = 9;
const LONGEST_IN_ROW = 14;

/** Where several answers may be chosen, the one that says that none of the others is right. */
const NONE = "none";

/** The answers one can choose from: radio buttons, or checkboxes where several may be chosen. */
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
    const labels = step.options.map((option, index) => optionLabel(option, index, step.multiple));
    this.#inputs = labels.map((label) => label.querySelector("input"));
    const row = step.options.every((option) => !option.help && option.name.length <= LONGEST_IN_ROW);
    this.node = element(
      "fieldset",
      {
        class: step.scale ? "options options-scale" : row ? "options options-row" : "options",
        onchange: ({ target }) => {
          this.#exclude(target);
          changed();
        },
      },
      element("legend", { text: step.question }),
      step.multiple ? element("p", { class: "quiet", text: "Choose all that apply." }) : null,
      ...labels,
    );
  }

  /** @returns {string|null} option id; where several are chosen, their ids in the order of the options */
  get value() {
    return this.#inputs.filter((input) => input.checked).map((input) => input.value).join(",") || null;
  }

  /** What to say while there is no value. */
  get missing() {
    return this.#step.multiple ? "Choose at least one answer first." : "Choose an answer first.";
  }

  /**
   * @param {number} index  of several that may be chosen, a second time takes it back
   * @returns {boolean} whether there is such an option
   */
  choose(index) {
    const input = this.#inputs[index];
    if (!input) return false;
    input.checked = !(this.#step.multiple && input.checked);
    this.#exclude(input);
    input.focus();
    return true;
  }

  /** Either some of the answers, or none of them. */
  #exclude(changed) {
    if (!this.#step.multiple || !changed.checked) return;
    for (const input of this.#inputs) {
      if ((input.value === NONE) !== (changed.value === NONE)) input.checked = false;
    }
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
   * @param {string} chosen  of several, as `value` has them
   */
  mark(key, chosen) {
    const keyWord = ["lesson", "record"].includes(this.#step.shape) ? "Right answer" : "The key";
    const own = new Set(this.#step.multiple ? chosen.split(",") : [chosen]);
    this.#step.options.forEach(({ id }, index) => {
      const label = this.#inputs[index].closest("label");
      label.classList.toggle("is-key", id === key);
      label.classList.toggle("is-chosen", own.has(id));
      const words = [id === key && keyWord, own.has(id) && "Your answer"].filter(Boolean).join(" · ");
      if (words) label.append(element("span", { class: "option-mark", text: words }));
    });
  }
}

function optionLabel(option, index, multiple = false) {
  return element(
    "label",
    { class: "option" },
    element("input", { type: multiple ? "checkbox" : "radio", name: "choice", value: option.id }),
    index < DIGIT_KEYS ? element("kbd", { "aria-hidden": "true", text: String(index + 1) }) : null,
    element("span", { class: "option-name", text: option.name }),
    option.help ? element("span", { class: "option-help", text: option.help }) : null,
  );
}
