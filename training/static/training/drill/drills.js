import { askOn } from "./cards.js";
import { fullscreenButton } from "./fullscreen.js";
import { NAME as SART_NAME, runSart } from "./sart.js";
import { Stage } from "./stage.js";

/** @typedef {import("../types.js").DrillStep} DrillStep */

/** Every drill by the name the server gives it. A new drill is a new file and a line here. */
const DRILLS = { sart: { name: SART_NAME, run: runSart } };

/** Runs the drill steps of an attempt on one stage, which stays between blocks. */
export class Drills {
  /** @type {Stage|null} */
  #stage = null;
  #recorder;
  #saveState;

  /**
   * @param {import("../recorder/recorder.js").Recorder} recorder
   * @param {HTMLElement} saveState  how the answers stand; shown on the cards
   */
  constructor(recorder, saveState) {
    this.#recorder = recorder;
    this.#saveState = saveState;
  }

  /**
   * @param {DrillStep} step
   * @returns {Promise<import("./block.js").BlockRun>}
   */
  async run(step) {
    const drill = DRILLS[step.drill];
    if (!drill) throw new Error(`This page has no drill called ${step.drill}.`);
    const stage = this.#open(drill.name);
    return drill.run(step, {
      stage,
      ask: (card) => askOn(stage, card, [...fullscreenButton(stage.node), this.#saveState]),
      quiet: () => this.#recorder.pause(),
      loud: () => this.#recorder.resume(),
    });
  }

  /** Back to the page. */
  leave() {
    this.#stage?.close();
    this.#stage = null;
    if (document.fullscreenElement) document.exitFullscreen();
  }

  #open(name) {
    if (this.#stage) return this.#stage;
    this.#stage = new Stage(name);
    this.#stage.open();
    return this.#stage;
  }
}
