/** A sitting with difficult content, made more comfortable; all of it works without this. */
import { answerByKeys } from "./answer-keys.js";
import { hideOnLeaving } from "./leaving.js";

const item = document.querySelector("[data-revealed]");
if (item) {
  answerByKeys(item.querySelector("#answer"), item.querySelector("#guideline"));
  hideOnLeaving(item.querySelector("#hide"), item);
}
// The next control is then the one that stops, and the one after it goes on.
document.getElementById("main").focus({ preventScroll: true });
