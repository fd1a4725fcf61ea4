import { Confidence } from "./confidence.js";
import { button, element } from "../dom.js";
import { listenForKeys } from "./keyboard.js";
import { material } from "./material.js";
import { Options } from "./options.js";
import { SecondThought } from "./second-thought.js";
import { Stopwatch } from "./stopwatch.js";

/** @typedef {Omit<import("../types.js").Answer, "uuid">} Given */

/** One item to judge: what to read, the answers, the confidence scale, and the way back before confirming. */
export class JudgementForm {
  node;
  options;
  /** What the page has to say about the answer, and the outcome. */
  below;
  /** The buttons of the moment. */
  actions = element("div", { class: "cluster" });
  /** @type {Promise<Given>} settles once, when the person confirms */
  answered;

  #step;
  #confidence;
  #caught = button("I caught myself", () => this.#stepBack());
  #problem = element("p", { class: "field-error", role: "alert" });
  #note = element("p", { class: "quiet", role: "status" });
  #second = new SecondThought();
  #watch = new Stopwatch();
  #listening = new AbortController();
  /** @type {(given: Given) => void} */
  #give;

  /**
   * @param {import("../types.js").JudgementStep} step
   * @param {import("./dialogs.js").Dialogs} dialogs
   */
  constructor(step, dialogs) {
    this.#step = step;
    this.below = element("div", { class: "stack stack-tight" }, this.#problem, this.#note);
    this.options = new Options(step, () => this.#changed());
    this.#confidence = step.confidence && new Confidence(step.confidence, () => this.#changed());
    this.answered = new Promise((resolve) => (this.#give = resolve));
    this.#caught.append(" ", element("kbd", { class: "attempt-keys", "aria-hidden": "true", text: "C" }));
    this.#caught.disabled = true;
    const confirm = element("button", { class: "button button-primary", type: "submit", text: "Confirm" });
    this.actions.append(confirm, this.#caught);
    this.node = element(
      "form",
      { class: "attempt", novalidate: true, onsubmit: (event) => this.#submitted(event) },
      ...material(step),
      this.options.node,
      this.#confidence?.node,
      this.below,
      element("footer", { class: "attempt-foot" }, this.actions, dialogs.buttons()),
    );
    this.#listen(dialogs);
  }

  #listen(dialogs) {
    const handlers = {
      ...dialogs.handlers(),
      choose: ({ index }) => this.#choose(index),
      rate: ({ value }) => this.#confidence.choose(value) && this.#changed(),
      back: () => this.options.focus(),
      caught: () => this.#stepBack(),
      confirm: () => this.#confirm(),
    };
    listenForKeys(this.#listening.signal, handlers, { rating: () => this.#confidence?.hasFocus ?? false });
  }

  #choose(index) {
    if (!this.options.choose(index)) return;
    this.#changed();
    // Only after a digit: moving the focus while somebody walks through the answers with arrows would trap them.
    this.#confidence?.focus();
  }

  #changed() {
    this.#problem.textContent = "";
    this.#caught.disabled = this.options.value === null;
  }

  #stepBack() {
    const choice = this.options.value;
    if (choice === null) return;
    this.#second.keep(choice, this.#confidence?.value ?? null, this.#watch.elapsed);
    this.options.clear();
    this.#confidence?.clear();
    this.#changed();
    this.#note.textContent = "Your first answer is kept. Look again, then answer.";
    this.options.focus();
  }

  #submitted(event) {
    event.preventDefault();
    this.#confirm();
  }

  #confirm() {
    if (this.#listening.signal.aborted) return; // the second click of a double click
    const choice = this.options.value;
    if (choice === null) return this.#ask("Choose an answer first.", this.options);
    const confidence = this.#confidence?.value ?? null;
    if (this.#confidence && confidence === null) return this.#ask("Say how sure you are.", this.#confidence);
    this.#listening.abort();
    this.#lock();
    const { first } = this.#second;
    this.#give({ step: this.#step.step, answer: { choice }, confidence, first, timing: this.#watch.stop() });
  }

  #ask(problem, group) {
    this.#problem.textContent = problem;
    group.focus();
  }

  #lock() {
    this.options.disabled = true;
    if (this.#confidence) this.#confidence.disabled = true;
    this.#note.textContent = "";
    this.actions.replaceChildren();
  }
}
