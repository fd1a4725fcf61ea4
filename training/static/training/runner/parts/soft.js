import { button, element } from "../../dom.js";
import { nuanceOf } from "../nuance.js";
import { equalShares, WHOLE, withShare } from "../shares.js";
import { comparison } from "../soft-comparison.js";

/** Per cent that a key moves a share by; with Shift the arrows move it by one. */
const STEP = 5;
const LEAP = 20;
const MOVES = { ArrowRight: STEP, ArrowUp: STEP, ArrowLeft: -STEP, ArrowDown: -STEP, PageUp: LEAP, PageDown: -LEAP };
/** So soon after a digit the next one belongs to it, in ms. */
const TYPING_MS = 1000;
const ENDS = { Home: 0, End: WHOLE };

const QUESTION = "Of 100 careful people, how many would give each answer?";
const HELP = "A share that is moved takes from the others, or gives to them: together they are always 100.";
const KEY_HELP = "Arrows move it by 5, with Shift by 1; a digit sets it to its ten, two digits to their number.";
const PROBLEM = "Say how 100 careful people would divide: move the shares, or take equal ones with E.";

/** @type {[string[], string][]} */
export const KEYS = [
  [["←", "→"], "in the shares: move one by 5, with Shift by 1; the others give or take"],
  [["1", "to", "9", "0"], "in the shares: set one to 10 to 90, or to 0; two digits, to their number"],
  [["E"], "equal shares"],
];

/** Soft labels: the shares of a hundred people's answers, by slider or by key. They always sum to 100. */
export class Part {
  node;
  keys = { e: () => this.#equal() };
  #options;
  #changed;
  #nuance;
  #shares;
  /** Whether the person has said anything: equal shares to begin with are no answer. */
  #stated = false;
  /**
   * The shares as they were before the slider that is being moved was moved at all.
   *
   * @type {{index: number, shares: number[]}|null}
   */
  #before = null;
  /** @type {{input: HTMLInputElement, number: HTMLElement}[]} */
  #rows;
  #choice = null;
  /** The number that is being typed, and its slider. @type {{index: number, digits: string, at: number}|null} */
  #typed = null;

  /**
   * @param {object} data
   * @param {import("../../types.js").JudgementStep} step
   * @param {() => void} changed
   */
  constructor(data, step, changed) {
    this.#options = step.options;
    this.#changed = changed;
    this.#nuance = nuanceOf(step);
    this.#rows = step.options.map(({ name }, index) => this.#row(name, index));
    const equal = button("Equal shares", () => this.#equal(), "button-quiet button-small");
    equal.append(" ", element("kbd", { class: "attempt-keys", "aria-hidden": "true", text: "E" }));
    this.node = element(
      "fieldset",
      { class: "soft" },
      element("legend", { text: QUESTION }),
      ...this.#rows.map(({ input, number }, index) => element(
        "label",
        { class: "soft-row" },
        element("span", { class: "soft-name", text: step.options[index].name }),
        input,
        number,
      )),
      element("p", { class: "soft-help" }, HELP, element("span", { class: "attempt-keys", text: ` ${KEY_HELP}` })),
      equal,
    );
    this.#show(equalShares(step.options.length));
  }

  /** @returns {Record<string, number>|null} per cent by option, together 100 */
  get value() {
    return this.#stated ? this.#byOption() : null;
  }

  /** @returns {string|null} */
  get problem() {
    return this.#stated ? null : PROBLEM;
  }

  /** To the share of the chosen answer, which most people begin with. */
  focus() {
    const index = this.#options.findIndex(({ id }) => id === this.#choice);
    this.#rows[Math.max(0, index)].input.focus();
  }

  /** @param {string|null} choice */
  chose(choice) {
    this.#choice = choice;
  }

  clear() {
    this.#stated = false;
    this.#before = null;
    this.#show(equalShares(this.#options.length));
    this.#nuance.set({ shares: null });
  }

  /** @param {boolean} disabled */
  set disabled(disabled) {
    this.node.disabled = disabled;
  }

  /**
   * @param {number} digit  sets the share that has the focus to that ten; soon after another one, to their number
   * @returns {false} the focus stays: one share is seldom all there is to say
   */
  digit(digit) {
    const index = this.#rows.findIndex(({ input }) => input === document.activeElement);
    if (index < 0) return false;
    const digits = this.#digits(index, digit);
    this.#set(index, digits.length === 1 ? 10 * digit : Number(digits));
    this.#typed = { index, digits, at: performance.now() };
    return false;
  }

  #row(name, index) {
    const input = element("input", {
      type: "range",
      min: 0,
      max: WHOLE,
      step: 1,
      "aria-label": name,
      oninput: () => this.#set(index, Number(input.value)),
      onkeydown: (event) => this.#pressed(event, index),
    });
    return { input, number: element("span", { class: "soft-number", "aria-hidden": "true" }) };
  }

  #pressed(event, index) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const by = event.shiftKey && event.key.startsWith("Arrow") ? Math.sign(MOVES[event.key]) : MOVES[event.key];
    const to = ENDS[event.key] ?? (by === undefined ? null : this.#shares[index] + by);
    if (to === null) return;
    event.preventDefault(); // the browser would move it too
    this.#set(index, to);
  }

  /** @returns {string} what is typed by now: up to two digits, or 100 */
  #digits(index, digit) {
    const typed = this.#typed;
    const together = typed?.index === index && performance.now() - typed.at < TYPING_MS ? `${typed.digits}${digit}` : "";
    return together.length === 2 || together === String(WHOLE) ? together : String(digit);
  }

  #set(index, value) {
    this.#typed = null;
    if (this.#before?.index !== index) this.#before = { index, shares: this.#shares };
    this.#state(withShare(this.#before.shares, index, value));
  }

  #equal() {
    this.#before = null;
    this.#state(equalShares(this.#options.length));
  }

  #state(shares) {
    this.#stated = true;
    this.#show(shares);
    this.#nuance.set({ shares: this.#byOption() });
    this.#changed();
  }

  #show(shares) {
    this.#shares = shares;
    shares.forEach((share, index) => {
      const { input, number } = this.#rows[index];
      input.value = String(share);
      input.setAttribute("aria-valuetext", `${share} %`);
      number.textContent = `${share} %`;
    });
  }

  #byOption() {
    return Object.fromEntries(this.#options.map(({ id }, index) => [id, this.#shares[index]]));
  }
}

export { comparison as feedback };
