// <button data-copy="text"> or <button data-copy-from="id"> copies to the clipboard and says whether it did.

const SHOWN_MS = 2500;

function textFor(button) {
  if (button.dataset.copy) return button.dataset.copy;
  const source = document.getElementById(button.dataset.copyFrom);
  // innerText keeps one line per list item, which is how codes are stored best.
  return source.innerText.trim();
}

function say(button, words) {
  let status = button.nextElementSibling;
  if (!status?.matches("[data-copy-status]")) {
    status = document.createElement("span");
    status.dataset.copyStatus = "";
    status.className = "quiet";
    status.setAttribute("role", "status");
    button.after(status);
  }
  status.textContent = words;
  setTimeout(() => { status.textContent = ""; }, SHOWN_MS);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(textFor(button));
    say(button, "Copied");
  } catch {
    say(button, "Copying is not allowed here. Select the text and copy it by hand.");
  }
});
