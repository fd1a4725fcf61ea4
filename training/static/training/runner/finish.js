/**
 * @typedef {{kind: "done", url: string} | {kind: "unfinished", missing: number|null}
 *   | {kind: "stuck", message: string}} Finish
 */

/**
 * Tell the server that the attempt is over.
 *
 * @param {import("../types.js").AttemptPage} page
 * @returns {Promise<Finish>} never rejects
 */
export async function finishAttempt(page) {
  try {
    const response = await fetch(page.finishUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": page.csrf },
      body: "{}",
      credentials: "same-origin",
      redirect: "manual",
    });
    const body = await response.json().catch(() => null);
    if (response.status === 200 && isOurs(body?.url)) return { kind: "done", url: body.url };
    if (body?.error?.code === "unfinished") return { kind: "unfinished", missing: body.error.missing ?? null };
    return { kind: "stuck", message: body?.error?.message ?? `The server answered ${response.status}.` };
  } catch {
    return { kind: "stuck", message: "There is no connection to the server." };
  }
}

/** Only a page of this site: a reply is not a reason to go anywhere else. */
function isOurs(url) {
  return typeof url === "string" && new URL(url, location.href).origin === location.origin;
}
