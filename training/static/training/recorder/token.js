/**
 * The form token of the page as the server would write it now. Signing in again changes it, and a page left open
 * overnight must not need a reload to get rid of its answers.
 *
 * @param {string} pageUrl
 * @param {string} user  whose page it must be
 * @returns {Promise<string|null>} null when nobody, or somebody else, is signed in, or without a connection
 */
export async function freshToken(pageUrl, user) {
  try {
    const response = await fetch(pageUrl, { credentials: "same-origin", cache: "no-store", redirect: "error" });
    if (!response.ok) return null;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const main = page.querySelector("main[data-csrf]");
    return main?.dataset.user === user ? main.dataset.csrf : null;
  } catch {
    return null;
  }
}
