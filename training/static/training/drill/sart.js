import { element } from "../dom.js";
import { runBlock } from "./block.js";
import { introduction, practiceResult, stopped } from "./sart-cards.js";

/** @typedef {import("../types.js").DrillStep} DrillStep */
/** @typedef {import("../types.js").Trial} Trial */

/** Time to read one short sentence; only in practice, so it costs no measurement. */
const MESSAGE_MS = 1800;

export const NAME = "Sustained attention to response";

/**
 * Sustained Attention to Response Test (Robertson et al. 1997, Neuropsychologia 35:747): press for every digit,
 * withhold on one. This runs one block of it, from its introduction to its record.
 *
 * @param {DrillStep} step
 * @param {object} house
 * @param {import("./stage.js").Stage} house.stage
 * @param {(card: import("./cards.js").Card) => Promise<string>} house.ask  shows a card, gives the button's id
 * @param {() => Promise<void>} house.quiet  stops all requests
 * @param {() => void} house.loud  allows them again
 * @returns {Promise<import("./block.js").BlockRun>}
 */
export async function runSart(step, { stage, ask, quiet, loud }) {
  let card = introduction(step);
  for (;;) {
    await ask(card);
    await quiet();
    const run = await runBlock(step, stage, step.practice ? (trial) => comment(trial, step, stage) : undefined);
    loud();
    if (!run) card = stopped(step);
    else if (!step.practice || (await ask(practiceResult(step, run.trials))) === "go") return run;
    else card = introduction(step);
  }
}

/** After a practice trial that went wrong: say what, and give the mask its time before the next digit. */
function comment(trial, step, stage) {
  const pressed = trial.eventTime !== null;
  const target = trial.digit === step.target;
  if (pressed !== target) return 0;
  const text = target ? `That was ${step.target}. Do not press for it.` : "Press for every other digit.";
  stage.cover(element("div", { class: "drill-card" }, element("h2", { text })));
  setTimeout(() => stage.uncover(), MESSAGE_MS);
  return MESSAGE_MS + step.maskMs;
}
