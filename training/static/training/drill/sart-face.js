import { element } from "../dom.js";

/** Five sizes, as in the original test: the digit must be read, not matched as a shape. */
const SIZES = 5;

/** Every digit in every size, and the mask, ready to be turned on. */
export class SartFace {
  #stage;
  /** @type {Map<string, HTMLElement>} by digit and size */
  #digits = new Map();
  #mask = element("div", { class: "drill-mask", "data-off": true });

  /** @param {import("./stage.js").Stage} stage */
  constructor(stage) {
    this.#stage = stage;
    for (let digit = 1; digit <= 9; digit += 1) {
      for (let size = 1; size <= SIZES; size += 1) this.#digits.set(`${digit}/${size}`, stimulus(digit, size));
    }
    stage.add(...this.#digits.values(), this.#mask);
  }

  /**
   * @param {number} digit  1 to 9
   * @param {number} index  of the trial, from 0; decides the size
   */
  showDigit(digit, index) {
    // In any five trials each size comes once, and neighbours differ by more than one step.
    this.#stage.turnOn(this.#digits.get(`${digit}/${1 + ((index * 2) % SIZES)}`));
  }

  showMask() {
    this.#stage.turnOn(this.#mask);
  }
}

function stimulus(digit, size) {
  return element("p", { class: "drill-stimulus", "data-size": size, "data-off": true, text: String(digit) });
}
