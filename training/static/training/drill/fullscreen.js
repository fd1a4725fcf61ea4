import { element } from "../dom.js";

/**
 * A button that fills the screen with the stage: fewer distractions, never a condition.
 *
 * @param {HTMLElement} stage
 * @returns {HTMLElement[]} empty where the browser has no full screen
 */
export function fullscreenButton(stage) {
  if (!document.fullscreenEnabled || document.fullscreenElement) return [];
  const button = element("button", {
    class: "button button-quiet",
    type: "button",
    text: "Use the full screen",
    onclick: () => stage.requestFullscreen().then(() => button.remove(), () => button.remove()),
  });
  return [button];
}
