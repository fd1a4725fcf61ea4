import { Confidence } from "./confidence.js";
import { button, element } from "../dom.js";
import { Draft } from "./draft.js";
import { FormParts } from "./form-parts.js";
import { IGNORED, listenForKeys } from "./keyboard.js";
import { material } from "./material.js";
import { Options } from "./options.js";
import { SecondLook } from "./second-look.js";
import { SecondThought } from "./second-thought.js";
import { Stopwatch, idleAfter } from "./stopwatch.js";
import { Way } from "./way.js";

/** @typedef {Omit<import("../types.js").Answer, "uuid">} Given */

const FIRST_KEPT = "Your first answer is kept.";

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
  #look;
  #watch;
  #way;
  #draft;
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
    this.#parts = new FormParts(step, () => this.#changed());
    this.#confidence = step.confidence && new Confidence(step.confidence, () => this.#changed());
    this.answered = new Promise((resolve) => (this.#give = resolve));
    this.#caught.append(" ", element("kbd", { class: "attempt-keys", "aria-hidden": "true", text: "C" }));
    this.#caught.disabled = true;
    this.#caught.hidden = isOpinion(step);
    this.actions.append(
      element("button", { class: "button button-primary", type: "submit", text: "Confirm", onclick: onceAtATime }),
      this.#caught,
    );
    this.node = element(
      "form",
      { class: "attempt", novalidate: true, onsubmit: (event) => this.#submitted(event), onkeydown: onceAtATime },
      ...read,
      ...this.#parts.nodes("before"),
      this.options.node,
      ...this.#parts.nodes("after"),
      this.#confidence?.node,
      ...this.#parts.nodes("beside"),
      this.below,
      element("footer", { class: "attempt-foot" }, this.actions, dialogs.buttons()),
    );
    this.#way = new Way(this.node);
    this.#draft = new Draft(step.step);
    this.#restore();
    this.node.addEventListener("input", () => this.#keep());
    this.#listen(dialogs);
  }

  /** What an earlier showing of the page had, if it was left before the answer was confirmed. */
  #restore() {
    const { parts, first } = this.#draft.read() ?? {};
    this.#parts.drafts = parts ?? {};
    this.#second.first = first ?? null;
  }

  #keep() {
    this.#draft.keep({ parts: this.#parts.drafts, first: this.#second.first });
  }

  #listen(dialogs) {
    const handlers = {
      ...dialogs.handlers(),
      choose: ({ index }) => this.#choose(index),
      rate: ({ ten }) => this.#confidence.choose(ten) && this.#changed(),
      digit: ({ digit }) => this.#digit(digit),
      letter: ({ letter }) => this.#letter(letter),
      back: () => this.options.focus(),
      caught: () => this.#stepBack(),
      confirm: () => this.#confirm(),
    };
    listenForKeys(this.#listening.signal, handlers, { group: () => this.#group() });
  }

  /** @returns {import("./keyboard.js").Group} whose digits are */
  #group() {
    if (this.#confidence?.hasFocus) return "confidence";
    return this.#parts.ofDigits(this.node) ? "part" : "answers";
  }

  #choose(index) {
    if (!this.options.choose(index)) return;
    this.#changed();
    // Only after a digit: moving the focus while somebody walks through the answers with arrows would trap them.
    // Where several answers may be chosen, the next digit is one more of them.
    if (!this.#step.multiple) this.#goOn();
  }

  #digit(number) {
    const part = this.#parts.ofDigits(this.node);
    // A part with digits of its own keeps them all: a slip in a rating must not change the answer.
    if (!part.digit) return this.#choose(number - 1);
    const open = part.problem !== null;
    if (!part.digit?.(number)) return IGNORED;
    this.#changed();
    if (open && part.problem === null) this.#goOn();
  }

  #letter(letter) {
    if (!this.#parts.letter(letter)) return IGNORED;
    this.#changed();
    return null;
  }

  /** To what is open next, from the top of the form. */
  #goOn() {
    const answers = this.options.value === null ? this.options : null;
    const next = this.#parts.open("before") ?? answers ?? this.#parts.open("after") ?? this.#confidence;
    next?.focus();
  }

  #changed() {
    const choice = this.options.value;
    this.#problem.textContent = "";
    this.#caught.disabled = choice === null;
    if (choice !== null && this.#second.differs(choice)) this.#note.textContent = FIRST_KEPT;
    this.#parts.tell(choice, this.#confidence?.value ?? null);
  }

  #stepBack() {
    const choice = this.options.value;
    if (choice === null || this.#caught.hidden) return;
    this.#second.keep(...this.#soFar(choice));
    this.options.clear();
    this.#confidence?.clear();
    this.#parts.clear();
    this.#changed();
    this.#keep();
    this.#note.textContent = `${FIRST_KEPT} Look again, then answer.`;
    this.#way.again();
    this.options.focus();
  }

  /** The answer as it stands, in the order of SecondThought's arguments. */
  #soFar(choice) {
    return [choice, this.#confidence?.value ?? null, this.#watch.elapsed, this.#parts.values];
  }

  #submitted(event) {
    event.preventDefault();
    this.#confirm();
  }

  #confirm() {
    if (this.#listening.signal.aborted) return; // the second click of a double click
    if (this.#missing()) return;
    const choice = this.options.value;
    const soFar = this.#soFar(choice);
    if (this.#parts.hold()) {
      this.#second.hold(...soFar);
      this.#look.spare();
      return;
    }
    if (this.#look.asks(this.#watch.active)) return;
    this.#listening.abort();
    this.#draft.forget();
    this.#lock();
    const timing = { ...this.#watch.stop(), nudged: this.#look.asked };
    const parts = this.#parts.values;
    this.#give({
      step: this.#step.step,
      answer: Object.keys(parts).length > 0 ? { choice, parts } : { choice },
      confidence: this.#confidence?.value ?? null,
      first: this.#second.settle(choice),
      timing,
    });
  }

  /**
   * @returns {boolean} whether something is, from the top of the form; then it has moved the focus there, and said so
   *   unless the person is only now coming to it
   */
  #missing() {
    const unsure = this.#confidence !== null && this.#confidence.value === null;
    for (const [group, problem] of [
      this.#asOpen("before"),
      [this.options.value === null && this.options, this.options.missing],
      this.#asOpen("after"),
      [unsure && this.#confidence, "Say how sure you are."],
      this.#asOpen("beside"),
    ]) {
      if (!group) continue;
      this.#problem.textContent = this.#way.leadsTo(group.node) ? "" : problem;
      group.focus();
      return true;
    }
    return false;
  }

  #asOpen(place) {
    const part = this.#parts.open(place);
    return [part, part?.problem];
  }

  #lock() {
    this.options.disabled = true;
    this.#parts.disabled = true;
    if (this.#confidence) this.#confidence.disabled = true;
    this.#note.textContent = "";
    this.#look.done();
    this.actions.replaceChildren();
  }
}

/** Nothing is right or wrong there, so that there is nothing to catch: a stance, or a guess at what moved one. */
function isOpinion({ shape, contestUrl, confidence }) {
  return shape === "choice" && contestUrl === null && confidence === null;
}

/** Neither a double click nor a key that is held down confirms twice: the question in between would go unread. */
function onceAtATime(event) {
  if (event.detail >= 2 || (event.repeat && event.key === "Enter")) event.preventDefault();
}

/** @param {HTMLElement[]} read */
function lengthOf(read) {
  return read.reduce((characters, { textContent }) => characters + textContent.length, 0);
}
