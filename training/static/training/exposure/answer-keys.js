import { IGNORED, listenForKeys } from "../runner/keyboard.js";

/**
 * Digits choose a label, Enter submits what is chosen, G opens and closes the guideline.
 *
 * @param {HTMLFormElement} form
 * @param {HTMLDetailsElement|null} guideline
 */
export function answerByKeys(form, guideline) {
  /** @type {NodeListOf<HTMLInputElement>} */
  const labels = form.querySelectorAll("input[name=choice]");
  listenForKeys(new AbortController().signal, {
    choose: ({ index }) => {
      if (!labels[index]) return IGNORED;
      labels[index].checked = true;
      labels[index].focus();
    },
    confirm: () => form.requestSubmit(),
    guideline: () => {
      if (!guideline) return IGNORED;
      guideline.open = !guideline.open;
    },
  });
}
