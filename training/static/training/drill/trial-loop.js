import { FrameCounter, newTiming, runLoop } from "./frames.js";

/** @typedef {import("./types.js").TrialTiming} TrialTiming */

/**
 * @typedef {object} LoopPlan
 * @property {number} count  trials
 * @property {number} frameMs  measured
 * @property {number} stimulusFrames
 * @property {number} maskFrames
 * @property {(index: number) => void} show  put the stimulus on; must not read layout
 * @property {(index: number) => void} hide  put the mask on
 * @property {(index: number, timing: TrialTiming) => number} [holdAfter]  extra frames before the next trial
 * @property {(timing: TrialTiming) => void} [flag]  mark what happened to the page since the last frame
 */

/**
 * Shows stimuli for whole numbers of frames, each followed by a mask.
 *
 * A frame's number follows from the timestamps, so missed frames count. Onsets are planned on one absolute
 * schedule of frame numbers: a late onset shortens the mask after it, not the stimulus, and later trials are on
 * time again. Only a freeze moves the rest of the schedule, because after it the trials would pile up.
 */
export class TrialLoop {
  /** @type {TrialTiming[]} */
  timings;
  done = false;
  /** Trials that are over but for their mask; the stimulus is off in the frame in which this grows. */
  shown = 0;

  #plan;
  #frames;
  #nextOnset = 0;
  #shownAt = 0;
  #held = false;
  /** What the last callback committed, or what is on the screen. @type {"mask"|"showing"|"stimulus"|"hiding"} */
  #phase = "mask";

  /** @param {LoopPlan} plan */
  constructor(plan) {
    this.#plan = plan;
    this.#frames = new FrameCounter(plan.frameMs);
    // All records exist before the first frame: nothing is allocated while stimuli are shown.
    this.timings = Array.from({ length: plan.count }, () => newTiming(plan.stimulusFrames));
    this.#nextOnset = 1 + plan.maskFrames;
  }

  /**
   * One animation frame.
   *
   * @param {number} timestamp  ms
   */
  tick(timestamp) {
    if (this.#frames.advance(timestamp)) this.#note();
    this.#settle(timestamp);
    this.#act(timestamp);
  }

  #note() {
    this.#nextOnset += this.#frames.delay;
    const timing = this.#current();
    if (timing) this.#frames.note(timing, this.#plan.flag);
  }

  /** The trial on the screen: from the moment its stimulus is committed until the next one's is. */
  #current() {
    return this.timings[this.#phase === "mask" ? this.shown - 1 : this.shown];
  }

  /** Date the change that the callback before committed. */
  #settle(timestamp) {
    const timing = this.timings[this.shown];
    if (this.#phase === "showing") {
      timing.onset = timestamp;
      this.#shownAt = this.#frames.frame;
      this.#phase = "stimulus";
    } else if (this.#phase === "hiding") {
      timing.offset = timestamp;
      timing.framesShown = this.#frames.frame - this.#shownAt;
      this.shown += 1;
      this.#held = false;
      this.#phase = "mask";
    }
  }

  /** Commit the change that is to be seen from the next frame on. */
  #act(timestamp) {
    const { stimulusFrames, maskFrames, count, frameMs, show, hide } = this.#plan;
    const { frame } = this.#frames;
    if (this.#phase === "stimulus" && frame >= this.#shownAt + stimulusFrames - 1) {
      hide(this.shown);
      this.#phase = "hiding";
    } else if (this.#phase === "mask" && frame >= this.#nextOnset - 1) {
      if (this.#hold()) return;
      if (this.shown === count) {
        this.done = true;
        return;
      }
      const timing = this.timings[this.shown];
      timing.plannedOnset = timestamp + (this.#nextOnset - frame) * frameMs;
      timing.plannedOffset = timing.plannedOnset + stimulusFrames * frameMs;
      show(this.shown);
      this.#phase = "showing";
      this.#nextOnset += stimulusFrames + maskFrames;
    }
  }

  /** @returns {boolean} whether the next trial has been put off */
  #hold() {
    const before = this.shown - 1;
    if (before < 0 || this.#held) return false;
    this.#held = true;
    const frames = this.#plan.holdAfter?.(before, this.timings[before]) ?? 0;
    this.#nextOnset += frames;
    return frames > 0;
  }
}

/**
 * Run trials by themselves, without a block around them.
 *
 * @param {LoopPlan} plan
 * @param {{clock?: import("./clock.js").Clock, signal?: AbortSignal}} [options]
 * @returns {Promise<TrialTiming[]|null>} null when stopped by the signal
 */
export async function runTrials(plan, options) {
  const loop = new TrialLoop(plan);
  return (await runLoop(loop, options)) ? loop.timings : null;
}
