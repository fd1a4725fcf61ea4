import { characterKeysOn, setCharacterKeys } from "./character-keys.js";
import { dialog } from "./dialog.js";
import { element } from "../dom.js";

/** @type {[string[], string][]} */
const KEYS = [
  [["1", "to", "9"], "choose an answer; the focus then goes to the confidence scale"],
  [["1", "to", "9", "0"], "in the confidence scale: the point in the tens from 10 to 90, and 100 %"],
  [["←", "→"], "move by one in the group that has the focus"],
  [["Esc"], "from the scale back to the answers"],
  [["Enter"], "confirm, then go on"],
  [["C"], "I caught myself: before confirming, step back and answer again; both answers are kept"],
  [["G"], "the guideline"],
  [["?"], "this list"],
];

const NOTE = "In a drill only the space bar counts, and Esc stops the block.";

/**
 * @param {[string[], string][]} [list]  keys, and what they do
 * @param {string} [remark]
 * @returns {HTMLDialogElement} the keys, and the switch for single-character keys
 */
export function helpDialog(list = KEYS, remark = NOTE) {
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
