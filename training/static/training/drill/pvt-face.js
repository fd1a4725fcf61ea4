import { element } from "../dom.js";
import { ANTICIPATION_MS } from "./assign.js";

/** Canvas pixels: twice what it takes on the page, for displays of high density. */
const WIDTH = 800;
const HEIGHT = 200;
const FONT = "80px system-ui, sans-serif";
/** The stage's ink (drills.css), which is the same in light and dark. */
const INK = "#ebebeb";

/** The disc, and a canvas for words: what is written there changes no layout. */
export class PvtFace {
  #stage;
  #disc = element("div", { class: "drill-disc", "data-off": true });
  #words = element("canvas", { class: "drill-words", "data-off": true, width: WIDTH, height: HEIGHT });
  #context = this.#words.getContext("2d");

  /** @param {import("./stage.js").Stage} stage */
  constructor(stage) {
    this.#stage = stage;
    Object.assign(this.#context, { font: FONT, fillStyle: INK, textAlign: "center", textBaseline: "middle" });
    stage.add(this.#disc, this.#words);
  }

  showDisc() {
    this.#stage.turnOn(this.#disc);
  }

  showCross() {
    this.#stage.showFixation();
  }

  /** @param {number|null} responseMs  the person's own time; null when there was no press */
  showTime(responseMs) {
    if (responseMs === null) this.#write("No press");
    else this.#write(responseMs < ANTICIPATION_MS ? "Too soon" : `${Math.round(responseMs)} ms`);
  }

  showTooSoon() {
    this.#write("Too soon");
  }

  #write(text) {
    this.#context.clearRect(0, 0, WIDTH, HEIGHT);
    this.#context.fillText(text, WIDTH / 2, HEIGHT / 2);
    this.#stage.turnOn(this.#words);
  }
}
