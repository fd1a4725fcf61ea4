// How a text looks is remembered on this device alone, and never sent. A classic script right behind the boxes and
// before the text: a text that was to be blurred is never painted clear.
(() => {
  const KEY = "attune-exposure-display";
  const boxes = [...document.querySelectorAll("input[data-display]")];

  function stored() {
    try {
      return (localStorage.getItem(KEY) ?? "").split(" ");
    } catch {
      return []; // storage is blocked: the boxes begin empty
    }
  }

  function keep() {
    const chosen = boxes.filter((box) => box.checked).map((box) => box.dataset.display);
    try {
      localStorage.setItem(KEY, chosen.join(" "));
    } catch {
      // The boxes hold for as long as the page does.
    }
  }

  const chosen = stored();
  for (const box of boxes) {
    box.checked = chosen.includes(box.dataset.display);
    box.addEventListener("change", keep);
  }
})();
