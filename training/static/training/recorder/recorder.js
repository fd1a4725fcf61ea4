import { beginRun, leftBehind } from "./journal.js";
import { underLock } from "./lock.js";
import { postAnswer } from "./post.js";
import { Queue } from "./queue.js";
import { Sender } from "./sender.js";
import { openStore } from "./store.js";
import { freshToken } from "./token.js";
import { uuid4 } from "./uuid.js";

/** @typedef {import("../types.js").Answer} Answer */
/** @typedef {import("../types.js").QueuedAnswer} QueuedAnswer */
/** @typedef {import("../types.js").Outcome} Outcome */
/** @typedef {import("../types.js").Change} Change */
/** @typedef {import("./journal.js").Run} Run */
/** @typedef {{user: string, attempt: string, answersUrl: string, runsUrl: string|null, csrf: string}} RecordedPage */

/** How long a drill that is about to start waits for a request under way. */
const PAUSE_GRACE_MS = 3000;
const LOOK_AGAIN_MS = 100;

/**
 * Keeps the answers of one attempt until the server has acknowledged each, and says how each one stands.
 *
 * Fires "change" events whose `detail` is a {@link Change}. Answers are filed under the signed-in person; those the
 * same person left behind in other attempts are sent along, another person's are never touched.
 */
export class Recorder extends EventTarget {
  /** Steps whose block was under way when an earlier page was closed. @type {Set<string>} */
  brokenOff = new Set();

  #page;
  #store;
  #queue;
  #sender;
  /** The last reply said signed out or stale token: look for a new token before the next try. */
  #blocked = false;

