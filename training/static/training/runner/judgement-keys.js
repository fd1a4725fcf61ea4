import { partKeys } from "./parts.js";

/**
 * The keys that do something while these steps are answered, for the list of keys.
 *
 * @param {import("../types.js").JudgementStep[]} steps
 * @param {boolean} guideline  whether the page has one
 * @returns {import("./help.js").KeyLine[]}
 */
export function judgementKeys(steps, guideline) {
  const rated = steps.some((step) => step.confidence);
  const more = steps.some((step) => step.parts);
  /** @type {(import("./help.js").KeyLine|false)[]} */
  const lines = [
    [["1", "to", "9"], `choose an answer${rated || more ? "; the focus then goes to what is asked next" : ""}`],
    steps.some((step) => step.multiple) && [["1", "to", "9"], "where several may be chosen: again takes one back"],
    rated && [["1", "to", "9", "0"], "in the confidence scale: the point in the tens from 10 to 90, and 100 %"],
    [["←", "→"], "move by one in the group that has the focus"],
    ...partKeys(),
    (rated || more) && [["Esc"], `from the scale${more ? ", or from what you write," : ""} back to the answers`],
    [["Enter"], "confirm, then go on"],
    more && [["Ctrl", "Enter"], "the same, while you write"],
    [["C"], "I caught myself: before confirming, step back and answer again; both answers are kept"],
    guideline && [["G"], "the guideline"],
    [["?"], "this list"],
  ];
  return lines.filter((line) => line !== false);
}
