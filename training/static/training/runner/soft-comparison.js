import { element } from "../dom.js";

const SVG = "http://www.w3.org/2000/svg";
/** The bar's own units: 100 per cent, and a little room for the marks at the ends. */
const EDGE = 2;
const HEIGHT = 12;
const RULE = "It is 100 less half the squared distance between the two. Saying what you believe earns most on average.";

/**
 * The person's shares beside those of the reference, and how far another panel's would lie from them by chance.
 *
 * @param {{rows: {name: string, stated: number, reference: number, chance: number|null}[], closeness: number,
 *   text: string}} data  all in per cent; closeness: 0 to 100
 * @returns {HTMLElement[]}
 */
export function comparison({ rows, closeness, text }) {
  const head = (name) => element("th", { scope: "col", text: name });
  const cell = (words) => element("td", { class: "soft-cell", text: words });
  const row = ({ name, stated, reference, chance }) => element(
    "tr",
    {},
    element("th", { scope: "row" }, name, bar(stated, reference, chance)),
    cell(`${stated} %`),
    cell(chance === null ? `${reference} %` : `${reference} ± ${chance} %`),
  );
  return [
    element(
      "table",
      { class: "soft-comparison" },
      element("caption", { text: "How people would divide" }),
      element("thead", {}, element("tr", {}, head("Answer"), head("You said"), head("Reference"))),
      element("tbody", {}, ...rows.map(row)),
    ),
    element("p", { text: `Closeness: ${closeness} of 100. ${RULE}` }),
    element("p", { class: "quiet", text }),
  ];
}

/** The reference as a bar with what chance adds, the person's share as a mark; the same numbers stand beside it. */
function bar(stated, reference, chance) {
  const picture = shape("svg", {
    class: "soft-bar",
    viewBox: `${-EDGE} 0 ${100 + 2 * EDGE} ${HEIGHT}`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  const middle = HEIGHT / 2;
  picture.append(
    shape("rect", { class: "soft-bar-whole", x: 0, y: 3, width: 100, height: 6 }),
    shape("rect", { class: "soft-bar-reference", x: 0, y: 3, width: reference, height: 6 }),
  );
  if (chance) {
    const [from, to] = [Math.max(0, reference - chance), Math.min(100, reference + chance)];
    picture.append(shape("line", { class: "soft-bar-chance", x1: from, x2: to, y1: middle, y2: middle }));
  }
  picture.append(shape("line", { class: "soft-bar-stated", x1: stated, x2: stated, y1: 0, y2: HEIGHT }));
  return picture;
}

function shape(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}
