import { element } from "../dom.js";

const WORDS = "That was quick for a text of this length. Read it once more, or confirm again to keep your answer.";

/** Asks once for a second look at an answer that came faster than its text can be read. It never asks twice. */
export class SecondLook {
  /** In the page from the start, so that what it says is announced. */
  node = element("p", { class: "notice nudge", role: "alert" });
  asked;
  #floorMs;

  /**
   * @param {number} floorMs  active ms below which nobody has read the text; 0 where there is nothing to hurry past
   * @param {boolean} asked  on an earlier form for the same item
   */
  constructor(floorMs, asked) {
    this.#floorMs = floorMs;
    this.asked = asked;
  }

  /**
   * @param {number} activeMs  since the item was shown
   * @returns {boolean} whether it asks now; then the answer waits for a second confirm
   */
  asks(activeMs) {
    if (this.asked || activeMs >= this.#floorMs) return false;
    this.asked = true;
    this.node.textContent = WORDS;
    this.node.scrollIntoView({ block: "nearest" });
    return true;
  }

  /** Something else has stopped the answer: one interruption is enough. */
  spare() {
    this.#floorMs = 0;
  }

  done() {
    this.node.textContent = "";
  }
}
