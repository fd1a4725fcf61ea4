// How a text looks is remembered on this device alone, and not sent. A classic script right behind the boxes and
// before the text: a text that was to be blurred is never painted clear.
(() => {
  const KEY = "attune-exposure-display";
  const boxes = [...document.querySelectorAll("input[data-display]")];

  /** @returns {string[]|null} null: storage is blocked, or holds nothing; then the boxes are as the page has them */
  function stored() {
    try {
      return localStorage.getItem(KEY)?.split(" ") ?? null;
    } catch {
      return null;
    }
  }

  function keep() {
    const chosen = boxes.filter((box) => box.checked).map((box) => box.dataset.display);
    try {
      localStorage.setItem(KEY, chosen.join(" "));
      for (const box of boxes) box.removeAttribute("name"); // the form need not carry them
    } catch {
      // The form carries them to the next page, as it does without scripts.
    }
  }

  const chosen = stored();
  for (const box of boxes) {
    if (chosen) box.checked = chosen.includes(box.dataset.display);
    box.addEventListener("change", keep);
  }
  keep();
})();
