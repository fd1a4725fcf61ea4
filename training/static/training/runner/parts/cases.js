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
    const area = () => element("textarea", { rows: 3, maxlength: data.longest, oninput: changed });
    this.#own = area();
    this.#other = area();
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
    this.#show();
  }

  /** What is written stays, and stands there again once the item is called ambiguous again. */
  clear() {
    this.#picked = false;
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
    const standing = this.#picked || this.#other.value !== "" ? this.#select.value : null;
    const reading = others.find(({ id }) => id === standing) ?? this.#likeliest(others);
    this.#select.replaceChildren(...others.map(({ id, name }) => element("option", { value: id, text: name })));
    this.#select.value = reading.id;
  }

  #likeliest(others) {
    const share = ({ id }) => this.#nuance.shares?.[id] ?? 0;
    return others.reduce((best, option) => (share(option) > share(best) ? option : best));
  }
}
