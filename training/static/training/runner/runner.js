import { Drills } from "../drill/drills.js";
import { Closing } from "./closing.js";
import { Dialogs } from "./dialogs.js";
import { element } from "../dom.js";
import { JudgementForm } from "./judgement-form.js";
import { Ledger } from "./ledger.js";
import { seeOutcome } from "./outcome.js";
import { SaveState } from "./save-state.js";
import { Screen, itemsLeft } from "./screen.js";
import { Stopwatch } from "./stopwatch.js";

/** @typedef {import("../types.js").Step} Step */

/** Takes a person through the steps of one attempt. */
export class Runner {
  #page;
  #recorder;
  #ledger;
  #dialogs;
  #screen;
  #drills;

  /**
   * @param {HTMLElement} main
   * @param {import("../types.js").AttemptPage} page
   * @param {import("../recorder/recorder.js").Recorder} recorder
   */
  constructor(main, page, recorder) {
    this.#page = page;
    this.#recorder = recorder;
    this.#ledger = new Ledger(page.steps, page.answered, recorder.unacknowledged());
    // First in line, so that everybody else sees the ledger as it is after the change.
    recorder.addEventListener("change", (event) => this.#ledger.note(event.detail));
    this.#dialogs = new Dialogs(page.guideline);
    const saveState = new SaveState(recorder);
    this.#screen = new Screen(main, page.title, saveState.node, keepOpen(recorder));
    main.append(this.#dialogs.node);
    this.#drills = new Drills(recorder, new SaveState(recorder).node);
  }

  /** Runs until the page is left. */
  async run() {
    this.#recorder.start();
    for (;;) {
      for (let step = this.#ledger.next(); step; step = this.#ledger.next()) await this.#do(step);
      this.#drills.leave();
      this.#ledger.reopen(await this.#close());
    }
  }

  /** @param {Step} step */
  async #do(step) {
    if (step.shape === "drill") {
      await this.#drill(step);
      return;
    }
    this.#drills.leave();
    await this.#judge(step);
  }

  async #judge(step) {
    const form = new JudgementForm(step, this.#dialogs);
    this.#screen.show(itemsLeft(this.#ledger.left, "item"), form.node);
    await this.#recorder.enqueue(await form.answered);
    const entry = this.#ledger.of(step.step);
    if ((await seeOutcome(form, entry, this.#recorder, this.#dialogs)) === "again") this.#ledger.reopen(step.step);
  }

  async #drill(step) {
    this.#screen.show(itemsLeft(this.#ledger.left, "block"));
    const watch = new Stopwatch();
    const { trials, device } = await this.#drills.run(step);
    await this.#recorder.enqueue({
      step: step.step, answer: { trials, device }, confidence: null, first: null, timing: watch.stop(),
    });
  }

  /** @returns {Promise<string>} a step to answer again */
  #close() {
    const closing = new Closing(this.#page, this.#ledger, this.#recorder);
    this.#screen.show(itemsLeft(0, "item"), closing.node);
    return closing.run();
  }
}

/** Where answers live in memory only, say so before the first one is given. */
function keepOpen(recorder) {
  if (recorder.persistent) return null;
  return element(
    "div",
    { class: "notice notice-warn" },
    element("p", { class: "notice-title", text: "Keep this page open until everything is saved" }),
    element("p", { text: "This browser keeps nothing for the page, perhaps because the window is private." }),
  );
}
