/** @typedef {import("../types.js").Step} Step */
/** @typedef {import("../types.js").Feedback} Feedback */
/** @typedef {import("../types.js").QueuedAnswer} QueuedAnswer */
/** @typedef {import("../types.js").Change} Change */

/**
 * @typedef {object} Entry  how one step stands
 * @property {Step} step
 * @property {"open"|"queued"|"saved"|"refused"} state
 * @property {Feedback|null} feedback
 * @property {boolean} seen  the person has seen the feedback, or had seen it on an earlier page
 * @property {boolean} elsewhere  answered in another tab
 * @property {import("../types.js").Reason|null} reason  why queued or refused
 */

/** Which steps of the attempt are open, on their way, stored or refused. Knows no page. */
export class Ledger {
  /** @type {Map<string, Entry>} */
  #entries;

  /**
   * @param {Step[]} steps
   * @param {Record<string, Feedback|null>} answered  what the server had when it made the page
   * @param {QueuedAnswer[]} unacknowledged  what this browser had kept by then
   */
  constructor(steps, answered, unacknowledged) {
    this.#entries = new Map(steps.map((step) => [step.step, entryOf(step, answered)]));
    for (const { step, state, reason } of unacknowledged) {
      const entry = this.#entries.get(step);
      if (entry && entry.state !== "saved") Object.assign(entry, { state, reason, seen: false });
    }
  }

  /** @returns {Step|null} the first one without an answer */
  next() {
    return this.#in("open")[0]?.step ?? null;
  }

  /** @returns {number} steps without an answer */
  get left() {
    return this.#in("open").length;
  }

  get queued() {
    return this.#in("queued");
  }

  get refused() {
    return this.#in("refused");
  }

  /** @returns {Entry[]} feedback that came after the person had gone on; to practice of a long look it is of no more use */
  get late() {
    return this.#in("saved").filter((entry) => entry.feedback && !entry.seen && entry.step.shape !== "look");
  }

  /** @param {string} step */
  of(step) {
    return this.#entries.get(step);
  }

  /** @param {Change} change */
  note({ step, state, reason, elsewhere, feedback }) {
    const entry = this.#entries.get(step);
    // A refused answer that is superseded changes nothing any more, nor does a repeated reply.
    if (!entry || entry.state === "saved") return;
    Object.assign(entry, { state, reason, elsewhere, feedback });
  }

  /** @param {string} step  whose answer was refused and is to be given again */
  reopen(step) {
    Object.assign(this.#entries.get(step), { state: "open", reason: null });
  }

  #in(state) {
    return [...this.#entries.values()].filter((entry) => entry.state === state);
  }
}

/** @returns {Entry} */
function entryOf(step, answered) {
  const saved = Object.hasOwn(answered, step.step);
  const feedback = saved ? answered[step.step] : null;
  return { step, state: saved ? "saved" : "open", feedback, seen: saved, elsewhere: false, reason: null };
}
