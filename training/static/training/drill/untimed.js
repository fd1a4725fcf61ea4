/**
 * Ask the server for a drill that needs no timing in place of what is left of this one.
 *
 * @param {import("../types.js").AttemptPage} page
 * @param {import("./device.js").TimingFault[]} faults
 * @returns {Promise<{url: string|null, trouble: string}>} where to go, or why it did not work; never rejects
 */
export async function planUntimed(page, faults) {
  try {
    const response = await fetch(page.untimedUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": page.csrf },
      body: JSON.stringify({ faults }),
      credentials: "same-origin",
      redirect: "manual",
    });
    const body = await response.json().catch(() => null);
    if (response.status === 200 && isOurs(body?.url)) return { url: body.url, trouble: "" };
    return { url: null, trouble: body?.error?.message ?? unexplained(response.status) };
  } catch {
    return { url: null, trouble: "There is no connection to the server. Try again when there is one." };
  }
}

function unexplained(status) {
  const signIn = [0, 401, 403].includes(status); // 0: a redirect to the sign-in page, which was not followed
  return signIn ? "You may be signed out. Load this page again, then try once more." : `The server answered ${status}.`;
}

/** Only a page of this site: a reply is not a reason to go anywhere else. */
function isOurs(url) {
  return typeof url === "string" && new URL(url, location.href).origin === location.origin;
}
