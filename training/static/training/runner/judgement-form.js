import { Confidence } from "./confidence.js";
import { button, element } from "../dom.js";
import { IGNORED, listenForKeys } from "./keyboard.js";
import { material } from "./material.js";
import { Options } from "./options.js";
import { partsOf } from "./parts.js";
import { SecondLook } from "./second-look.js";
import { SecondThought } from "./second-thought.js";
import { Stopwatch, idleAfter } from "./stopwatch.js";

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
  #parts;
  #confidence;
  #caught = button("I caught myself", () => this.#stepBack());
  #problem = element("p", { class: "field-error", role: "alert" });
  #note = element("p", { class: "quiet", role: "status" });
  #second = new SecondThought();
  /** The choice that the parts were told of last. @type {string|null} */
  #choice = null;
  #look;
  #watch;
  #listening = new AbortController();
  /** @type {(given: Given) => void} */
  #give;

  /**
   * @param {import("../types.js").JudgementStep} step
   * @param {import("./dialogs.js").Dialogs} dialogs
   * @param {boolean} nudged  whether a second look was asked for when the item was answered before
   */
  constructor(step, dialogs, nudged = false) {
    this.#step = step;
    const read = material(step);
    this.#watch = new Stopwatch({ idleAfterMs: idleAfter(lengthOf(read)) });
    this.#look = new SecondLook(step.floorMs ?? 0, nudged);
    this.below = element("div", { class: "stack stack-tight" }, this.#problem, this.#look.node, this.#note);
    this.options = new Options(step, () => this.#changed());
    this.#parts = partsOf(step, () => this.#changed());
    this.#confidence = step.confidence && new Confidence(step.confidence, () => this.#changed());
    this.answered = new Promise((resolve) => (this.#give = resolve));
    this.#caught.append(" ", element("kbd", { class: "attempt-keys", "aria-hidden": "true", text: "C" }));
    this.#caught.disabled = true;
    this.actions.append(
      element("button", { class: "button button-primary", type: "submit", text: "Confirm", onclick: onceAtATime }),
      this.#caught,
    );
    this.node = element(
      "form",
      { class: "attempt", novalidate: true, onsubmit: (event) => this.#submitted(event), onkeydown: onceAtATime },
      ...read,
      ...this.#parts.filter((part) => part.place === "before").map((part) => part.node),
      this.options.node,
      ...this.#parts.filter((part) => part.place !== "before").map((part) => part.node),
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
      rate: ({ ten }) => this.#confidence.choose(ten) && this.#changed(),
      letter: ({ letter }) => this.#letter(letter),
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
    const next = this.#parts.find((part) => part.place !== "before" && part.problem !== null) ?? this.#confidence;
    next?.focus();
  }

  #letter(letter) {
    const part = this.#parts.find(({ keys }) => keys?.[letter]);
    if (!part) return IGNORED;
    part.keys[letter]();
    this.#changed();
    return null;
  }

  #changed() {
    const choice = this.options.value;
    this.#problem.textContent = "";
    this.#caught.disabled = choice === null;
    if (choice === this.#choice) return;
    this.#choice = choice;
    for (const part of this.#parts) part.chose?.(choice);
  }

  /** What the parts hold, by name, without those that hold nothing. */
  #values() {
    return Object.fromEntries(this.#parts.map(({ name, value }) => [name, value]).filter(([, value]) => value !== null));
  }

  #stepBack() {
    const choice = this.options.value;
    if (choice === null) return;
    this.#second.keep(choice, this.#confidence?.value ?? null, this.#watch.elapsed, this.#values());
    this.options.clear();
    this.#confidence?.clear();
    for (const part of this.#parts) part.clear();
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
    const before = this.#parts.find((part) => part.place === "before" && part.problem !== null);
    if (before) return this.#ask(before.problem, before);
    if (choice === null) return this.#ask("Choose an answer first.", this.options);
    const missing = this.#parts.find((part) => part.problem !== null);
    if (missing) return this.#ask(missing.problem, missing);
    const confidence = this.#confidence?.value ?? null;
    if (this.#confidence && confidence === null) return this.#ask("Say how sure you are.", this.#confidence);
    if (this.#look.asks(this.#watch.active)) return;
    if (this.#parts.some((part) => part.holds?.())) return;
    this.#listening.abort();
    this.#lock();
    const { first } = this.#second;
    const timing = { ...this.#watch.stop(), nudged: this.#look.asked };
    const parts = this.#values();
    const answer = Object.keys(parts).length > 0 ? { choice, parts } : { choice };
    this.#give({ step: this.#step.step, answer, confidence, first, timing });
  }

  #ask(problem, group) {
    this.#problem.textContent = problem;
    group.focus();
  }

  #lock() {
    this.options.disabled = true;
    for (const part of this.#parts) part.disabled = true;
    if (this.#confidence) this.#confidence.disabled = true;
    this.#note.textContent = "";
    this.#look.done();
    this.actions.replaceChildren();
  }
}

/** Neither a double click nor a key that is held down confirms twice: the question in between would go unread. */
function onceAtATime(event) {
  if (event.detail === 2 || (event.repeat && event.key === "Enter")) event.preventDefault();
}

/** @param {HTMLElement[]} read */
function lengthOf(read) {
  return read.reduce((characters, { textContent }) => characters + textContent.length, 0);
}
