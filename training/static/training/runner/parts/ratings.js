import { element, freshId } from "../../dom.js";
import { lines } from "../lines.js";

/**
 * @typedef {{id: string, name: string, help?: string}} Named
 * @typedef {{responses: Named[], dimensions: Named[], points: {value: number, name: string}[]}} Data
 */

export const feedback = lines;

/** @type {[string[], string][]} */
export const KEYS = [[["1", "to", "5"], "in a rating: that many points; the focus then goes to the next rating"]];

/** Each response rated by itself, on one scale after the other. */
export class Part {
  node;
  #points;
  /** In the order of the screen. @type {Scale[]} */
  #scales;

  /**
   * @param {Data} data
   * @param {import("../../types.js").JudgementStep} _step
   * @param {() => void} changed
   */
  constructor({ responses, dimensions, points }, _step, changed) {
    this.#points = points;
    this.#scales = dimensions.flatMap((dimension) => responses.map((response) => scale(dimension, response, points)));
    const [worst, best] = [points[0], points.at(-1)];
    this.node = element(
      "fieldset",
      { class: "ratings", onchange: changed },
      element("legend", { text: `Rate each response by itself, ${worst.value} (${worst.name}) to ${best.value} (${best.name})` }),
      ...dimensions.map((dimension) => this.#row(dimension)),
    );
  }

  /** Ratings by response and dimension, those that are given; null where none is. */
  get value() {
    const given = this.#scales.filter(({ inputs }) => inputs.some((input) => input.checked));
    if (given.length === 0) return null;
    const value = {};
    for (const { response, dimension, inputs } of given) {
      value[response.id] ??= {};
      value[response.id][dimension.id] = Number(inputs.find((input) => input.checked).value);
    }
    return value;
  }

  get problem() {
    const open = this.#open;
    return open ? `Rate the ${open.response.name.toLowerCase()} response: ${open.dimension.name.toLowerCase()}.` : null;
  }

  focus() {
    focusOn(this.#open ?? this.#scales[0]);
  }

  /** @param {number} digit */
  digit(digit) {
    const at = this.#scales.findIndex(({ node }) => node.contains(document.activeElement));
    const input = this.#scales[at]?.inputs.find(({ value }) => Number(value) === digit);
    if (!input) return false;
    input.checked = true;
    focusOn(this.#scales[at + 1] ?? this.#scales[at]);
    return true;
  }

  clear() {
    for (const { inputs } of this.#scales) for (const input of inputs) input.checked = false;
  }

  /** @param {boolean} disabled */
  set disabled(disabled) {
    this.node.disabled = disabled;
  }

  get #open() {
    return this.#scales.find(({ inputs }) => !inputs.some((input) => input.checked));
  }

  #row(dimension) {
    const id = freshId("dimension");
    const help = freshId("dimension");
    return element(
      "div",
      { class: "rating-row", role: "group", "aria-labelledby": id, "aria-describedby": help },
      element(
        "p",
        { class: "rating-of" },
        element("strong", { id, text: dimension.name }),
        " ",
        element("span", { id: help, class: "quiet", text: dimension.help }),
      ),
      ...this.#scales.filter((one) => one.dimension === dimension).map(({ node }) => node),
    );
  }
}

/** @typedef {{dimension: Named, response: Named, node: HTMLElement, inputs: HTMLInputElement[]}} Scale */

/** @returns {Scale} */
function scale(dimension, response, points) {
  const name = freshId("rating");
  const inputs = points.map((point) => element(
    "input",
    { type: "radio", name, value: point.value, "aria-label": `${point.value}, ${point.name}` },
  ));
  const node = element(
    "fieldset",
    { class: "rating" },
    element("legend", { text: response.name }),
    element(
      "div",
      { class: "rating-scale" },
      ...inputs.map((input) => element("label", {}, input, element("span", { text: input.value }))),
    ),
  );
  return { dimension, response, node, inputs };
}

/** @param {Scale} scale */
function focusOn({ inputs }) {
  (inputs.find((input) => input.checked) ?? inputs[0]).focus();
}
