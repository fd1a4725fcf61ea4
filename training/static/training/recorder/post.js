import { readReply } from "./outcome.js";

/** @typedef {import("../types.js").Outcome} Outcome */

/** A request without a reply for so long is taken as lost; sending it again is safe. */
export const REPLY_PATIENCE_MS = 20_000;

const OFFLINE = { code: "offline", message: "No connection to the server." };
const PAUSED = { code: "paused", message: "Sending waits until the drill is over." };

/**
 * Send one queued answer once.
 *
 * @param {import("../types.js").QueuedAnswer} queued
 * @param {string} csrf
 * @param {AbortSignal} [signal]  gives the request up; the answer stays queued
 * @returns {Promise<Outcome>} never rejects
 */
export async function postAnswer(queued, csrf, signal) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), REPLY_PATIENCE_MS);
  const abort = () => giveUp.abort();
  signal?.addEventListener("abort", abort);
  try {
    const response = await fetch(queued.url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf },
      body: queued.body,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "manual",
      signal: giveUp.signal,
    });
    return readReply(response.status, await jsonOf(response), queued.uuid, retryAfter(response));
  } catch {
    return { kind: "retry", reason: signal?.aborted ? PAUSED : OFFLINE, afterMs: null };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

/** A body that breaks off is a lost reply, so only a complete body that is not JSON becomes null. */
async function jsonOf(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @returns {number|null} ms; the date form of the header is not used, since clocks differ */
function retryAfter(response) {
  const seconds = Number(response.headers.get("Retry-After") ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}
