import { partsOf } from "./parts.js";

/** @typedef {import("../types.js").Part} Part */

/** The parts of one judgement form, together. */
export class FormParts {
  /** @type {Part[]} */
  #parts;
  /** What the parts were told last. @type {{choice: string|null, percent: number|null}} */
  #told = { choice: null, percent: null };

  /**
   * @param {import("../types.js").JudgementStep} step
   * @param {() => void} changed
   */
  constructor(step, changed) {
    this.#parts = partsOf(step, changed);
  }

  /** @param {"before"|"after"|"beside"} place */
  nodes(place) {
    return this.#at(place).map((part) => part.node);
  }

  /**
   * @param {"before"|"after"|"beside"} place
   * @returns {Part|null} the first one there in which something is missing
   */
  open(place) {
    return this.#at(place).find((part) => part.problem !== null) ?? null;
  }

  /** What the parts hold, by name, without those that hold nothing. */
  get values() {
    const held = this.#parts.map(({ name, value }) => [name, value]);
    return Object.fromEntries(held.filter(([, value]) => value !== null));
  }

  /** What is written in the parts, by name. */
  get drafts() {
    return Object.fromEntries(this.#parts.filter(({ draft }) => draft !== undefined).map(({ name, draft }) => [name, draft]));
  }

  set drafts(drafts) {
    for (const part of this.#parts) if (drafts[part.name] !== undefined) part.draft = drafts[part.name];
  }

  /**
   * @param {string|null} choice
   * @param {number|null} percent  stated confidence
   */
  tell(choice, percent) {
    const told = this.#told;
    this.#told = { choice, percent };
    for (const part of this.#parts) {
      if (choice !== told.choice) part.chose?.(choice);
      if (percent !== told.percent) part.rated?.(percent);
    }
  }

  /** @returns {boolean} whether one of them waits for something before the answer goes */
  hold() {
    return this.#parts.some((part) => part.holds?.());
  }

  clear() {
    for (const part of this.#parts) part.clear();
  }

  /** @param {boolean} disabled */
  set disabled(disabled) {
    for (const part of this.#parts) part.disabled = disabled;
  }

  /**
   * @param {string} letter
   * @returns {boolean} whether it does something here
   */
  letter(letter) {
    const part = this.#parts.find(({ keys }) => keys?.[letter]);
    part?.keys[letter]();
    return part !== undefined;
  }

  /**
   * @param {HTMLElement} form
   * @returns {Part|null} whose digits are: that of the part with the focus; or, with the focus outside the form, that of
   *   a part before the options which is still open
   */
  ofDigits(form) {
    const focused = document.activeElement;
    if (!form.contains(focused)) return this.#at("before").find((part) => part.digit && part.problem !== null) ?? null;
    return this.#parts.find((part) => part.node.contains(focused)) ?? null;
  }

  #at(place) {
    return this.#parts.filter((part) => (part.place ?? "after") === place);
  }
}
