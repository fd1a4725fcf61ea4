/**
 * Hide the item when its page is left or put away: what nobody looks at is not to be counted as looked at, and nobody
 * is to come back to an open text unprepared. The server's clock says how long it was shown.
 *
 * @param {HTMLFormElement} form  the one that hides the item
 * @param {HTMLElement} item  what goes from the page
 */
export function hideOnLeaving(form, item) {
  let sent = false;
  let away = false;

  const hide = () => {
    if (sent) return;
    sent = true;
    const data = new FormData(form);
    data.set("leaving", "yes");
    navigator.sendBeacon(form.action, data);
    item.hidden = true;
  };

  // The exposure's own forms close the item by themselves: the answer must not come after the hiding. Before any other
  // one, such as that of signing out, it is hidden: afterwards the server would not know whose item it was.
  document.addEventListener("submit", (event) => {
    if (/** @type {Element} */ (event.target).matches("#hide, #answer, .exposure-stop form")) sent = true;
    else hide();
  });
  addEventListener("pagehide", hide);
  // From the browser's own memory of pages: the server knows the item as hidden by now.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      away = !sent;
      hide();
    } else if (away) location.reload();
  });
}
