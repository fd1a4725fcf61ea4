import { browserClock } from "./clock.js";

/** A gap between two frames beyond this is a freeze: the person may have missed the stimulus altogether. */
export const FREEZE_MS = 100;

/** After a longer gap the person was away: what comes next waits this long. */
export const AWAY_MS = 1000;
export const RETURN_MS = 1500;

/**
 * Of the fraction of a frame that is carried over, so much is kept with each frame. A measured rate that is off by less
 * than a hundredth so never adds up to a frame, and a display that has changed its rate does at once.
 */
const KEPT = 0.98;

/** @typedef {import("./types.js").TrialTiming} TrialTiming */

/**
 * Numbers the frames of a display by their timestamps, so that missed ones count. Makes no objects.
 *
 * Frames are those that were measured: a display that goes faster since has callbacks that count as none, so that what
 * is planned in frames keeps its duration.
 */
export class FrameCounter {
  /** Number of the frame of the last `advance`, from 0. */
  frame = 0;
  /** ms between the last two frames that came. */
  gap = 0;
  /** How many frames later the last one was; 1 when none was missed, 0 within the same frame. */
  step = 0;

  #frameMs;
  #last = NaN;
  /** What the rounding has left over, in frames. */
  #rest = 0;

  /** @param {number} frameMs  measured */
  constructor(frameMs) {
    this.#frameMs = frameMs;
  }

  /**
   * @param {number} timestamp  of this animation frame, ms
   * @returns {boolean} false for the first frame, which has no gap before it
   */
  advance(timestamp) {
    const first = Number.isNaN(this.#last);
    if (!first) {
      this.gap = timestamp - this.#last;
      const frames = this.gap / this.#frameMs + this.#rest;
      this.step = Math.max(0, Math.round(frames));
      this.#rest = (frames - this.step) * KEPT;
      this.frame += this.step;
    }
    this.#last = timestamp;
    return !first;
  }

  get froze() {
    return this.gap > FREEZE_MS;
  }

  /**
   * By how many frames a freeze moves what is still to come: after it, trials on the old schedule would pile up.
   *
   * @returns {number} 0 after an ordinary gap
   */
  get delay() {
    return this.froze ? this.step - 1 + this.comeBack : 0;
  }

  /** @returns {number} frames that a person who was away has before the next stimulus; 0 for all others */
  get comeBack() {
    return this.gap > AWAY_MS ? Math.round(RETURN_MS / this.#frameMs) : 0;
  }

  /**
   * Put the last gap, and what happened to the page in it, on the trial that it belongs to.
   *
   * @param {TrialTiming} timing
   * @param {(timing: TrialTiming) => void} [flag]  what the page's watch has seen
   */
  note(timing, flag) {
    timing.longestGap = Math.max(timing.longestGap, this.gap);
    timing.frozen ||= this.froze;
    flag?.(timing);
  }
}

/**
 * @param {number} framesPlanned
 * @returns {TrialTiming} nothing has happened yet
 */
export function newTiming(framesPlanned) {
  return {
    plannedOnset: 0, onset: 0, plannedOffset: 0, offset: 0, framesPlanned, framesShown: 0, longestGap: 0,
    hidden: false, blurred: false, frozen: false, resized: false,
  };
}

/**
 * Run a loop, frame by frame, to its end.
 *
 * @param {import("./types.js").Loop} loop
 * @param {object} [options]
 * @param {import("./clock.js").Clock} [options.clock]
 * @param {AbortSignal} [options.signal]  stops it
 * @param {() => void} [options.afterShown]  called in the frames in which `loop.shown` has grown
 * @returns {Promise<boolean>} false when stopped; rejects with what a callback threw, after which no more are called
 */
export function runLoop(loop, { clock = browserClock, signal, afterShown } = {}) {
  let shown = 0;
  return new Promise((resolve, reject) => {
    const tick = (timestamp) => {
      if (signal?.aborted) {
        resolve(false);
        return;
      }
      loop.tick(timestamp);
      if (loop.shown !== shown) {
        shown = loop.shown;
        afterShown?.();
      }
      if (loop.done) resolve(true);
      else clock.requestFrame(frame);
    };
    // Nobody sees an error that is thrown in a callback: the page would stand still.
    const frame = (timestamp) => {
      try {
        tick(timestamp);
      } catch (error) {
        reject(error);
      }
    };
    clock.requestFrame(frame);
  });
}
