import { assignPresses } from "./assign.js";
import { FadeLoop } from "./fade-loop.js";
import { isDisturbed, isVoid } from "./device.js";
import { introduction, practiceResult, pressFor, reminder, spares } from "./gradcpt-cards.js";
import { GradcptFace } from "./gradcpt-face.js";
import { isMountain } from "./scenes.js";

/** @typedef {import("../types.js").GradcptStep} GradcptStep */

/** As many presses of one trial as the server takes. */
const MOST_PRESSES = 20;

/**
 * Gradual-onset continuous performance (Esterman et al. 2013, Cerebral Cortex 23:2712): scenes blend into each other;
 * press for cities, hold back for mountains. Every press falls into two scenes, so the record holds all of them, with
 * the trial that began last before; whose response it is, the server decides when it has the whole block.
 *
 * @type {import("./types.js").Drill}
 */
export const drill = {
  name: "Gradual-onset continuous performance",
  dress: (stage) => new GradcptFace(stage),
  count: (step) => step.scenes.length,
  stimulus: (step, index) => ({ scene: step.scenes[index] }),
  loop,
  respond,
  introduction,
  practiceResult,
  reminder,
  voids,
  spares,
};

/**
 * @param {GradcptStep} step
 * @param {import("./types.js").Kit} kit
 */
function loop(step, kit) {
  const { scenes } = step;
  const fade = new FadeLoop({
    count: scenes.length,
    frameMs: kit.frameMs,
    trialFrames: kit.framesFor(step.trialMs),
    draw: (index, coherence) => kit.face.blend(scenes[index - 1], scenes[index], coherence),
    flag: kit.flag,
    holdAfter: step.practice ? (index) => comment(index, fade.timings, step, kit) : undefined,
  });
  kit.face.show();
  return fade;
}

/** Practice: when a scene is whole, the one before it has had its time. What was wrong with it is said at once. */
function comment(index, timings, step, kit) {
  const scene = step.scenes[index - 1];
  if (scene === undefined) return 0;
  const shown = timings.slice(0, index + 1);
  const pressed = pressFor(shown.map((timing) => timing.onset), step.trialMs, kit.presses, index - 1);
  if (pressed !== isMountain(scene)) return 0;
  return kit.framesFor(kit.say(pressed ? "That was a mountain. Hold back for it." : "Press for every city."));
}

/** Also the scene before a disturbed one: its response would have come while that one blended in. */
function voids(trials) {
  return trials.map((trial, index) => isVoid(trial) || (index + 1 < trials.length && isDisturbed(trials[index + 1])));
}

/** The first press since a trial's onset, as in every drill, and the times of all of them. */
function respond(timings, presses) {
  const onsets = timings.map((timing) => timing.onset);
  const all = onsets.map(() => []);
  for (const { time, repeat } of presses) {
    const own = all[onsets.findLastIndex((onset) => onset <= time)];
    if (own && !repeat && own.length < MOST_PRESSES) own.push(time);
  }
  return assignPresses(onsets, presses).map((response, index) => ({ ...response, presses: all[index] }));
}
