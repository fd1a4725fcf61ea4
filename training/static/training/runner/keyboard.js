import { characterKeysOn } from "./character-keys.js";

/**
 * Which key means what while a step is answered. Digits belong to the group that has the focus: in the answers they
 * choose, in the confidence scale 1 to 9 and 0 mean the point in the tens from 10 to 90, and 100 %, and a part of the
 * form has its own use for them.
 *
 * @typedef {"answers"|"confidence"|"part"} Group
 * @typedef {{act: "choose", index: number} | {act: "rate", ten: number} | {act: "digit", digit: number}
 *   | {act: "letter", letter: string} | {act: "confirm"|"back"|"caught"|"help"|"guideline"}} Action
 */

/** @type {Record<string, Action>} */
const LETTERS = { c: { act: "caught" }, g: { act: "guideline" }, "?": { act: "help" } };

/** What a handler returns that did nothing: the key is left to the browser. */
export const IGNORED = Symbol("ignored");

/** Controls that do something of their own on Enter. */
const OWN_ENTER = "button, a[href], summary, select";
const TYPING = "input:not([type=radio], [type=checkbox], [type=range]), textarea, select, [contenteditable]";

/**
 * @param {KeyboardEvent} event
 * @param {{group: Group, characterKeys: boolean}} state  group: whose digits are; characterKeys: the person has not
 *   switched single-character keys off (WCAG 2.1.4)
 * @returns {Action|null}
 */
export function actionOf(event, { group, characterKeys }) {
  if (event.altKey || event.isComposing || event.repeat) return null;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest("dialog")) return null;
  const typing = target.closest(TYPING) !== null;
  if (event.ctrlKey || event.metaKey) return event.key === "Enter" && typing ? { act: "confirm" } : null;
  if (event.key === "Escape") return typing || group !== "answers" ? { act: "back" } : null;
  if (typing) return null;
  if (event.key === "Enter") return target.closest(OWN_ENTER) ? null : { act: "confirm" };
  if (!characterKeys) return null;
  if (/^[0-9]$/.test(event.key)) return digit(Number(event.key), group);
  const letter = event.key.toLowerCase();
  return LETTERS[letter] ?? (/^[a-z]$/.test(letter) ? { act: "letter", letter } : null);
}

/** @returns {Action|null} */
function digit(number, group) {
  if (group === "part") return { act: "digit", digit: number };
  if (group === "confidence") return { act: "rate", ten: number === 0 ? 10 : number };
  return number === 0 ? null : { act: "choose", index: number - 1 };
}

/**
 * Listen on the whole page: an answer must not depend on where the focus happens to be.
 *
 * @param {AbortSignal} signal  ends the listening
 * @param {Partial<Record<Action["act"], (action: any) => void>>} handlers  what is not named is left to the browser
 * @param {{group?: () => Group, characterKeys?: () => boolean}} [state]
 */
export function listenForKeys(signal, handlers, { group = () => "answers", characterKeys = characterKeysOn } = {}) {
  const listen = (event) => {
    const action = actionOf(event, { group: group(), characterKeys: characterKeys() });
    const handler = action && handlers[action.act];
    if (!handler || handler(action) === IGNORED) return;
    event.preventDefault();
  };
  document.addEventListener("keydown", listen, { signal });
}
