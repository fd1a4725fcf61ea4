import { FrameCounter, newTiming } from "./frames.js";

/** @typedef {import("./types.js").TrialTiming} TrialTiming */

/**
 * @typedef {object} FadePlan
 * @property {number} count  scenes
 * @property {number} frameMs  measured
 * @property {number} trialFrames  of one fade
 * @property {(index: number, coherence: number) => void} draw  blend scene `index` (`count`: the blank after the
 *   last) into the one before it, 0 to 1; must not read layout
 * @property {(index: number) => number} [holdAfter]  practice: frames that scene `index` stays when it is whole
 * @property {(timing: TrialTiming) => void} [flag]  mark what happened to the page since the last frame
 */

/**
 * Blends scene after scene into each other, without a pause, each for a whole number of frames.
 *
 * A trial's onset is the first frame of its fade, in which nothing of it is seen yet, and its offset is the onset of
 * the next. How far a fade is follows from the number of frames since its onset, missed ones included. A change that
 * comes late makes the scene before it longer, and that trial says so; the fade after it is whole, and the rest is
 * later by as much. The last scene fades out as long as it faded in: its response may come that late. After an absence
 * the scene that is there stays until the person has come back.
 */
export class FadeLoop {
  /** @type {TrialTiming[]} */
  timings;
  done = false;
  /** Scenes that the next one has begun to replace. */
  shown = 0;

  #plan;
  #frames;
  /** The scene that fades in, from -1 before the first; `count` while the last one fades out. */
  #index = -1;
  /** Frame of its onset. */
  #from = 0;
  /** Frame in which the next one is to begin. */
  #due = 1;
  #held = true;
  /** The last callback committed the first frame of scene `index`, which is not dated yet. */
  #beginning = false;

  /** @param {FadePlan} plan */
  constructor(plan) {
    this.#plan = plan;
    this.#frames = new FrameCounter(plan.frameMs);
    // All records exist before the first frame: nothing is allocated while scenes are shown.
    this.timings = Array.from({ length: plan.count }, () => newTiming(plan.trialFrames));
  }

  /**
   * One animation frame.
   *
   * @param {number} timestamp  ms
   */
  tick(timestamp) {
    if (this.#frames.advance(timestamp)) this.#note();
    if (this.#beginning) this.#settle(timestamp);
    this.#act(timestamp);
  }

  /** A gap belongs to the scene that was fading in; that of the last frame before a change to the one before. */
  #note() {
    const index = this.#beginning ? this.#index - 1 : this.#index;
    const last = this.timings.length - 1;
    if (index >= 0) this.#frames.note(this.timings[Math.min(index, last)], this.#plan.flag);
    if (this.#frames.comeBack) this.#putOff();
  }

  /** A scene that has not been seen yet begins again later. */
  #putOff() {
    const { frame, comeBack } = this.#frames;
    if (this.#beginning) this.#index -= 1;
    this.#beginning = false;
    this.#due = Math.max(this.#due, frame + comeBack);
  }

  /** Date the change that the callback before committed. */
  #settle(timestamp) {
    const { frame } = this.#frames;
    const { trialFrames, frameMs } = this.#plan;
    if (this.#index > 0) {
      const before = this.timings[this.#index - 1];
      before.offset = timestamp;
      before.framesShown = frame - this.#from;
      this.shown += 1;
    }
    if (this.#index < this.timings.length) {
      const timing = this.timings[this.#index];
      timing.onset = timestamp;
      timing.plannedOffset = timing.plannedOnset + trialFrames * frameMs;
    }
    this.#from = frame;
    this.#due = frame + trialFrames;
    this.#held = false;
    this.#beginning = false;
  }

  /** Commit what is to be seen from the next frame on. */
  #act(timestamp) {
    const { count, trialFrames, frameMs, draw } = this.#plan;
    const next = this.#frames.frame + 1;
    if (next >= this.#due) this.#hold(next);
    if (next < this.#due) {
      if (this.#index >= 0) draw(this.#index, Math.min(1, (next - this.#from) / trialFrames));
    } else if (this.#index === count) {
      this.done = true;
    } else {
      this.#index += 1;
      this.#beginning = true;
      if (this.#index < count) this.timings[this.#index].plannedOnset = timestamp + (this.#due - next + 1) * frameMs;
      draw(this.#index, 0);
    }
  }

  /** Once for each scene, when it is whole. */
  #hold(next) {
    if (this.#held || this.#index === this.#plan.count) return;
    this.#held = true;
    const frames = this.#plan.holdAfter?.(this.#index) ?? 0;
    if (frames <= 0) return;
    const timing = this.timings[this.#index];
    this.#due = next + frames;
    timing.framesPlanned = this.#due - this.#from;
    timing.plannedOffset = timing.plannedOnset + timing.framesPlanned * this.#plan.frameMs;
  }
}
