import { assignPresses } from "./assign.js";
import { clockResolution, framesFor, measureRefresh } from "./clock.js";
import { describeDevice, timingFaults } from "./device.js";
import { Responses, TOUCH } from "./responses.js";
import { runTrials } from "./trial-loop.js";
import { PageWatch } from "./watch.js";

/** @typedef {import("../types.js").DrillStep} DrillStep */
/** @typedef {import("../types.js").Trial} Trial */

/**
 * @typedef {object} BlockRun
 * @property {Trial[]} trials
 * @property {import("../types.js").Device} device
 * @property {import("./device.js").TimingFault[]} faults
 */

/**
 * Run one block: a fixation cross while the display is measured, then the trials.
 *
 * @param {DrillStep} step
 * @param {import("./stage.js").Stage} stage
 * @param {(trial: Trial) => number} [afterTrial]  practice: says something and returns ms to wait
 * @returns {Promise<BlockRun|null>} null when stopped with Escape
 */
export async function runBlock(step, stage, afterTrial) {
  const stop = new AbortController();
  const responses = new Responses(stage.node, stop.signal);
  const watch = new PageWatch(stop.signal);
  document.addEventListener("keydown", (event) => event.key === "Escape" && stop.abort(), { signal: stop.signal });
  stage.uncover();
  stage.showFixation();
  stage.node.focus();
  const resolution = clockResolution();
  const refresh = await measureRefresh();
  watch.forget(); // what happened before the first trial voids nothing
  const timings = await runTrials(
    {
      count: step.digits.length,
      frameMs: refresh.frameMs,
      stimulusFrames: framesFor(step.stimulusMs, refresh.frameMs),
      maskFrames: framesFor(step.maskMs, refresh.frameMs),
      show: (index) => stage.showDigit(step.digits[index], index),
      hide: () => stage.showMask(),
      flag: (timing) => watch.flag(timing),
      holdAfter: afterTrial && ((index, timing) => {
        const [trial] = recordTrials([step.digits[index]], [timing], responses.presses);
        const wait = afterTrial(trial);
        return wait && framesFor(wait, refresh.frameMs);
      }),
    },
    { signal: stop.signal },
  );
  stop.abort();
  if (!timings) return null;
  const faults = timingFaults(refresh, resolution, timings);
  const device = describeDevice(refresh, inputOf(responses.presses), faults.length === 0);
  return { trials: recordTrials(step.digits, timings, responses.presses), device, faults };
}

/** @returns {Trial[]} */
function recordTrials(digits, timings, presses) {
  const responses = assignPresses(timings.map((timing) => timing.onset), presses);
  return timings.map((timing, index) => ({ index, digit: digits[index], ...timing, ...responses[index] }));
}

/** What most presses came from; without any, what the device has. */
function inputOf(presses) {
  const touches = presses.filter((press) => press.key === TOUCH).length;
  if (presses.length === 0) return matchMedia("(pointer: coarse)").matches ? "touch" : "keyboard";
  return touches * 2 > presses.length ? "touch" : "keyboard";
}
