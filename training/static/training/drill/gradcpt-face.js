import { element } from "../dom.js";
import { SIDE, blankPixels, scenePixels } from "./scenes.js";

/** Of cities and mountains together. */
const SCENES = 20;

/**
 * One canvas on which scenes are blended. The scenes themselves are drawn once, one after the other while the first
 * card is read; together they take a good part of a second.
 */
export class GradcptFace {
  #stage;
  #canvas = element("canvas", { class: "drill-scene", "data-off": true, width: SIDE, height: SIDE });
  #context = this.#canvas.getContext("2d", { alpha: false });
  #blank = painted(blankPixels());
  /** @type {HTMLCanvasElement[]} */
  #scenes = [];

  /** @param {import("./stage.js").Stage} stage */
  constructor(stage) {
    this.#stage = stage;
    stage.add(this.#canvas);
    const paint = () => this.#paintNext() && setTimeout(paint);
    setTimeout(paint);
  }

  /** On the stage, before the first scene: an even grey. */
  show() {
    while (this.#paintNext());
    this.blend(undefined, undefined, 1);
    this.#stage.turnOn(this.#canvas);
  }

  /**
   * A linear cross-fade. Called in every frame: two copies, nothing else.
   *
   * @param {number|undefined} before  scene, or the even grey
   * @param {number|undefined} after
   * @param {number} coherence  of `after`: 0 to 1
   */
  blend(before, after, coherence) {
    this.#context.globalAlpha = 1;
    this.#context.drawImage(this.#scenes[before] ?? this.#blank, 0, 0);
    this.#context.globalAlpha = coherence;
    this.#context.drawImage(this.#scenes[after] ?? this.#blank, 0, 0);
  }

  /** @returns {boolean} whether there was one left */
  #paintNext() {
    if (this.#scenes.length === SCENES) return false;
    this.#scenes.push(painted(scenePixels(this.#scenes.length)));
    return true;
  }
}

/** A canvas of its own: copied from, never on the page. */
function painted(greys) {
  const canvas = element("canvas", { width: SIDE, height: SIDE });
  const context = canvas.getContext("2d", { alpha: false });
  const image = context.createImageData(SIDE, SIDE);
  const { data } = image;
  for (let place = 0; place < greys.length; place += 1) {
    data[4 * place] = data[4 * place + 1] = data[4 * place + 2] = greys[place];
    data[4 * place + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
