import { settled } from "../runner/settled.js";
import { Guide } from "./guide.js";

/** @typedef {import("../types.js").SkillStep} SkillStep */

/** Runs guided practices. What is chosen or written in one never leaves this folder: the answer is that it is over. */
export class Skills {
  #recorder;
  #ledger;

  /**
   * @param {import("../recorder/recorder.js").Recorder} recorder
   * @param {import("../runner/ledger.js").Ledger} ledger
   */
  constructor(recorder, ledger) {
    this.#recorder = recorder;
    this.#ledger = ledger;
  }

  /**
   * From showing the first step to the person being through.
   *
   * @param {SkillStep} step
   * @param {(content: Node) => void} show
   */
  async run(step, show) {
    const guide = new Guide(step.steps);
    show(guide.node);
    guide.focus();
    await guide.finished;
    await this.#recorder.enqueue({
      step: step.step,
      answer: { choice: "done" },
      confidence: null,
      first: null,
      timing: {}, // how long somebody practised is theirs
    });
    await settled(this.#ledger.of(step.step), this.#recorder);
  }
}
