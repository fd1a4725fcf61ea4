import { runBlock } from "./block.js";
import { broken, stopped, voided, voidsOf } from "./block-cards.js";

/** Of a block's trials; above that too little is left of it, and what is left is of another state of mind. */
export const MOST_VOID = 0.2;
/** A third time the same is sent as it is: then it is not chance, and the server decides. */
export const MOST_REPEATS = 2;

/** Takes a person through one block: its card, the block, and again where it came to nothing. */
export class Sitting {
  #parts;

  /**
   * @param {object} parts
   * @param {import("./types.js").Drill} parts.drill
   * @param {import("./stage.js").Stage} parts.stage
   * @param {any} parts.face
   * @param {(card: import("./cards.js").Card) => Promise<string>} parts.ask  shows a card, gives the button's id
   * @param {import("./device-check.js").DeviceCheck} parts.check
   * @param {import("../recorder/recorder.js").Recorder} parts.recorder
   */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * @param {import("../types.js").DrillStep} step
   * @param {number} first  number of the block's first trial in the attempt
   * @returns {Promise<import("./block.js").BlockRun>} one that is to be the step's answer
   */
  async run(step, first) {
    const { drill, ask, check, recorder } = this.#parts;
    await check.onceOnThisDevice();
    let repeats = 0;
    let card = recorder.brokenOff.has(step.step) ? broken(step, drill) : drill.introduction(step);
    for (;;) {
      await check.start({ ...card, spares: drill.spares?.() });
      const run = await this.#block(step, first);
      if (run.ending === "unfit") {
        await check.failed(run.faults);
        card = drill.introduction(step);
      } else if (run.ending === "stopped") {
        await this.#giveUp(step, run, "stopped");
        card = stopped(step, drill);
      } else if (step.practice) {
        if ((await ask(drill.practiceResult(step, run.trials))) === "go") return run;
        await this.#giveUp(step, run, "stopped"); // the practice that counts is the last one
        card = drill.introduction(step);
      } else if (repeats < MOST_REPEATS && this.#isSpoilt(run)) {
        repeats += 1;
        await this.#giveUp(step, run, "void");
        card = voided(step, drill, run.trials, MOST_REPEATS - repeats);
      } else return run;
    }
  }

  /** Nothing but the drill runs while it runs. */
  async #block(step, first) {
    const { drill, stage, face, recorder } = this.#parts;
    await recorder.pause();
    const begin = (device) => recorder.beginRun(step.step, device);
    try {
      return await runBlock(drill, step, { stage, face, first, begin });
    } finally {
      recorder.resume();
    }
  }

  /** The server would set a run aside for either, at its end, when it is too late to do this block again. */
  #isSpoilt({ trials, faults }) {
    const voids = voidsOf(this.#parts.drill, trials).filter(Boolean).length;
    return faults.length > 0 || voids > MOST_VOID * trials.length;
  }

  /** What was recorded is kept, though it counts nowhere. */
  async #giveUp({ step }, { run, trials, device }, ending) {
    if (run) await this.#parts.recorder.breakOff(run, { step, ending, trials, device });
  }
}
