/** @typedef {import("../types.js").QueuedAnswer} QueuedAnswer */
/** @typedef {import("./store.js").Store} Store */

/**
 * One person's unacknowledged answers: a working copy in memory, each also on the device where that works.
 *
 * The copy in memory is what is sent. So an answer that another tab has sent meanwhile is sent again, which
 * the server answers with the stored reply: that is how this tab learns the feedback.
 */
export class Queue {
  /** @type {QueuedAnswer[]} */
  #answers = [];
  /** What exists in memory only, by uuid: the run whose journal it replaces. @type {Map<string, string|undefined>} */
  #unkept = new Map();
  #store;
  #user;

  /**
   * @param {string} user
   * @param {Store|null} store  null where the browser keeps nothing
   */
  constructor(user, store) {
    this.#user = user;
    this.#store = store;
  }

  /** Take in what earlier pages and other tabs of the same person left behind. */
  async adopt() {
    const left = await attempted(this.#store?.ofUser(this.#user));
    const known = new Set(this.#answers.map((queued) => queued.uuid));
    this.#answers.push(...(left ?? []).filter((queued) => !known.has(queued.uuid)));
  }

  /**
   * @param {QueuedAnswer} queued
   * @param {string} [run]  whose journal it replaces
   * @returns {Promise<boolean>} whether it is kept on the device
   */
  async add(queued, run) {
    this.#unkept.set(queued.uuid, run);
    const stored = await attempted(this.#store?.add(queued, run));
    if (stored) this.#unkept.delete(queued.uuid);
    // Only now can it be sent: an answer removed before it was stored would come back from the store.
    const adopted = this.#answers.some((other) => other.uuid === queued.uuid);
    if (!adopted) this.#answers.push(stored ?? queued);
    return stored !== undefined;
  }

  /** @param {QueuedAnswer} queued  acknowledged by the server, or of no more use */
  async remove(queued) {
    this.#answers = this.#answers.filter((other) => other.uuid !== queued.uuid);
    // Its journal could not go with it when it was added, and would be taken for a run that was broken off.
    const run = this.#unkept.get(queued.uuid);
    this.#unkept.delete(queued.uuid);
    if (run) await attempted(this.#store?.dropRun(run));
    if (queued.place !== undefined) await attempted(this.#store?.remove(queued));
  }

  /**
   * @param {QueuedAnswer} queued
   * @param {import("../types.js").Reason} reason
   */
  async refuse(queued, reason) {
    queued.state = "refused";
    queued.reason = reason;
    if (queued.place !== undefined) await attempted(this.#store?.update(queued));
  }

  /** @returns {QueuedAnswer|undefined} the oldest answer that is to be sent */
  next() {
    return this.#answers.find((queued) => queued.state === "queued");
  }

  /**
   * @param {string} attempt
   * @returns {QueuedAnswer[]} its answers; runs that were broken off are none
   */
  ofAttempt(attempt) {
    return this.#answers.filter((queued) => queued.attempt === attempt && queued.kind !== "run");
  }

  /** @returns {boolean} whether leaving the page now would lose an answer */
  get wouldLose() {
    return this.#unkept.size > 0;
  }
}

/** The value, or undefined where the device's storage failed: memory then has to do. */
async function attempted(promise) {
  try {
    return await promise;
  } catch {
    return undefined;
  }
}
