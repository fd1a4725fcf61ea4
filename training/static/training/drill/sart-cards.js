import { wayToStop } from "./cards.js";

/** @typedef {import("../types.js").SartStep} SartStep */
/** @typedef {import("../types.js").Trial} Trial */
/** @typedef {import("./cards.js").Card} Card */

/** Fewer withheld than half, or fewer pressed than nine in ten: the rule has not been understood yet. */
const WITHHELD_TO_GO_ON = 0.5;
const PRESSED_TO_GO_ON = 0.9;

/**
 * @param {SartStep} step
 * @returns {Card}
 */
export function introduction(step) {
  if (step.practice) return rules(step);
  if (step.block === 1) return firstBlock(step);
  return {
    title: `Block ${step.block} of ${step.blocks}`,
    lines: ["Rest as long as you like. Nothing runs until you continue.", reminder(step)],
    buttons: [{ id: "go", name: "Continue" }],
  };
}

function rules(step) {
  return {
    title: "Practice first",
    lines: [
      "Digits appear one after another, each followed by a ring with a cross.",
      reminder(step),
      "Be accurate and quick at the same time. In this practice you are told when a press or a pause was wrong.",
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
      reminder(step),
      `Keep this page in front. ${wayToStop()}`,
    ],
    buttons: [{ id: "go", name: "Start" }],
  };
}

/**
 * @param {SartStep} step
 * @param {Trial[]} trials
 * @returns {Card} whose buttons are "go" and "again", the recommended one first
 */
export function practiceResult(step, trials) {
  const targets = trials.filter((trial) => trial.digit === step.target);
  const others = trials.filter((trial) => trial.digit !== step.target);
  const withheld = targets.filter((trial) => trial.eventTime === null).length;
  const pressed = others.filter((trial) => trial.eventTime !== null).length;
  const ready = withheld >= WITHHELD_TO_GO_ON * targets.length && pressed >= PRESSED_TO_GO_ON * others.length;
  const buttons = [{ id: "go", name: "Go on" }, { id: "again", name: "Practise again" }];
  return {
    title: "Practice done",
    lines: [
      `You held back on ${withheld} of ${targets.length} and pressed on ${pressed} of ${others.length}.`,
      ready ? "You have the rule." : "Practise once more: it makes the result say more about your attention.",
    ],
    buttons: ready ? buttons : buttons.reverse(),
  };
}

/** The rule in one sentence. */
export function reminder(step) {
  return `Press the space bar, or touch the screen, for every digit except ${step.target}.`;
}

function lengthOf(step) {
  const seconds = (step.digits.length * (step.stimulusMs + step.maskMs)) / 1000;
  return seconds < 90 ? `${Math.round(seconds)} seconds` : `${Math.round(seconds / 60)} minutes`;
}
