import { element, freshId } from "../../dom.js";
import { lines } from "../lines.js";

/** @typedef {{quality: Category[], pulls: Category[], shortest: number, longest: number}} Data  lengths in characters */
/** @typedef {{id: string, name: string}} Category */

const NEITHER = new Set(["tie", "both_bad"]);

export const feedback = lines;

/** @type {[string[], string][]} */
export const KEYS = [
  [["1", "to", "9"], "in the reasons: pick that one, or take it back"],
  [["T"], "to the sentence; Enter there confirms"],
];

/** Why one prefers what one prefers: picked categories, and a sentence. */
export class Part {
  node;
  keys = { t: () => this.#text.focus() };
  #shortest;
  #legend = element("legend");
  #optional = element("p", { class: "quiet", text: "These may fit neither response: the sentence is enough." });
  #neither = false;
  /** @type {HTMLInputElement[]} */
  #boxes;
  #text;

  /**
   * @param {Data} data
   * @param {import("../../types.js").JudgementStep} _step
   * @param {() => void} changed
   */
  constructor({ quality, pulls, shortest, longest }, _step, changed) {
    this.#shortest = shortest;
    const labels = [...quality, ...pulls].map(category);
    this.#boxes = labels.map((label) => label.querySelector("input"));
    const id = freshId("reason");
    this.#text = element("textarea", {
      id,
      rows: 2,
      maxlength: longest,
      autocomplete: "off",
      onkeydown: (event) => this.#confirmOnEnter(event),
    });
    this.node = element(
      "fieldset",
      { class: "reasons", oninput: changed },
      this.#legend,
      this.#optional,
      element(
        "div",
        { class: "reason-groups" },
        group("What it is worth to whoever asked", labels.slice(0, quality.length)),
        group("What else pulled at you; noticing it costs nothing", labels.slice(quality.length)),
      ),
      element(
        "label",
        { class: "reason-text", for: id },
        "In a sentence: what decides? ",
        element("kbd", { class: "attempt-keys", "aria-hidden": "true", text: "T" }),
      ),
      this.#text,
    );
    this.chose(null);
  }

  get value() {
    const categories = this.#boxes.filter((box) => box.checked).map((box) => box.value);
    const text = this.#text.value.trim();
    return categories.length > 0 || text ? { categories, text } : null;
  }

  get problem() {
    if (!this.#enough) return "Pick at least one reason.";
    if (this.#text.value.trim().length < this.#shortest) return "Say in a sentence what decides.";
    return null;
  }

  focus() {
    (this.#enough ? this.#text : this.#boxes[0]).focus();
  }

  /** @param {number} digit */
  digit(digit) {
    const box = this.#boxes[digit - 1];
    if (!box) return false;
    box.checked = !box.checked;
    box.focus();
    return true;
  }

  /** @param {string|null} choice */
  chose(choice) {
    this.#neither = NEITHER.has(choice);
    this.#legend.textContent = this.#neither ? "I prefer neither because…" : "I prefer this because…";
    this.#optional.hidden = !this.#neither;
  }

  /** The words stay: the first wording is kept with the first answer, and nobody has to write from nothing again. */
  clear() {
    for (const box of this.#boxes) box.checked = false;
  }

  /** The sentence. */
  get draft() {
    return this.#text.value;
  }

  set draft(text) {
    this.#text.value = text;
  }

  /** @param {boolean} disabled */
  set disabled(disabled) {
    this.node.disabled = disabled;
  }

  /** Whether enough is picked: what makes one response better need not fit where neither is. */
  get #enough() {
    return this.#neither || this.#boxes.some((box) => box.checked);
  }

  /** It is one sentence: there is no second line to begin. */
  #confirmOnEnter(event) {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (!event.repeat) this.#text.form.requestSubmit();
  }
}

/**
 * @param {Category} category
 * @param {number} index
 */
function category({ id, name }, index) {
  return element(
    "label",
    { class: "choice" },
    element("input", { type: "checkbox", value: id }),
    element("kbd", { class: "attempt-keys", "aria-hidden": "true", text: String(index + 1) }),
    element("span", { text: name }),
  );
}

/**
 * @param {string} name
 * @param {HTMLElement[]} labels
 */
function group(name, labels) {
  const id = freshId("reasons");
  return element(
    "div",
    { role: "group", "aria-labelledby": id },
    element("p", { id, class: "quiet", text: name }),
    ...labels,
  );
}