  /**
   * @param {RecordedPage} page
   * @param {import("./store.js").Store|null} store
   */
  constructor(page, store) {
    super();
    this.#page = page;
    this.#store = store;
    this.#queue = new Queue(page.user, store);
    this.#sender = new Sender({
      next: async () => this.#queue.next(),
      send: (queued, signal) => this.#send(queued, signal),
      settle: (queued, outcome) => this.#settle(queued, outcome),
      lock: (work) => underLock(`attune-sender-${page.user}`, work),
    });
  }

  /** @param {RecordedPage} page */
  static async open(page) {
    const store = await openStore().catch(() => null);
    const recorder = new Recorder(page, store);
    await recorder.#queue.adopt();
    await recorder.#takeUpRuns().catch(() => {}); // they stay in the journal for the next page
    return recorder;
  }

  /** Start sending, and try again whenever the connection or the person comes back. */
  start() {
    globalThis.addEventListener("online", () => this.#lookAgain());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#lookAgain();
    });
    globalThis.addEventListener("beforeunload", (event) => {
      if (!this.#queue.wouldLose) return;
      event.preventDefault();
      event.returnValue = true; // what browsers before 2024 look at
    });
    this.#sender.wake();
  }

  /**
   * Keep an answer and send it when possible.
   *
   * @param {Omit<Answer, "uuid">} answer
   * @param {Run|null} [run]  that it comes from; what was written down of it is of no more use
   * @returns {Promise<string>} its UUID, once the answer is kept on the device (or in memory where it cannot be)
   */
  async enqueue(answer, run = null) {
    const uuid = uuid4();
    const { user, attempt, answersUrl } = this.#page;
    const queued = {
      uuid, user, attempt, step: answer.step, url: answersUrl,
      body: JSON.stringify({ uuid, ...answer }), state: /** @type {const} */ ("queued"), reason: null,
    };
    // One that lives in memory only lasts as long as the page; then what was written down is all that is left.
    if (await this.#queue.add(queued, run?.uuid)) run?.end();
    this.#tell(queued, "queued");
    this.#sender.wake();
    return uuid;
  }

  /**
   * Write the trials of a block down as they happen.
   *
   * @param {string} step
   * @param {object} device
   * @returns {Run|null} null where the server takes no runs
   */
  beginRun(step, device) {
    const { user, attempt, runsUrl: url } = this.#page;
    return url ? beginRun(this.#store, { user, attempt, step, url, device }) : null;
  }

  /**
   * A run that becomes no answer: it is sent for the record.
   *
   * @param {Run} run
   * @param {{step: string, ending: "stopped"|"void", trials: object[], device: object}} record
   */
  async breakOff({ uuid, end }, record) {
    const { attempt, runsUrl: url } = this.#page;
    await this.#queueRun({ uuid, attempt, url, ...record });
    end();
    this.#sender.wake();
  }

  /** @returns {QueuedAnswer[]} this attempt's answers without acknowledgement, queued and refused */
  unacknowledged() {
    return this.#queue.ofAttempt(this.#page.attempt);
  }

  /** @returns {boolean} false where answers live in this page only */
  get persistent() {
    return this.#store !== null;
  }

  /** @returns {boolean} whether leaving now would lose an answer */
  get wouldLose() {
    return this.#queue.wouldLose;
  }

  /** Send now: the person asks. */
  sendNow() {
    this.#sender.retry();
  }

  /**
   * Resolves when none of the attempt's answers is on its way any more, or after so long.
   *
   * @param {number} patienceMs
   * @returns {Promise<boolean>} whether none is
   */
  async sent(patienceMs) {
    const late = performance.now() + patienceMs;
    this.sendNow();
    const onItsWay = () => this.unacknowledged().some(({ state }) => state === "queued");
    while (onItsWay() && performance.now() < late) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    return !onItsWay();
  }

  /** No requests until `resume`; resolves when the line is quiet. */
  pause() {
    return this.#sender.pause(PAUSE_GRACE_MS);
  }

  resume() {
    this.#sender.resume();
  }

  /** The attempt is over: what was refused on the way is of no more use. */
  async forget() {
    for (const queued of this.unacknowledged()) await this.#queue.remove(queued);
  }

  /** What earlier pages of the same person began and never ended. */
  async #takeUpRuns() {
    if (!this.#store) return;
    for (const run of await leftBehind(this.#store, this.#page.user)) {
      if (run.attempt === this.#page.attempt) this.brokenOff.add(run.step);
      await this.#queueRun({ ...run, ending: "closed" });
    }
  }

  async #queueRun({ uuid, attempt, url, step, ending, trials, device }) {
    const body = JSON.stringify({ uuid, step, ending, trials, device });
    const { user } = this.#page;
    await this.#queue.add({ kind: "run", uuid, user, attempt, step, url, body, state: "queued", reason: null }, uuid);
  }

  async #lookAgain() {
    if (this.#sender.paused) return; // a drill runs
    await this.#queue.adopt();
    this.#sender.retry();
  }

  /** @returns {Promise<Outcome>} */
  async #send(queued, signal) {
    if (this.#blocked) this.#page.csrf = (await freshToken(location.href, this.#page.user)) ?? this.#page.csrf;
    const outcome = await postAnswer(queued, this.#page.csrf, signal);
    this.#blocked = outcome.kind === "blocked";
    return outcome;
  }

  /**
   * @param {QueuedAnswer} queued
   * @param {Outcome} outcome
   */
  async #settle(queued, outcome) {
    if (outcome.kind === "retry" || outcome.kind === "blocked") {
      this.#tell(queued, "queued", { reason: outcome.reason });
      return;
    }
    if (queued.kind === "run") {
      await this.#queue.remove(queued); // stored, or refused for good: nobody can give it again
      return;
    }
    if (outcome.kind === "refused") {
      await this.#queue.refuse(queued, outcome.reason);
      this.#tell(queued, "refused", { reason: outcome.reason });
      return;
    }
    await this.#queue.remove(queued);
    await this.#dropSuperseded(queued);
    const elsewhere = outcome.kind === "answered_elsewhere";
    this.#tell(queued, "saved", { elsewhere, feedback: outcome.feedback });
  }

  /** A step that is stored now needs no earlier, refused answer any more. */
  async #dropSuperseded(stored) {
    const same = this.#queue.ofAttempt(stored.attempt).filter((other) => other.step === stored.step);
    for (const other of same) {
      if (other.state === "refused") await this.#queue.remove(other);
    }
  }

  /** @param {Partial<Change>} [more] */
  #tell(queued, state, more = {}) {
    if (queued.attempt !== this.#page.attempt || queued.kind === "run") return;
    const { uuid, step } = queued;
    const detail = { uuid, step, state, reason: null, elsewhere: false, feedback: null, ...more };
    this.dispatchEvent(new CustomEvent("change", { detail }));
  }
}
