import { answerOf } from "./answer.js";
import { introduction } from "./cards.js";
import { helpOfLook } from "./keys.js";
import { Marks } from "./marks.js";
import { seePractice } from "./practice.js";
import { Section } from "./section.js";

/** @typedef {import("../types.js").LookStep} LookStep */

/** Runs the sections of a long look on the page itself: it is read like any document. */
export class Looks {
  #page;
  #recorder;
  #ledger;
  #help = helpOfLook();
  /** The person is through with practising, though sections of practice are left. */
  #practised = false;

  /**
   * @param {import("../types.js").AttemptPage} page
   * @param {import("../recorder/recorder.js").Recorder} recorder
   * @param {import("../runner/ledger.js").Ledger} ledger
   */
  constructor(page, recorder, ledger) {
    this.#page = page;
    this.#recorder = recorder;
    this.#ledger = ledger;
    document.querySelector("main").append(this.#help);
  }

  /**
   * From the card before a section to the person going on from it.
   *
   * @param {LookStep} step
   * @param {(content: Node) => void} show
   */
  async run(step, show) {
    if (step.practice && step.turn > 1 && this.#hasPractised()) {
      await this.#recorder.enqueue(answerOf(step, { skipped: true }, { rtMs: 0, activeMs: 0, hidden: false }));
      return;
    }
    const marks = Marks.of(step.step, step.practice ? null : this.#refused(step));
    // Whoever comes back into the middle of a section has read the card.
    if (!marks.restored) await introduction(step, this.#isFirst(step), show);
    const section = new Section(step, marks, this.#help);
    show(section.node);
    section.focus();
    const { answer, timing } = await section.finished;
    await this.#recorder.enqueue(answerOf(step, answer, timing));
    marks.forget();
    if (step.practice) await this.#afterPractice(step, section, show);
  }

  async #afterPractice(step, section, show) {
    const entry = this.#ledger.of(step.step);
    const how = await seePractice(section, entry, this.#recorder, show, this.#page.todayUrl);
    if (how === "refused") this.#ledger.reopen(step.step);
    else this.#practised = how === "enough";
  }

  /** Also after the page was loaded again: the server gives the feedback to practice once more. */
  #hasPractised() {
    const practised = this.#page.steps.filter((step) => step.shape === "look" && step.practice);
    return this.#practised || practised.some((step) => this.#ledger.of(step.step).feedback?.correct === true);
  }

  /** @returns {object|null} what was marked in an answer to this step that the server refused */
  #refused({ step }) {
    const before = this.#recorder.unacknowledged().filter((kept) => kept.step === step && kept.state === "refused");
    return before.length > 0 ? JSON.parse(before.at(-1).body).answer : null;
  }

  #isFirst(step) {
    return step === this.#page.steps.find((other) => other.shape === "look");
  }
}
