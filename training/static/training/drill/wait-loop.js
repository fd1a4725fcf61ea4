import { AWAY_MS, FrameCounter, newTiming } from "./frames.js";

/** @typedef {import("./types.js").TrialTiming} TrialTiming */

/** So long the own time is shown, and that a press came too soon: it is part of the wait that follows. */
export const MESSAGE_MS = 1000;
/**
 * So often a wait begins anew. Nobody who means to wait starts too soon six times in a row; who leans on the key, or
 * has a device that stalls all the time, is to reach the end of the block all the same.
 */
export const MOST_RESTARTS = 5;
/** What is shown after a stimulus that nobody answered, in place of a time. */
export const NO_PRESS = null;

/**
 * @typedef {object} WaitPlan
 * @property {number[]} waitsMs  before each stimulus
 * @property {number|null} durationMs  the first response after so long ends the block; null: the last wait does
 * @property {number} limitMs  a stimulus without a response goes away
 * @property {number} frameMs  measured
 * @property {import("./responses.js").Press[]} presses  grows while the block runs
 * @property {() => void} show  put the stimulus on; none of these may read layout
 * @property {(responseMs: number|null) => void} hide  take it off and show the person's time, or NO_PRESS
 * @property {() => void} warn  say that a press came too soon
 * @property {() => void} rest  take such words off again
 * @property {(timing: TrialTiming) => void} [flag]  mark what happened to the page since the last frame
 */

/**
 * A stimulus after each wait, until it is responded to.
 *
 * A trial begins with its wait, which begins with the response before. A press in the wait is a false start: it is
 * counted, and the same wait begins anew. So it does after an absence (a gap of more than a second between two
 * frames), which the trial is void for anyway. After `MOST_RESTARTS` the stimulus comes when the last wait is over;
 * presses are still counted. A stimulus ends with its response, so that no end and no number of frames is planned: both
 * counts are those that it was on.
 */
export class WaitLoop {
  /** @type {(TrialTiming & {falseStarts: number})[]} */
  timings;
  done = false;
  /** Trials whose stimulus is off again. */
  shown = 0;

  #plan;
  #frames;
  /** @type {"wait"|"showing"|"on"|"hiding"|"over"} */
  #phase = "wait";
  /** Frame in which the wait began, and in which the stimulus was first on. */
  #from = 0;
  /** How often this wait has begun anew. */
  #restarts = 0;
  /** Frame from which on nothing is said any more; 0 when nothing is. */
  #silentFrom = 0;
  /** Presses that were looked at. */
  #seen = 0;
  /** ms since the first wait began, absences and false starts in that wait left out. */
  #lasted = 0;

  /** @param {WaitPlan} plan */
  constructor(plan) {
    this.#plan = plan;
    this.#frames = new FrameCounter(plan.frameMs);
    this.timings = plan.waitsMs.map(() => ({ ...newTiming(0), plannedOffset: null, falseStarts: 0 }));
    this.#seen = plan.presses.length; // what was pressed while the display was measured
  }

  /**
   * One animation frame.
   *
   * @param {number} timestamp  ms
   */
  tick(timestamp) {
    if (this.#frames.advance(timestamp)) this.#note();
    this.#settle(timestamp);
    this.#listen();
    this.#act(timestamp);
  }

  #note() {
    const { gap } = this.#frames;
    const away = gap > AWAY_MS;
    if (!away) this.#lasted += gap;
    if (away && this.#phase === "wait") this.#beginAnew();
    const timing = this.timings[this.shown];
    if (timing && this.#phase !== "over") this.#frames.note(timing, this.#plan.flag);
  }

  /** Date the change that the callback before committed. */
  #settle(timestamp) {
    const { frame } = this.#frames;
    const timing = this.timings[this.shown];
    if (this.#phase === "showing") {
      timing.onset = timestamp;
      if (this.shown === 0) this.#lasted = this.#plan.waitsMs[0];
      this.#from = frame;
      this.#phase = "on";
    } else if (this.#phase === "hiding") {
      timing.offset = timestamp;
      timing.framesShown = timing.framesPlanned = frame - this.#from;
      this.shown += 1;
      this.#from = frame;
      this.#restarts = 0;
      this.#silentFrom = frame + this.#framesOf(MESSAGE_MS);
      this.#phase = this.#isOver() ? "over" : "wait";
    }
  }

  #isOver() {
    const { durationMs } = this.#plan;
    return this.shown === this.timings.length || (durationMs !== null && this.#lasted >= durationMs);
  }

  /** Take the presses that came since the last frame. */
  #listen() {
    const { presses } = this.#plan;
    for (; this.#seen < presses.length; this.#seen += 1) {
      const press = presses[this.#seen];
      if (press.repeat) continue;
      if (this.#phase === "wait") this.#falseStart(press);
      else if (this.#phase === "on") this.#respond(press);
    }
  }

  /** A second press on the way to the response's frame belongs to that response, and is counted with it. */
  #falseStart(press) {
    const before = this.timings[this.shown - 1];
    if (before && press.time < before.offset) return;
    this.timings[this.shown].falseStarts += 1;
    // Otherwise nothing is said either: the words would still be there when the stimulus is due.
    if (!this.#beginAnew()) return;
    this.#silentFrom = this.#frames.frame + this.#framesOf(MESSAGE_MS);
    this.#plan.warn();
  }

  /** @returns {boolean} whether this wait may do so once more */
  #beginAnew() {
    if (this.#restarts === MOST_RESTARTS) return false;
    this.#restarts += 1;
    this.#from = this.#frames.frame;
    return true;
  }

  #respond(press) {
    const timing = this.timings[this.shown];
    // Pressed while the stimulus was on its way to the screen: too soon, and the stimulus stays.
    if (press.time < timing.onset) timing.falseStarts += 1;
    else this.#hide(press.time - timing.onset);
  }

  #hide(responseMs) {
    this.#plan.hide(responseMs);
    this.#phase = "hiding";
  }

  /** Commit what is to be seen from the next frame on. */
  #act(timestamp) {
    const { waitsMs, limitMs, frameMs, show, rest } = this.#plan;
    const { frame } = this.#frames;
    if (this.#phase === "on" && timestamp - this.timings[this.shown].onset >= limitMs) this.#hide(NO_PRESS);
    if (this.#silentFrom && frame >= this.#silentFrom - 1 && this.#phase !== "hiding") {
      this.#silentFrom = 0;
      if (this.#phase === "over") this.done = true;
      else rest();
    }
    if (this.#phase !== "wait") return;
    const due = this.#from + this.#framesOf(waitsMs[this.shown]);
    if (frame < due - 1) return;
    this.timings[this.shown].plannedOnset = timestamp + (due - frame) * frameMs;
    show();
    this.#phase = "showing";
  }

  #framesOf(ms) {
    return Math.max(1, Math.round(ms / this.#plan.frameMs));
  }
}
