import { characterKeysOn } from "../runner/character-keys.js";
import { helpDialog } from "../runner/help.js";

const MOVES = { ArrowDown: 1, ArrowUp: -1 };
const CHARACTER_MOVES = { j: 1, k: -1 };
const OWN_ARROWS = "input, select, textarea, [data-scrolls]";

/** @returns {HTMLDialogElement} the keys of a section */
export function helpOfLook() {
  return helpDialog(
    [
      [["↑", "↓"], "to the line before or after"],
      [["J", "K"], "the same: J down, K up"],
      [["Space"], "mark the line, or take the mark away"],
      [["X"], "the same"],
      [["Tab"], "after the last line: to the button that finishes the section"],
      [["?"], "this list"],
    ],
    "There is no clock here: read as slowly as you like.",
  );
}

/**
 * Listen on the whole page, so that the first press works wherever the focus is.
 *
 * @param {AbortSignal} signal  ends the listening
 * @param {{move: (by: number) => void, mark: () => void, help: () => void}} handlers
 */
export function listenForLookKeys(signal, handlers) {
  const listen = (event) => {
    const handler = handlerOf(event, handlers);
    if (!handler) return;
    event.preventDefault();
    handler();
  };
  document.addEventListener("keydown", listen, { signal });
}

function handlerOf(event, { move, mark, help }) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return null;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest("dialog")) return null;
  if (event.key in MOVES) return target.closest(OWN_ARROWS) ? null : () => move(MOVES[event.key]);
  if (!characterKeysOn() || event.key.length > 1) return null;
  const key = event.key.toLowerCase();
  if (key in CHARACTER_MOVES) return () => move(CHARACTER_MOVES[key]);
  if (event.repeat) return null;
  if (key === "x") return mark;
  return key === "?" ? help : null;
}
