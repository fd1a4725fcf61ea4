import { askOn } from "./cards.js";
import { DeviceCheck } from "./device-check.js";
import { fullscreenButton } from "./fullscreen.js";
import { Sitting } from "./sitting.js";
import { Stage } from "./stage.js";

/** @typedef {import("../types.js").DrillStep} DrillStep */
/** @typedef {import("./types.js").Drill} Drill */

/** Every drill by the name the server gives it: its file is loaded where it is needed. */
const DRILLS = {
  sart: () => import("./sart.js"),
  gradcpt: () => import("./gradcpt.js"),
  pvt: () => import("./pvt.js"),
};

/** Runs the drill steps of an attempt on one stage, which stays between blocks. */
export class Drills {
  /** @type {Stage|null} */
  #stage = null;
  /** What each drill shows on this stage. @type {Map<Drill, any>} */
  #faces = new Map();
  #drills;
  #page;
  #recorder;
  #foot;

  /**
   * Loads every drill that the attempt needs: later there may be no connection.
   *
   * @param {import("../types.js").AttemptPage} page
   * @param {import("../recorder/recorder.js").Recorder} recorder
   * @param {HTMLElement[]} foot  shown on every card: how the answers stand, and what else a person is to know
   */
  static async load(page, recorder, foot) {
    /** @type {Map<string, Drill>} */
    const drills = new Map();
    for (const name of new Set(timedSteps(page).map((step) => step.drill))) {
      if (!DRILLS[name]) throw new Error(`This page has no drill called ${name}.`);
      drills.set(name, (await DRILLS[name]()).drill);
    }
    return new Drills(drills, page, recorder, foot);
  }

  constructor(drills, page, recorder, foot) {
    this.#drills = drills;
    this.#page = page;
    this.#recorder = recorder;
    this.#foot = foot;
  }

  /**
   * @param {DrillStep} step
   * @returns {Promise<import("./block.js").BlockRun>}
   */
  run(step) {
    const drill = this.#drills.get(step.drill);
    const stage = this.#open(drill.name);
    if (!this.#faces.has(drill)) this.#faces.set(drill, drill.dress(stage));
    const ask = (card) => askOn(stage, card, [...fullscreenButton(stage.node), ...this.#foot]);
    const check = new DeviceCheck(stage, ask, this.#page, this.#recorder);
    const face = this.#faces.get(drill);
    return new Sitting({ drill, stage, face, ask, check, recorder: this.#recorder }).run(step, this.#firstOf(step));
  }

  /** Back to the page. */
  leave() {
    this.#stage?.close();
    this.#stage = null;
    this.#faces.clear();
    if (document.fullscreenElement) document.exitFullscreen();
  }

  #open(name) {
    if (this.#stage) return this.#stage;
    this.#stage = new Stage(name);
    this.#stage.open();
    return this.#stage;
  }

  /**
   * The number of the block's first trial in the attempt: its place in the plan. A block that is done again has the
   * same numbers, after a reload too.
   */
  #firstOf(step) {
    const steps = timedSteps(this.#page);
    const before = steps.slice(0, steps.findIndex((other) => other.step === step.step));
    return before.reduce((sum, other) => sum + this.#drills.get(other.drill).count(other), 0);
  }
}

/** @returns {DrillStep[]} */
function timedSteps(page) {
  return page.steps.filter((step) => step.shape === "drill");
}
