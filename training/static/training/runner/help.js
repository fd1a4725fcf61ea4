import { characterKeysOn, setCharacterKeys } from "./character-keys.js";
import { dialog } from "./dialog.js";
import { element } from "../dom.js";

/** @typedef {[string[], string]} KeyLine  keys, and what they do */

const NOTE = "In a drill only the space bar counts, and Esc stops the block.";

/**
 * @param {KeyLine[]} list
 * @param {string} [remark]
 * @returns {HTMLDialogElement} the keys, and the switch for single-character keys
 */
export function helpDialog(list, remark = NOTE) {
  const rows = list.map(([keys, text]) => element(
    "div",
    {},
    element("dt", {}, ...keys.flatMap((key) => [key === "to" ? key : element("kbd", { text: key }), " "])),
    element("dd", { text }),
  ));
  const box = element("input", { type: "checkbox", onchange: () => setCharacterKeys(box.checked) });
  box.checked = characterKeysOn();
  const choice = element("label", { class: "choice" }, box, element("span", { text: "Use single-character keys" }));
  const note = element("p", { class: "quiet", text: remark });
  return dialog("Keys", [element("dl", { class: "facts" }, ...rows), note, choice]);
}
