import { wayToStop } from "./cards.js";

/** @typedef {import("../types.js").PvtStep} PvtStep */
/** @typedef {import("../types.js").Trial} Trial */
/** @typedef {import("./cards.js").Card} Card */

/** Fewer discs answered than three in four, or more false starts than half the discs: the rule is not there yet. */
const ANSWERED_TO_GO_ON = 0.75;
const FALSE_STARTS_TO_GO_ON = 0.5;

/**
 * @param {PvtStep} step
 * @returns {Card}
 */
export function introduction(step) {
  if (step.practice) return rules();
  if (step.block === 1) return firstBlock(step);
  return {
    title: `Block ${step.block} of ${step.blocks}`,
    lines: ["Rest as long as you like. Nothing runs until you continue.", reminder()],
    buttons: [{ id: "go", name: "Continue" }],
  };
}

function rules() {
  return {
    title: "Practice first",
    lines: [
      "Look at the cross. After a wait that cannot be foreseen, a disc takes its place.",
      reminder(),
      "Then you see for a second how long it took. A press before the disc is too soon: the wait begins again.",
    ],
    buttons: [{ id: "go", name: "Start the practice" }],
  };
}

function firstBlock(step) {
  const count = step.blocks === 1 ? "One block" : `${step.blocks} blocks with a rest between them`;
  return {
    title: "Now it counts",
    lines: [
      `${count}, about ${lengthOf(step)} each. Little happens in it, and that is the point: stay ready.`,
      reminder(),
      `Keep this page in front. ${wayToStop()}`,
    ],
    buttons: [{ id: "go", name: "Start" }],
  };
}

/**
 * @param {PvtStep} step
 * @param {(Trial & {falseStarts: number})[]} trials
 * @returns {Card} whose buttons are "go" and "again", the recommended one first
 */
export function practiceResult(step, trials) {
  const answered = trials.filter((trial) => trial.eventTime !== null && !trial.anticipation);
  const tooSoon = trials.reduce((sum, trial) => sum + trial.falseStarts + Number(trial.anticipation), 0);
  const all = trials.length;
  const ready = answered.length >= ANSWERED_TO_GO_ON * all && tooSoon <= FALSE_STARTS_TO_GO_ON * all;
  const buttons = [{ id: "go", name: "Go on" }, { id: "again", name: "Practise again" }];
  return {
    title: "Practice done",
    lines: [
      `You answered ${answered.length} of ${all} discs, and ${early(tooSoon)}.`,
      ready ? "You have the rule." : "Practise once more: it makes the result say more about your attention.",
    ],
    buttons: ready ? buttons : buttons.reverse(),
  };
}

/** The rule in one sentence. */
export function reminder() {
  return "Press the space bar, or touch the screen, as soon as you see the disc, and not before.";
}

function early(count) {
  if (count === 0) return "never pressed too soon";
  return `pressed too soon ${count === 1 ? "once" : `${count} times`}`;
}

function lengthOf(step) {
  const seconds = step.durationMs / 1000;
  return seconds < 90 ? `${Math.round(seconds)} seconds` : `${Math.round(seconds / 60)} minutes`;
}
