import { element } from "../dom.js";
import { Closing } from "./closing.js";
import { Ledger } from "./ledger.js";
import { SaveState } from "./save-state.js";
import { Screen, itemsLeft } from "./screen.js";
import { Stopwatch } from "./stopwatch.js";

/** @typedef {import("../types.js").Step} Step */

/** Takes a person through the steps of one attempt. */
export class Runner {
  #page;
  #recorder;
  #ledger;
  #screen;
  /** @type {import("./judgements.js").Judgements|null} */
  #judgements = null;
  /** @type {typeof import("./judgements.js").lateFeedback|null} */
  #lateFeedback = null;
  /** @type {import("../look/looks.js").Looks|null} */
  #looks = null;
  /** @type {import("../skill/skills.js").Skills|null} */
  #skills = null;
  /** @type {import("../drill/drills.js").Drills|null} */
  #drills = null;

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
    this.#screen = new Screen(main, page.title, new SaveState(recorder).node, keepOpen(recorder));
  }

  /** Runs until the page is left. */
  async run() {
    await this.#load();
    this.#recorder.start();
    for (;;) {
      for (let step = this.#ledger.next(); step; step = this.#ledger.next()) await this.#do(step);
      this.#drills?.leave();
      this.#ledger.reopen(await this.#close());
    }
  }

  /** Back to the page itself, from whatever covers it. */
  uncover() {
    this.#drills?.leave();
  }

  /** A drill page needs no forms, and an item page no clock. All at the start: later there may be no connection. */
  async #load() {
    const shapes = new Set(this.#page.steps.map((step) => step.shape));
    if (shapes.delete("drill")) {
      const { Drills } = await import("../drill/drills.js");
      // The page's own are behind the stage.
      const foot = [keepOpen(this.#recorder), new SaveState(this.#recorder).node].filter(Boolean);
      this.#drills = await Drills.load(this.#page, this.#recorder, foot);
    }
    if (shapes.delete("look")) {
      const { Looks } = await import("../look/looks.js");
      this.#looks = new Looks(this.#page, this.#recorder, this.#ledger);
    }
    if (shapes.delete("skill")) {
      const { Skills } = await import("../skill/skills.js");
      this.#skills = new Skills(this.#recorder, this.#ledger);
    }
    if (shapes.size > 0) {
      const { Judgements, lateFeedback } = await import("./judgements.js");
      this.#judgements = await Judgements.load(this.#page, this.#recorder, this.#ledger);
      this.#lateFeedback = lateFeedback;
    }
  }

  /** @param {Step} step */
  async #do(step) {
    if (step.shape === "drill") {
      await this.#drill(step);
      return;
    }
    this.#drills?.leave();
    const [steps, noun] = this.#those(step.shape);
    await steps.run(step, (content) => this.#screen.show(itemsLeft(this.#ledger.left, noun), content));
  }

  /** @returns {[{run: Function}, "item"|"section"|"exercise"]} who runs steps of that shape, and what one is called */
  #those(shape) {
    if (shape === "look") return [this.#looks, "section"];
    return shape === "skill" ? [this.#skills, "exercise"] : [this.#judgements, "item"];
  }

  async #drill(step) {
    this.#screen.show(itemsLeft(this.#ledger.left, "block"));
    const watch = new Stopwatch();
    const { trials, device, run } = await this.#drills.run(step);
    const timing = watch.stop();
    const answer = { step: step.step, answer: { trials, device }, confidence: null, first: null, timing };
    await this.#recorder.enqueue(answer, run);
  }

  /** @returns {Promise<string>} a step to answer again */
  #close() {
    const closing = new Closing(this.#page, this.#ledger, this.#recorder, this.#lateFeedback);
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
