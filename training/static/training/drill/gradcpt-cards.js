import { wayToStop } from "./cards.js";
import { isMountain } from "./scenes.js";

/** @typedef {import("../types.js").GradcptStep} GradcptStep */
/** @typedef {import("../types.js").Trial} Trial */
/** @typedef {import("./cards.js").Card} Card */

/** Fewer held back than half, or fewer pressed than eight in ten: the rule, or the pace, is not there yet. */
const WITHHELD_TO_GO_ON = 0.5;
const PRESSED_TO_GO_ON = 0.8;
/** Practice: a press is for the scene that fades in from here on, and for the one before it until then. */
const OWN_FROM = 0.55;

const STILLNESS = "Your device asks for less motion. The slow blending is what this drill measures with, so it stays; "
  + "nothing moves across the screen.";

/**
 * @param {GradcptStep} step
 * @returns {Card}
 */
export function introduction(step) {
  if (step.practice) return rules(step);
  if (step.block === 1) return firstBlock(step);
  return {
    title: `Block ${step.block} of ${step.blocks}`,
    lines: ["Rest as long as you like. Nothing runs until you continue.", reminder()],
    buttons: [{ id: "go", name: "Continue" }],
  };
}

function rules(step) {
  const seconds = (step.trialMs / 1000).toFixed(1);
  return {
    title: "Practice first",
    lines: [
      `Pictures of cities and mountains blend into each other without a pause, a new one every ${seconds} seconds.`,
      reminder(),
      "Press once for each city, as soon as you can tell what it is. In this practice you are told what went wrong.",
      ...(spares() ? [STILLNESS] : []),
    ],
    buttons: [{ id: "go", name: "Start the practice" }],
  };
}

function firstBlock(step) {
  const count = step.blocks === 1 ? "One block" : `${step.blocks} blocks with rests between them`;
  return {
    title: "Now it counts",
    lines: [
      `${count}, about ${lengthOf(step)} each. From here on nothing tells you whether a press was right.`,
      reminder(),
      `After a slip go on with the next picture. Keep this page in front. ${wayToStop()}`,
      ...(spares() ? [STILLNESS] : []),
    ],
    buttons: [{ id: "go", name: "Start" }],
  };
}

/**
 * @param {GradcptStep} step
 * @param {Trial[]} trials
 * @returns {Card} whose buttons are "go" and "again", the recommended one first
 */
export function practiceResult(step, trials) {
  const onsets = trials.map((trial) => trial.onset);
  const presses = trials.flatMap((trial) => trial.presses.map((time) => ({ time, repeat: false })));
  const pressed = trials.filter((_, index) => pressFor(onsets, step.trialMs, presses, index));
  const mountains = trials.filter((trial) => isMountain(trial.scene)).length;
  const cities = trials.length - mountains;
  const slips = pressed.filter((trial) => isMountain(trial.scene)).length;
  const withheld = mountains - slips;
  const hits = pressed.length - slips;
  const ready = withheld >= WITHHELD_TO_GO_ON * mountains && hits >= PRESSED_TO_GO_ON * cities;
  const buttons = [{ id: "go", name: "Go on" }, { id: "again", name: "Practise again" }];
  return {
    title: "Practice done",
    lines: [
      `You held back on ${withheld} of ${mountains} mountains and pressed on ${hits} of ${cities} cities.`,
      ready ? "You have the rule." : "Practise once more: it makes the result say more about your attention.",
    ],
    buttons: ready ? buttons : buttons.reverse(),
  };
}

/**
 * Whether there was a press for a scene, by how far the fade was. Plain enough to be told at once; the measured blocks
 * are graded by the server's rule, which also looks at the scenes beside.
 *
 * @param {number[]} onsets  of the scenes so far
 * @param {number} trialMs
 * @param {{time: number, repeat: boolean}[]} presses
 * @param {number} index  of the scene
 */
export function pressFor(onsets, trialMs, presses, index) {
  const from = onsets[index] + OWN_FROM * trialMs;
  const until = (onsets[index + 1] ?? onsets[index] + trialMs) + OWN_FROM * trialMs;
  return presses.some(({ time, repeat }) => !repeat && time >= from && time < until);
}

/** The rule in one sentence. */
export function reminder() {
  return "Press the space bar, or touch the screen, for every city. Hold back for mountains.";
}

/** @returns {import("./device.js").TimingFault|undefined} why this person may want another drill */
export function spares() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "reduced_motion" : undefined;
}

function lengthOf(step) {
  const seconds = (step.scenes.length * step.trialMs) / 1000;
  return seconds < 90 ? `${Math.round(seconds)} seconds` : `${Math.round(seconds / 60)} minutes`;
}
