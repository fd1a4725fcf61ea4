// <input type="checkbox" data-leave-guard>: until it is ticked, the browser asks before leaving the page.
// For what is shown only once, such as recovery codes.

const guard = document.querySelector("[data-leave-guard]");

function ask(event) {
  event.preventDefault();
}

function update() {
  if (guard.checked) removeEventListener("beforeunload", ask);
  else addEventListener("beforeunload", ask);
}

if (guard) {
  guard.addEventListener("change", update);
  update();
}
