import { element } from "../../dom.js";
import { nuanceOf } from "../nuance.js";

const HELP = "As somebody would put it who reads it that way.";

/** Whoever calls an item ambiguous writes the best case for two readings: the chosen one, and another. */
export class Part {
  node;
  #data;
  #options;
  #nuance;
  #choice = null;
  /** Whether the person has said which the other reading is; before that it follows the shares. */
  #picked = false;
  /** The case for each reading that one was written for, by option; "" before any is chosen. @type {Map<string, string>} */
  #texts = new Map();
  #own;
  #other;
  #name = element("span");
  #select;

  /**
   * @param {{shortest: number, longest: number}} data  in characters
   * @param {import("../../types.js").JudgementStep} step
   * @param {() => void} changed
   */
  constructor(data, step, changed) {
    this.#data = data;
    this.#options = step.options;
    this.#nuance = nuanceOf(step);
    const area = (option) => {
      const write = ({ target }) => (this.#texts.set(option(), target.value), changed());
      return element("textarea", { rows: 3, maxlength: data.longest, oninput: write });
    };
    this.#own = area(() => this.#choice ?? "");
    this.#other = area(() => this.#select.value);
    this.#select = element("select", {
      onchange: () => {
        this.#picked = true;
        this.#show();
        changed();
      },
    });
    this.node = element(
      "fieldset",
      { class: "cases" },
      element("legend", { text: "The best case for each reading" }),
      element("p", { class: "quiet", text: `${HELP} ${data.shortest} to ${data.longest} characters each.` }),
      element("label", { class: "case" }, element("span", {}, "For ", this.#name), this.#own),
      element("label", { class: "case" }, element("span", { text: "The other reading" }), this.#select),
      element("label", { class: "case" }, element("span", { text: "The best case for it" }), this.#other),
    );
    this.#nuance.addEventListener("change", () => this.#show());
    this.#show();
  }

  /** @returns {Record<string, string>|null} by option */
  get value() {
    if (!this.#nuance.flagged || this.#choice === null) return null;
    return { [this.#choice]: this.#own.value.trim(), [this.#select.value]: this.#other.value.trim() };
  }

  /** @returns {string|null} */
  get problem() {
    const open = this.#open();
    if (open) return `Write the best case for each reading, in at least ${this.#data.shortest} characters.`;
    const [own, other] = [this.#own, this.#other].map(({ value }) => value.trim().toLowerCase());
    return this.#nuance.flagged && own === other ? "The two cases are the same: write one for each reading." : null;
  }

  focus() {
    (this.#open() ?? this.#other).focus();
  }

  /** @param {string|null} choice */
  chose(choice) {
    this.#choice = choice;
    // What was written before there was an answer is for the answer.
    if (choice !== null && this.#written("") && !this.#written(choice)) {
      this.#texts.set(choice, this.#text(""));
      this.#texts.delete("");
    }
    this.#show();
  }

  /** What is written stays, and stands there again once the item is called ambiguous again. */
  clear() {
    this.#picked = false;
    this.#show();
  }

  /** What is written, by option. */
  get draft() {
    return Object.fromEntries(this.#texts);
  }

  set draft(texts) {
    this.#texts = new Map(Object.entries(texts));
    this.#show();
  }

  /** @param {boolean} disabled */
  set disabled(disabled) {
    this.node.disabled = disabled;
  }

  /** The first text that is too short. */
  #open() {
    if (!this.#nuance.flagged) return null;
    return [this.#own, this.#other].find(({ value }) => [...value.trim()].length < this.#data.shortest) ?? null;
  }

  #show() {
    this.node.hidden = !this.#nuance.flagged;
    this.#name.textContent = this.#options.find(({ id }) => id === this.#choice)?.name ?? "the answer you choose";
    const others = this.#options.filter(({ id }) => id !== this.#choice);
    const reading = this.#reading(others);
    this.#select.replaceChildren(...others.map(({ id, name }) => element("option", { value: id, text: name })));
    this.#select.value = reading.id;
    this.#fill(this.#own, this.#choice ?? "");
    this.#fill(this.#other, reading.id);
  }

  /** The other reading: the one that stands, where it was picked or written for; one that was written for; the likeliest. */
  #reading(others) {
    const standing = others.find(({ id }) => id === this.#select.value && (this.#picked || this.#written(id)));
    const written = others.filter(({ id }) => this.#written(id));
    return standing ?? this.#likeliest(written.length > 0 ? written : others);
  }

  #fill(area, option) {
    const text = this.#text(option);
    if (area.value !== text) area.value = text; // the caret stays where somebody writes
  }

  /** @returns {string} */
  #text(option) {
    return this.#texts.get(option) ?? "";
  }

  #written(option) {
    return this.#text(option).trim() !== "";
  }

  #likeliest(others) {
    const share = ({ id }) => this.#nuance.shares?.[id] ?? 0;
    return others.reduce((best, option) => (share(option) > share(best) ? option : best));
  }
}
