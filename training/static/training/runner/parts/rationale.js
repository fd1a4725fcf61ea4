import { element, freshId } from "../../dom.js";
import { Marks } from "./marks.js";

/** @typedef {{shortest: number, longest: number, mostSpans: number}} Limits  in characters; marks */
/** @typedef {{mentions: string[], others: string[], counts: boolean, estimator: string}} Said  names of factors */

/** @type {[string[], string][]} */
export const KEYS = [[["M"], "mark the words that are selected in the text"]];

/** Why one chose so: a few words of one's own, and marks in the text that they rest on. */
export class Part {
  node;
  /** @type {Record<string, () => void>} */
  keys = { m: () => this.#marks.add() };

  #limits;
  #marks;
  #box;
  #count = element("p", { class: "quiet" });

  /**
   * @param {Limits} limits
   * @param {import("../../types.js").JudgementStep} step
   * @param {() => void} changed
   */
  constructor(limits, step, changed) {
    this.#limits = limits;
    const [hint, text] = [freshId("rationale-hint"), freshId("rationale")];
    this.#box = element("textarea", {
      id: text,
      rows: 4,
      maxlength: limits.longest,
      "aria-describedby": hint,
      oninput: () => (this.#tellLength(), changed()),
    });
    this.#count.id = hint;
    this.#marks = new Marks(step.passages ?? [], limits.mostSpans, changed);
    const field = element(
      "div",
      { class: "field" },
      element("label", { for: text, text: "Why? Say it in your own words." }),
      this.#box,
      this.#count,
    );
    this.node = element("div", { class: "rationale stack" }, field, this.#marks.node);
    this.#tellLength();
  }

  get value() {
    const text = this.#box.value.trim();
    return text || this.#marks.value.length > 0 ? { text, spans: this.#marks.value } : null;
  }

  /** @returns {string|null} */
  get problem() {
    return this.#length < this.#limits.shortest ? `Say why, in at least ${this.#limits.shortest} characters.` : null;
  }

  focus() {
    this.#box.focus();
  }

  /** The words stay: the first wording is kept with the first answer, and nobody has to write from nothing again. */
  clear() {}

  /** The words. */
  get draft() {
    return this.#box.value;
  }

  set draft(text) {
    this.#box.value = text;
    this.#tellLength();
  }

  /** @param {boolean} disabled */
  set disabled(disabled) {
    this.#box.disabled = disabled;
    this.#marks.disabled = disabled;
  }

  get #length() {
    return [...this.#box.value.trim()].length;
  }

  #tellLength() {
    const { shortest, longest } = this.#limits;
    this.#count.textContent = `${shortest} to ${longest} characters, ${this.#length} so far. Writing more earns nothing.`;
  }
}

/**
 * @param {Said} said
 * @returns {Node[]}
 */
export function feedback({ mentions, others, counts }) {
  const lines = [
    mentions.length > 0
      ? [element("strong", { text: "Your reasons seem to mention: " }), `${mentions.join(", ")}.`]
      : [element("strong", { text: "Your reasons do not seem to mention any of the factors." })],
    mentions.length > 0 && others.length > 0 ? [`They do not seem to mention: ${others.join(", ")}.`] : null,
    counts ? null : ["Reasons count only where the answer matches the key."],
  ];
  return [
    element(
      "div",
      { class: "rationale-said stack stack-tight" },
      ...lines.filter((line) => line !== null).map((line) => element("p", {}, ...line)),
      element("p", { class: "quiet", text: "The program compares words and can be wrong, either way." }),
    ),
  ];
}
