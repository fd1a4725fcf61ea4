import { introduction, practiceResult, reminder } from "./sart-cards.js";
import { SartFace } from "./sart-face.js";
import { TrialLoop } from "./trial-loop.js";

/** @typedef {import("../types.js").SartStep} SartStep */

/**
 * Sustained Attention to Response Test (Robertson et al. 1997, Neuropsychologia 35:747): press for every digit,
 * withhold on one.
 *
 * @type {import("./types.js").Drill}
 */
export const drill = {
  name: "Sustained attention to response",
  dress: (stage) => new SartFace(stage),
  count: (step) => step.digits.length,
  stimulus: (step, index) => ({ digit: step.digits[index] }),
  loop,
  introduction,
  practiceResult,
  reminder,
};

/**
 * @param {SartStep} step
 * @param {import("./types.js").Kit} kit
 */
function loop(step, kit) {
  return new TrialLoop({
    count: step.digits.length,
    frameMs: kit.frameMs,
    stimulusFrames: kit.framesFor(step.stimulusMs),
    maskFrames: kit.framesFor(step.maskMs),
    show: (index) => kit.face.showDigit(step.digits[index], index),
    hide: () => kit.face.showMask(),
    flag: kit.flag,
    holdAfter: step.practice ? (index) => comment(kit.trial(index), step, kit) : undefined,
  });
}

/** After a practice trial that went wrong: say what, and give the mask its time before the next digit. */
function comment(trial, step, kit) {
  const pressed = trial.eventTime !== null;
  const target = trial.digit === step.target;
  if (pressed !== target) return 0;
  const text = target ? `That was ${step.target}. Do not press for it.` : "Press for every other digit.";
  return kit.framesFor(kit.say(text) + step.maskMs);
}
