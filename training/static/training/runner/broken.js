import { button, element } from "../dom.js";

/** @returns {HTMLElement} what a person sees when the page's own code has failed */
export function brokenNotice() {
  return element(
    "div",
    { class: "notice notice-bad", role: "alert" },
    element("p", { class: "notice-title", text: "This page cannot go on" }),
    element("p", { text: "Answers given so far are kept. Load the page again to continue where you are." }),
    element("p", {}, button("Reload", () => location.reload())),
  );
}
