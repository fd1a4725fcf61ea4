import { askServer, isOurs } from "./ask-server.js";

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
    const { status, body } = await askServer(page.finishUrl, page.csrf, {});
    if (status === 200 && isOurs(body?.url)) return { kind: "done", url: body.url };
    if (body?.error?.code === "unfinished") return { kind: "unfinished", missing: body.error.missing ?? null };
    return { kind: "stuck", message: body?.error?.message ?? `The server answered ${status}.` };
  } catch {
    return { kind: "stuck", message: "There is no connection to the server." };
  }
}
