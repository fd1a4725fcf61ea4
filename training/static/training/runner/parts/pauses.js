import { element, freshId } from "../../dom.js";

/** What is asked, by the name that the server gives it. The words are the page's; what is kept is the name. */
const QUESTIONS = {
  change: { text: "What would change your mind?" },
  twice: {
    text: "Was this your first impression, or did you read twice?",
    options: [["first", "First impression"], ["twice", "Read twice"]],
  },
};
const MISSING = "Say which it was, or step back.";
const WAYS = "Confirm again to keep your answer. Or step back with “I caught myself”, and answer anew.";

/** Waits once before an answer goes, with one question. What is said of it belongs to the answer that waited. */
export class Part {
  node;
  #question;
  #longest;
  #legend;
  #field;
  #changed;
  /** On the clock of performance.now(), in ms. @type {number|null} */
  #opened = null;
  /** @type {number|null} */
  #closed = null;

  /**
   * @param {{question: "change"|"twice", longest: number}} data  longest: characters
   * @param {import("../../types.js").JudgementStep} _step
   * @param {() => void} changed
   */
  constructor({ question, longest }, _step, changed) {
    this.#question = question;
    this.#longest = longest;
    this.#changed = changed;
    const { text, options } = QUESTIONS[question];
    // The focus goes here first, and not into the field: there C would be a letter.
    this.#legend = element("legend", { tabindex: "-1", text });
    this.#field = options ? choices(options) : this.#text(text);
    if (options) this.digit = (digit) => this.#pick(digit);
    this.node = element(
      "fieldset",
      { class: "pause", hidden: true, oninput: changed },
      this.#legend,
      ...this.#field,
      element("p", { class: "quiet", text: WAYS }),
    );
  }

  place = "beside";
  /** Only where there is something to pick. @type {((digit: number) => boolean)|undefined} */
  digit;

  get value() {
    if (this.#opened === null) return null;
    const ms = (this.#closed ?? performance.now()) - this.#opened;
    return { question: this.#question, answer: this.#answer, ms: Math.round(ms) };
  }

  get problem() {
    const waits = this.#opened !== null && this.#closed === null;
    return waits && this.#question === "twice" && !this.#answer ? MISSING : null;
  }

  /** @returns {boolean} whether it asks now; it never asks twice */
  holds() {
    if (this.#opened !== null) return false;
    this.#opened = performance.now();
    this.node.hidden = false;
    this.node.scrollIntoView({ block: "nearest" });
    this.#legend.focus();
    return true;
  }

  focus() {
    (this.#inputs[0] ?? this.#legend).focus();
  }

  #pick(digit) {
    if (!this.#inputs[digit - 1]) return false;
    this.#inputs[digit - 1].checked = true;
    this.#inputs[digit - 1].focus();
    this.#changed();
    return true;
  }

  /** The answer that waited is stepped back from: what was said of it stays as it is. */
  clear() {
    if (this.#opened === null) return;
    this.#closed ??= performance.now();
    this.node.hidden = true;
  }

  set disabled(disabled) {
    this.node.disabled = disabled;
  }

  /** @returns {HTMLInputElement[]} */
  get #inputs() {
    return [...this.node.querySelectorAll("input")];
  }

  get #answer() {
    if (this.#question === "twice") return this.#inputs.find((input) => input.checked)?.value ?? "";
    return this.node.querySelector("textarea").value.trim();
  }

  #text(question) {
    return [element("textarea", { rows: 2, maxlength: this.#longest, "aria-label": `${question} (optional)` })];
  }
}

export const KEYS = [[["1", "2"], "in a pause that asks for one of two answers: that answer"]];

function choices(options) {
  const name = freshId("pause");
  const choice = ([value, text], index) => element(
    "label",
    { class: "choice" },
    element("input", { type: "radio", name, value }),
    element("kbd", { "aria-hidden": "true", text: String(index + 1) }),
    element("span", { text }),
  );
  return options.map(choice);
}
