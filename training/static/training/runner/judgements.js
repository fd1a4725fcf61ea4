import { Dialogs } from "./dialogs.js";
import { JudgementForm } from "./judgement-form.js";
import { seeOutcome } from "./outcome.js";
import { loadParts } from "./parts.js";

export { lateFeedback } from "./late-feedback.js";

/** Runs the steps that ask for a judgement: choice, pair, lesson and record. */
export class Judgements {
  #dialogs;
  #recorder;
  #ledger;
  /** Steps whose answer was asked to be looked at again. @type {Set<string>} */
  #nudged = new Set();

  /**
   * With all that the page's steps need.
   *
   * @param {import("../types.js").AttemptPage} page
   * @param {import("../recorder/recorder.js").Recorder} recorder
   * @param {import("./ledger.js").Ledger} ledger
   */
  static async load(page, recorder, ledger) {
    await loadParts(page.steps);
    return new Judgements(page, recorder, ledger);
  }

  /**
   * @param {import("../types.js").AttemptPage} page
   * @param {import("../recorder/recorder.js").Recorder} recorder
   * @param {import("./ledger.js").Ledger} ledger
   */
  constructor(page, recorder, ledger) {
    this.#dialogs = new Dialogs(page.guideline, page.steps);
    this.#recorder = recorder;
    this.#ledger = ledger;
    document.querySelector("main").append(this.#dialogs.node);
  }

  /**
   * From showing the step to the person going on.
   *
   * @param {import("../types.js").JudgementStep} step
   * @param {(content: Node) => void} show
   */
  async run(step, show) {
    const form = new JudgementForm(step, this.#dialogs, this.#nudged.has(step.step));
    show(form.node);
    const given = await form.answered;
    if (given.timing.nudged) this.#nudged.add(step.step);
    await this.#recorder.enqueue(given);
    const entry = this.#ledger.of(step.step);
    const how = await seeOutcome(form, entry, this.#recorder, this.#dialogs);
    if (how === "again") this.#ledger.reopen(step.step);
  }
}
