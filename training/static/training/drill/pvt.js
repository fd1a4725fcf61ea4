import { assignPresses } from "./assign.js";
import { introduction, practiceResult, reminder } from "./pvt-cards.js";
import { PvtFace } from "./pvt-face.js";
import { WaitLoop } from "./wait-loop.js";

/** @typedef {import("../types.js").PvtStep} PvtStep */

/**
 * Psychomotor vigilance (Dinges and Powell 1985; Basner and Dinges 2011, Sleep 34:581): after a wait that cannot be
 * foreseen something appears; press at once. The original shows a counter that runs; here it is a disc, which is on
 * from one frame to the next, and the own time stands still after it.
 *
 * @type {import("./types.js").Drill}
 */
export const drill = {
  name: "Psychomotor vigilance",
  dress: (stage) => new PvtFace(stage),
  count: (step) => step.waitsMs.length,
  stimulus: (step, index) => ({ waitMs: step.waitsMs[index] }),
  loop,
  respond,
  introduction,
  practiceResult,
  reminder,
};

/**
 * @param {PvtStep} step
 * @param {import("./types.js").Kit} kit
 */
function loop(step, { face, frameMs, presses, flag }) {
  const { waitsMs, durationMs, limitMs } = step;
  return new WaitLoop({
    waitsMs, durationMs, limitMs, frameMs, presses, flag,
    show: () => face.showDisc(),
    hide: (responseMs) => face.showTime(responseMs),
    warn: () => face.showTooSoon(),
    rest: () => face.showCross(),
  });
}

/** A press is a response only while the disc is on; one in a wait is a false start, which the loop has counted. */
function respond(timings, presses) {
  return timings.map(({ onset, offset }) => {
    const own = presses.filter(({ time }) => time >= onset && time < offset);
    return assignPresses([onset], own)[0];
  });
}
