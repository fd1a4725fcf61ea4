import { askServer, isOurs } from "../runner/ask-server.js";

/**
 * Ask the server for a drill that needs no timing in place of what is left of this one.
 *
 * @param {import("../types.js").AttemptPage} page
 * @param {import("./device.js").TimingFault[]} faults
 * @returns {Promise<{url: string|null, trouble: string}>} where to go, or why it did not work, in the server's words
 *   where it has some; never rejects
 */
export async function planUntimed(page, faults) {
  try {
    const { status, body } = await askServer(page.untimedUrl, page.csrf, { faults });
    if (status === 200 && isOurs(body?.url)) return { url: body.url, trouble: "" };
    return { url: null, trouble: body?.error?.message ?? unexplained(status) };
  } catch {
    return { url: null, trouble: "There is no connection to the server. Try again when there is one." };
  }
}

function unexplained(status) {
  const signIn = [0, 401, 403].includes(status); // 0: a redirect to the sign-in page, which was not followed
  return signIn ? "You may be signed out. Load this page again, then try once more." : `The server answered ${status}.`;
}
