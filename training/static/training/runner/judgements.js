import { Dialogs } from "./dialogs.js";
import { JudgementForm } from "./judgement-form.js";
import { seeOutcome } from "./outcome.js";

export { lateFeedback } from "./late-feedback.js";

/** Runs the steps that ask for a judgement: choice, pair and lesson. */
export class Judgements {
  #dialogs;
  #recorder;
  #ledger;

  /**
   * @param {import("../types.js").AttemptPage} page
   * @param {import("../recorder/recorder.js").Recorder} recorder
   * @param {import("./ledger.js").Ledger} ledger
   */
  constructor(page, recorder, ledger) {
    this.#dialogs = new Dialogs(page.guideline);
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
    const form = new JudgementForm(step, this.#dialogs);
    show(form.node);
    await this.#recorder.enqueue(await form.answered);
    const entry = this.#ledger.of(step.step);
    const how = await seeOutcome(form, entry, this.#recorder, this.#dialogs);
    if (how === "again") this.#ledger.reopen(step.step);
  }
}
