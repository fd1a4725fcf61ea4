import { REPLY_PATIENCE_MS } from "../recorder/post.js";

/**
 * Ask the server for something that is not an answer: nothing of it is queued, and the person may ask again.
 *
 * @param {string} url
 * @param {string} csrf
 * @param {object} body
 * @returns {Promise<{status: number, body: any}>} status 0 for a redirect, body null where it is not JSON; rejects
 *   without a connection, or when no reply has come for REPLY_PATIENCE_MS
 */
export async function askServer(url, csrf, body) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), REPLY_PATIENCE_MS);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify(body),
      credentials: "same-origin",
      redirect: "manual",
      signal: giveUp.signal,
    });
    const text = await response.text(); // a body that breaks off is a lost reply
    return { status: response.status, body: parsed(text) };
  } finally {
    clearTimeout(timer);
  }
}

/** Only a page of this site: a reply is not a reason to go anywhere else. */
export function isOurs(url) {
  return typeof url === "string" && new URL(url, location.href).origin === location.origin;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
