import { browserClock } from "./clock.js";

/** A gap between two frames beyond this is a freeze: the person may have missed the stimulus altogether. */
export const FREEZE_MS = 100;

/** After a longer gap the person was away: the mask stays this long before the next stimulus. */
export const AWAY_MS = 1000;
export const RETURN_MS = 1500;

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
 *
 * @typedef {object} TrialTiming  ms on the clock of the frame timestamps
 * @property {number} plannedOnset
 * @property {number} onset  timestamp of the first frame after the stimulus was put on
 * @property {number} offset  timestamp of the first frame after it was taken off
 * @property {number} framesPlanned
 * @property {number} framesShown  frames from onset to offset, missed ones included
 * @property {number} longestGap
 * @property {boolean} hidden
 * @property {boolean} blurred
 * @property {boolean} frozen
 */

/**
 * Shows stimuli for whole numbers of frames.
 *
 * A frame's number follows from the timestamps, so missed frames count. Onsets are planned on one absolute
 * schedule of frame numbers: a late onset shortens the mask after it, not the stimulus, and later trials are on
 * time again. Only a freeze moves the rest of the schedule, because after it the trials would pile up.
 */
export class TrialLoop {
  /** @type {TrialTiming[]} */
  timings;
  done = false;

  #plan;
  #index = 0;
  #frame = 0;
  #last = NaN;
  #nextOnset = 0;
  #shownAt = 0;
  #held = false;
  /** What the last callback committed, or what is on the screen. @type {"mask"|"showing"|"stimulus"|"hiding"} */
  #phase = "mask";

  /** @param {LoopPlan} plan */
  constructor(plan) {
    this.#plan = plan;
    // All records exist before the first frame: nothing is allocated while stimuli are shown.
    this.timings = Array.from({ length: plan.count }, () => ({
      plannedOnset: 0, onset: 0, offset: 0, framesPlanned: plan.stimulusFrames, framesShown: 0,
      longestGap: 0, hidden: false, blurred: false, frozen: false,
    }));
    this.#nextOnset = 1 + plan.maskFrames;
  }

  /**
   * One animation frame.
   *
   * @param {number} timestamp  ms
   */
  tick(timestamp) {
    this.#count(timestamp);
    this.#settle(timestamp);
    this.#act(timestamp);
    this.#last = timestamp;
  }

  #count(timestamp) {
    if (Number.isNaN(this.#last)) return;
    const gap = timestamp - this.#last;
    const frames = Math.max(1, Math.round(gap / this.#plan.frameMs));
    this.#frame += frames;
    if (gap > FREEZE_MS) this.#nextOnset += frames - 1;
    if (gap > AWAY_MS) this.#nextOnset += Math.round(RETURN_MS / this.#plan.frameMs);
    const timing = this.#current();
    if (timing) this.#note(timing, gap);
  }

  /** The trial on the screen: from the moment its stimulus is committed until the next one's is. */
  #current() {
    return this.timings[this.#phase === "mask" ? this.#index - 1 : this.#index];
  }

  #note(timing, gap) {
    timing.longestGap = Math.max(timing.longestGap, gap);
    timing.frozen ||= gap > FREEZE_MS;
    this.#plan.flag?.(timing);
  }

  /** Date the change that the callback before committed. */
  #settle(timestamp) {
    const timing = this.timings[this.#index];
    if (this.#phase === "showing") {
      timing.onset = timestamp;
      this.#shownAt = this.#frame;
      this.#phase = "stimulus";
    } else if (this.#phase === "hiding") {
      timing.offset = timestamp;
      timing.framesShown = this.#frame - this.#shownAt;
      this.#index += 1;
      this.#held = false;
      this.#phase = "mask";
    }
  }

  /** Commit the change that is to be seen from the next frame on. */
  #act(timestamp) {
    const { stimulusFrames, maskFrames, count, frameMs, show, hide } = this.#plan;
    if (this.#phase === "stimulus" && this.#frame >= this.#shownAt + stimulusFrames - 1) {
      hide(this.#index);
      this.#phase = "hiding";
    } else if (this.#phase === "mask" && this.#frame >= this.#nextOnset - 1) {
      if (this.#hold()) return;
      if (this.#index === count) {
        this.done = true;
        return;
      }
      this.timings[this.#index].plannedOnset = timestamp + (this.#nextOnset - this.#frame) * frameMs;
      show(this.#index);
      this.#phase = "showing";
      this.#nextOnset += stimulusFrames + maskFrames;
    }
  }

  /** @returns {boolean} whether the next trial has been put off */
  #hold() {
    const before = this.#index - 1;
    if (before < 0 || this.#held) return false;
    this.#held = true;
    const frames = this.#plan.holdAfter?.(before, this.timings[before]) ?? 0;
    this.#nextOnset += frames;
    return frames > 0;
  }
}

/**
 * Run a loop to its end.
 *
 * @param {LoopPlan} plan
 * @param {{clock?: import("./clock.js").Clock, signal?: AbortSignal}} [options]
 * @returns {Promise<TrialTiming[]|null>} null when stopped by the signal
 */
export function runTrials(plan, { clock = browserClock, signal } = {}) {
  const loop = new TrialLoop(plan);
  return new Promise((resolve) => {
    const frame = (timestamp) => {
      if (signal?.aborted) {
        resolve(null);
        return;
      }
      loop.tick(timestamp);
      if (loop.done) resolve(loop.timings);
      else clock.requestFrame(frame);
    };
    clock.requestFrame(frame);
  });
}
