import { dialog } from "./dialog.js";
import { prose } from "./sanitised.js";

/**
 * @param {{title: string, html: string}|null} guideline
 * @returns {HTMLDialogElement|null} null where the attempt has none
 */
export function guidelineDialog(guideline) {
  return guideline && dialog(guideline.title, [prose(guideline.html)], "dialog-wide");
}
