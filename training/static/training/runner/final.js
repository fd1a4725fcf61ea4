/** Refusals that another try cannot change. */
const FINAL = new Set(["closed", "not_found", "consent"]);

/** @param {import("../types.js").Reason} reason */
export function isFinal({ code }) {
  return FINAL.has(code);
}
