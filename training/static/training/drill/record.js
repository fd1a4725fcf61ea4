import { uuid4 } from "../recorder/uuid.js";
import { assignPresses } from "./assign.js";

/** @typedef {import("./types.js").Trial} Trial */
/** @typedef {import("./types.js").TrialTiming} TrialTiming */

/** What is written down of the trials of one block. What can be known before the first frame is made before it. */
export class BlockRecord {
  #planned;
  #presses;
  #respond;

  /**
   * @param {import("./types.js").Drill} drill
   * @param {import("../types.js").DrillStep} step
   * @param {number} first  number of the block's first trial in the attempt
   * @param {import("./responses.js").Press[]} presses  grows while the block runs
   */
  constructor(drill, step, first, presses) {
    this.#presses = presses;
    this.#respond = drill.respond ?? respondByOnset;
    const phase = step.practice ? "practice" : "measured";
    this.#planned = Array.from({ length: drill.count(step) }, (_, index) => ({
      uuid: uuid4(), sequence: first + index, index, phase, ...drill.stimulus(step, index),
    }));
  }

  /**
   * One trial with what has come in so far.
   *
   * @param {TrialTiming[]} timings  of the block
   * @param {number} index
   * @returns {Trial}
   */
  trial(timings, index) {
    const timing = timings[index];
    const from = timings[index - 1]?.offset ?? -Infinity;
    const next = timings[index + 1]?.onset || Infinity; // 0 while it has not come
    const presses = this.#presses.filter(({ time }) => time >= from && time < next);
    return { ...this.#planned[index], ...timing, ...this.#respond([timing], presses)[0] };
  }

  /**
   * @param {TrialTiming[]} timings  of the trials that were shown
   * @returns {Trial[]}
   */
  trials(timings) {
    const responses = this.#respond(timings, this.#presses);
    return timings.map((timing, index) => ({ ...this.#planned[index], ...timing, ...responses[index] }));
  }
}

function respondByOnset(timings, presses) {
  return assignPresses(timings.map((timing) => timing.onset), presses);
}
