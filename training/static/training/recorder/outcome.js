/** @typedef {import("../types.js").Outcome} Outcome */
/** @typedef {import("../types.js").Reason} Reason */

/** Statuses that say "not now" rather than "never": timeout, too early, too many requests. */
const PASSING = new Set([408, 425, 429]);

/**
 * What a reply means for a queued answer. Only a reply that names this very answer counts as stored: a
 * captive portal also says 200.
 *
 * @param {number} status  HTTP status; 0 for a redirect that was not followed
 * @param {any} body  parsed JSON, or null
 * @param {string} uuid
 * @param {number|null} [afterMs]  what Retry-After asked for
 * @returns {Outcome}
 */
export function readReply(status, body, uuid, afterMs = null) {
  const reason = reasonOf(status, body);
  if (status === 200 && body?.saved === true && body.uuid === uuid) {
    return { kind: "saved", feedback: body.feedback ?? null };
  }
  if (status === 409 && reason.code === "already_answered") {
    return { kind: "answered_elsewhere", feedback: body.error.feedback ?? null };
  }
  // Pages answer a signed-out visitor with a redirect to the sign-in page.
  if (status === 401 || status === 0) return { kind: "blocked", reason: { ...reason, code: "signed_out" } };
  // The framework's own page for a stale form token is not JSON; a reason in JSON is a decision and final.
  if (status === 403 && (!body?.error || reason.code === "csrf")) {
    return { kind: "blocked", reason: { ...reason, code: "csrf" } };
  }
  if (status >= 400 && status < 500 && !PASSING.has(status)) return { kind: "refused", reason };
  return { kind: "retry", reason: { ...reason, code: "server" }, afterMs };
}

/** @returns {Reason} */
function reasonOf(status, body) {
  const error = body?.error;
  return {
    code: typeof error?.code === "string" ? error.code : `http_${status}`,
    message: typeof error?.message === "string" ? error.message : `The server answered ${status}.`,
  };
}
