import { element } from "../../dom.js";

/** @typedef {{confidence: number, right: number, wrong: number}} Row  per cent, and points from 0 to 100 */

/** What an answer earns, right or wrong, at each point of the confidence scale. Nothing to fill in. */
export class Part {
  node;
  value = null;
  problem = null;
  place = "beside";
  #rows;
  #said = element("p", { class: "points-said", role: "status" });

  /** @param {{rows: Row[]}} data */
  constructor({ rows }) {
    this.#rows = rows;
    this.node = element("div", { class: "points" }, table(rows), this.#said);
  }

  focus() {}

  clear() {}

  set disabled(_disabled) {} // there is nothing to change

  /** @param {number|null} percent */
  rated(percent) {
    const row = this.#rows.find(({ confidence }) => confidence === percent);
    this.#said.textContent = row
      ? `At ${row.confidence} %: ${points(row.right)} if your answer is right, ${points(row.wrong)} if it is wrong.`
      : "";
    for (const cell of this.node.querySelectorAll("[data-percent]")) {
      cell.classList.toggle("is-stated", cell.dataset.percent === String(percent));
    }
  }
}

/**
 * @param {{earned: number, stated: number, expected: number}} data  points; stated is per cent
 * @returns {Node[]}
 */
export function feedback({ earned, stated, expected }) {
  const share = `${stated} %`;
  const worth = `If answers of which you are ${share} sure are right ${share} of the time, they earn ${expected} on average.`;
  return [element("p", {}, element("strong", { text: `${points(earned)} of 100. ` }), worth)];
}

function points(count) {
  return count === 1 ? "1 point" : `${count} points`;
}

function table(rows) {
  const cell = (tag, { confidence }, text) => element(
    tag,
    { scope: tag === "th" ? "col" : null, "data-percent": confidence, text: String(text) },
  );
  const line = (name, field) => element(
    "tr",
    {},
    element("th", { scope: "row", text: name }),
    ...rows.map((row) => cell("td", row, row[field])),
  );
  const sure = element("th", { scope: "col", text: "Sure, %" });
  return element(
    "table",
    {},
    element("caption", { text: "Points for this answer. You earn most, on average, by saying how sure you really are." }),
    element("thead", {}, element("tr", {}, sure, ...rows.map((row) => cell("th", row, row.confidence)))),
    element("tbody", {}, line("Right", "right"), line("Wrong", "wrong")),
  );
}
