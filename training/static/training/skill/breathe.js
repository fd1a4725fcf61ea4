import { button, element, freshId } from "../dom.js";

/** @typedef {{name: string, word: string, seconds: number}} Phase */

const WORDS = { ready: "Ready", done: "Done", stopped: "Stopped" };
/** The circle at the end of breathing out, and of breathing in, as shares of its place. */
const SMALL = "scale(0.5)";
const LARGE = "scale(1)";
const ROUND_WORDS = { one: "round", many: "rounds" };

/**
 * Paced breathing: a circle that grows and shrinks, or words and a count with nothing that moves. It begins and stops
 * when the person says so, and stops by itself when the page is out of view.
 */
export class Breathe {
  node;
  #phases;
  #rounds;
  #word = element("p", { class: "breath-word", role: "status", text: WORDS.ready });
  #count = element("p", { class: "breath-count", "aria-hidden": "true" });
  #circle = element("div", { class: "breath-circle", "aria-hidden": "true" });
  #place;
  #round = element("p", { class: "breath-round" });
  #button = button("Begin", () => (this.#going ? this.#stop(WORDS.stopped) : this.#start()));
  /** The breathing under way. @type {AbortController|null} */
  #going = null;
  /** @type {Animation|null} */
  #motion = null;
  #still;

  /** @param {import("../types.js").GuidedStep} step */
  constructor(step) {
    const phases = [["in", "In", step.in], ["hold", "Stay", step.hold], ["out", "Out", step.out]];
    this.#phases = phases.map(([name, word, seconds]) => ({ name, word, seconds })).filter(({ seconds }) => seconds > 0);
    this.#rounds = step.rounds;
    this.#still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#place = element("div", { class: "breath-place" }, this.#circle, this.#word, this.#count);
    this.node = element(
      "div",
      { class: "breath" },
      this.#place,
      this.#round,
      element("div", { class: "cluster" }, this.#button),
      this.#choice(),
    );
    this.#round.textContent = lengthOf(this.#phases, this.#rounds);
    this.#showForm();
    document.addEventListener("visibilitychange", () => document.hidden && this.leave());
  }

  leave() {
    if (this.#going) this.#stop(WORDS.stopped);
  }

  #choice() {
    const name = freshId("breath");
    const option = (still, words) => element(
      "label",
      { class: "choice" },
      element("input", {
        type: "radio",
        name,
        autocomplete: "off",
        checked: this.#still === still,
        onchange: () => {
          this.#still = still;
          this.#showForm();
        },
      }),
      element("span", { text: words }),
    );
    return element(
      "fieldset",
      { class: "breath-forms" },
      element("legend", { text: "How it is shown" }),
      option(false, "A circle that grows and shrinks"),
      option(true, "Words and a count, nothing moves"),
    );
  }

  /** From the next phase on the circle moves, or it is gone at once. */
  #showForm() {
    this.#place.dataset.still = String(this.#still);
    if (this.#still) this.#rest();
  }

  async #start() {
    this.#going = new AbortController();
    const { signal } = this.#going;
    this.#button.textContent = "Stop";
    for (let round = 1; round <= this.#rounds; round += 1) {
      this.#round.textContent = `Round ${round} of ${this.#rounds}`;
      for (const phase of this.#phases) {
        if (!(await this.#phase(phase, signal))) return;
      }
    }
    this.#stop(WORDS.done);
  }

  /** @returns {Promise<boolean>} whether it was gone through to its end */
  async #phase({ name, word, seconds }, signal) {
    this.#word.textContent = word;
    if (name !== "hold" && !this.#still) this.#move(name === "in" ? [SMALL, LARGE] : [LARGE, SMALL], seconds);
    for (let second = 1; second <= seconds; second += 1) {
      this.#count.textContent = String(second);
      await aSecond(signal);
      if (signal.aborted) return false;
    }
    return true;
  }

  #move([from, to], seconds) {
    this.#rest();
    const frames = [{ transform: from }, { transform: to }];
    this.#motion = this.#circle.animate(frames, { duration: 1000 * seconds, easing: "ease-in-out", fill: "forwards" });
  }

  /** The circle as it was before the first breath. */
  #rest() {
    this.#motion?.cancel();
    this.#motion = null;
  }

  #stop(word) {
    this.#going?.abort();
    this.#going = null;
    this.#rest();
    this.#word.textContent = word;
    this.#count.textContent = "";
    this.#round.textContent = lengthOf(this.#phases, this.#rounds);
    this.#button.textContent = word === WORDS.done ? "Once more" : "Begin";
  }
}

/** @param {Phase[]} phases */
function lengthOf(phases, rounds) {
  const seconds = rounds * phases.reduce((sum, phase) => sum + phase.seconds, 0);
  return `${rounds} ${rounds === 1 ? ROUND_WORDS.one : ROUND_WORDS.many}, ${seconds} seconds in all. Stop whenever you like.`;
}

/** @returns {Promise<void>} after a second, or at once when it is called off */
function aSecond(signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 1000);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
