import { hasSlipped, isVoid } from "./device.js";

/** @typedef {import("./cards.js").Card} Card */
/** @typedef {import("./types.js").Drill} Drill */
/** @typedef {import("../types.js").DrillStep} DrillStep */

const AGAIN = [{ id: "go", name: "Start the block again" }];

/**
 * @param {DrillStep} step
 * @param {Drill} drill
 * @returns {Card} after Escape
 */
export function stopped(step, drill) {
  return {
    title: "Stopped",
    lines: ["This block was not counted. It starts again when you are ready.", drill.reminder(step)],
    buttons: AGAIN,
  };
}

/**
 * @param {DrillStep} step
 * @param {Drill} drill
 * @returns {Card} on a page that was loaded again after the last one was closed in a block
 */
export function broken(step, drill) {
  return {
    title: "The last block was not finished",
    lines: [
      "It starts again. What was recorded of it is kept and counts nowhere. Blocks that were finished stay done.",
      drill.reminder(step),
    ],
    buttons: AGAIN,
  };
}

/**
 * @param {DrillStep} step
 * @param {Drill} drill
 * @param {import("./types.js").Trial[]} trials
 * @param {number} left  how often it can still come to this
 * @returns {Card} after a block with too many trials that are void, or that the screen showed too long or too short
 */
export function voided(step, drill, trials, left) {
  const why = reasons(trials, voidsOf(drill, trials)).join(" ");
  const again = left > 0 ? "" : " Should it happen once more, the block is sent as it is.";
  return {
    title: "This block cannot be used",
    lines: [
      `${why} Such trials say nothing about your attention, and this block has too many of them.`,
      `You can do it again, at no cost. Close what else runs on this device, and keep this page in front.${again}`,
      drill.reminder(step),
    ],
    buttons: AGAIN,
  };
}

/**
 * @param {Drill} drill
 * @param {import("./types.js").Trial[]} trials
 * @returns {boolean[]} for each, whether it counts as not done
 */
export function voidsOf(drill, trials) {
  return drill.voids?.(trials) ?? trials.map(isVoid);
}

/** Each trial is told of once, under what the person can do most about. */
function reasons(trials, voids) {
  const all = trials.length;
  // One that is void for what happened in the next is told of under that.
  const causes = trials.map((trial, index) => (voids[index] && !isVoid(trial) ? trials[index + 1] : trial));
  const away = causes.filter((trial) => trial.hidden || trial.blurred);
  const rest = causes.filter((trial) => isVoid(trial) && !away.includes(trial));
  const resized = rest.filter((trial) => trial.resized);
  const slipped = causes.filter((trial) => !isVoid(trial) && hasSlipped(trial));
  return [
    [away.length, "The page was hidden or another window was in front in"],
    [resized.length, "The page changed its size in"],
    [rest.length - resized.length, "The screen stalled in"],
    [slipped.length, "The screen could not keep up in"],
  ].filter(([count]) => count > 0).map(([count, words]) => `${words} ${count} of ${all} trials.`);
}
