import { framesFor } from "./clock.js";
import { checkDisplay, describeDevice, timingFaults } from "./device.js";
import { runLoop } from "./frames.js";
import { say } from "./cards.js";
import { BlockRecord } from "./record.js";
import { Responses, inputOf } from "./responses.js";
import { PageWatch } from "./watch.js";

/*
 * One block of any timed drill. How a drill plugs in (sart.js is the shortest one):
 *
 *  1. drill/NAME.js exports `drill`, a `Drill` of types.js: cards, what it shows, and how its loop is made.
 *  2. drills.js names the file in DRILLS. Nothing else knows of it. Cards, the device check, Escape, void blocks, the
 *     journal and the practice criterion are the kernel's.
 *  3. `drill.loop(step, kit)` gives an object with tick(timestamp), done, shown and timings (`Loop` of types.js).
 *     Count frames with `FrameCounter` of frames.js, begin a trial's timing with `newTiming(framesPlanned)`, and after
 *     each `advance` call `counter.note(timing of the trial on the screen, kit.flag)`: that puts the longest gap and
 *     the flags hidden, blurred, frozen and resized on it. `counter.delay` is how many frames a freeze or an absence
 *     moves what is still to come.
 *  4. Keys of a timing and of what `drill.respond` gives go into the trial's record as they are (`falseStarts`,
 *     `presses`). A tick reads no layout, makes no objects and asks for nothing.
 */

/** @typedef {import("./types.js").Trial} Trial */

/**
 * @typedef {object} BlockRun
 * @property {"done"|"stopped"|"unfit"} ending  through; Escape; the display cannot time it just now, nothing was shown
 * @property {Trial[]} trials  those shown to their end
 * @property {import("../types.js").Device} device
 * @property {import("./device.js").TimingFault[]} faults
 * @property {import("../recorder/journal.js").Run|null} run  in the journal
 */

/**
 * Run one block: a fixation cross while the display is measured, then the trials.
 *
 * @param {import("./types.js").Drill} drill
 * @param {import("../types.js").DrillStep} step
 * @param {object} house
 * @param {import("./stage.js").Stage} house.stage
 * @param {any} house.face  what `drill.dress` gave
 * @param {number} house.first  number of the block's first trial in the attempt
 * @param {(device: import("../types.js").Device) => import("../recorder/journal.js").Run|null} [house.begin]
 * @returns {Promise<BlockRun>}
 */
export async function runBlock(drill, step, house) {
  const stop = new AbortController();
  try {
    return await stoppableBlock(drill, step, house, stop);
  } finally {
    stop.abort(); // whatever happened, nothing listens any more
  }
}

async function stoppableBlock(drill, step, { stage, face, first, begin }, stop) {
  const { signal } = stop;
  const { presses } = new Responses(stage.node, signal);
  const watch = new PageWatch(signal);
  document.addEventListener("keydown", (event) => event.key === "Escape" && stop.abort(), { signal });
  // In the full screen, Escape leaves that and is no keydown.
  document.addEventListener("fullscreenchange", () => document.fullscreenElement || stop.abort(), { signal });
  stage.onStop(() => stop.abort(), signal);
  const record = new BlockRecord(drill, step, first, presses);
  stage.uncover();
  const check = await measured(stage);
  const ended = (ending, faults, run = null, trials = []) => {
    const device = describeDevice(check.refresh, inputOf(presses), faults.length === 0, { ...check, faults });
    return { ending, trials, device, faults, run };
  };
  if (signal.aborted) return ended("stopped", check.faults);
  if (check.faults.length > 0) return ended("unfit", check.faults);
  const run = begin?.(describeDevice(check.refresh, inputOf(presses), true, check)) ?? null;
  const { frameMs } = check.refresh;
  const loop = drill.loop(step, {
    frameMs, presses, stage, face,
    framesFor: (ms) => framesFor(ms, frameMs),
    flag: (timing) => watch.flag(timing),
    trial: (index) => record.trial(loop.timings, index),
    say: (text) => say(stage, text),
  });
  watch.forget(); // what happened before the first trial voids nothing
  let kept = 0;
  const keep = (upTo) => {
    for (; kept < upTo; kept += 1) run?.keep(record.trial(loop.timings, kept));
  };
  // A tab that is closed gets no more frames, but in most browsers what is put now is still written.
  globalThis.addEventListener("pagehide", () => keep(loop.shown), { signal });
  // Presses to the last trial shown may still come, those to the ones before it may not.
  const through = await runLoop(loop, { signal, afterShown: () => keep(loop.shown - 1) });
  const timings = loop.timings.slice(0, loop.shown);
  const faults = timingFaults(check.refresh, check.resolutionMs, timings);
  return ended(through ? "done" : "stopped", faults, run, record.trials(timings));
}

/** The fixation cross, and how the display does meanwhile. */
async function measured(stage) {
  stage.showFixation();
  stage.node.focus();
  stage.node.toggleAttribute("data-measuring", true);
  const check = await checkDisplay();
  stage.node.toggleAttribute("data-measuring", false);
  return check;
}
