/** One rating as a slider. The number field it stands for is what is sent: empty until the slider is touched. */

import { NOT_ANSWERED, wordsFor } from "./words.js";

/**
 * Show the slider of this group in the place of its number field.
 *
 * @param {HTMLElement} group  as in _mood_scale.html
 */
export function makeSlider(group) {
  const { scale: name, low, high, rest } = group.dataset;
  const number = group.querySelector("input[type=number]");
  const range = group.querySelector("input[type=range]");
  const said = group.querySelector("[data-said]");
  const clear = group.querySelector("[data-clear]");

  /** @param {string} value  "" takes the answer back */
  function answer(value) {
    number.value = value;
    range.value = value === "" ? rest : value;
    show();
  }

  function show() {
    const answered = number.value !== "";
    const words = answered ? wordsFor({ name, low, high }, Number(number.value)) : NOT_ANSWERED;
    said.textContent = words;
    range.setAttribute("aria-valuetext", words);
    group.toggleAttribute("data-answered", answered);
    if (clear) clear.hidden = !answered;
  }

  range.addEventListener("input", () => answer(range.value));
  // Also where it stands: a click on the handle, or the space bar.
  range.addEventListener("click", () => answer(range.value));
  range.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      answer(range.value);
    } else if (event.key === "Delete" || event.key === "Backspace") answer("");
  });
  clear?.addEventListener("click", () => {
    answer("");
    range.focus();
  });
  // The fields have their first values only after this event.
  number.form.addEventListener("reset", () => setTimeout(() => answer("")));
  // Back from another page, the browser may have filled the number in again.
  addEventListener("pageshow", () => answer(number.value));

  group.querySelector("[data-number]").hidden = true;
  group.querySelector("[data-slider]").hidden = false;
  said.hidden = false;
  answer(number.value);
}
