import { element, freshId } from "../dom.js";

/**
 * What somebody judged, one row for each item. Wider than a phone it can be moved by hand and by keyboard.
 *
 * @param {import("../types.js").RecordTable} table
 * @returns {HTMLElement}
 */
export function record({ label, intro, columns, rows }) {
  const id = freshId("record");
  const head = (text) => element("th", { scope: "col", text });
  const row = ([number, ...cells]) => element(
    "tr",
    {},
    element("th", { scope: "row", text: number }),
    ...cells.map((text) => element("td", { text })),
  );
  return element(
    "article",
    { class: "passage" },
    element("h2", { class: "passage-label", id, text: label }),
    element("p", { text: intro }),
    element(
      "div",
      { class: "record", role: "region", "aria-labelledby": id, tabindex: "0" },
      element(
        "table",
        {},
        element("thead", {}, element("tr", {}, ...columns.map(head))),
        element("tbody", {}, ...rows.map(row)),
      ),
    ),
  );
}
