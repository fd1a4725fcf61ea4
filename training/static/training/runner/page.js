/** @typedef {import("../types.js").AttemptPage} AttemptPage */

/**
 * What the server put into the page.
 *
 * @param {HTMLElement} main  carries the addresses, the form token and whose page it is
 * @param {HTMLElement} data  the attempt as JSON
 * @returns {AttemptPage}
 */
export function readPage(main, data) {
  const { answersUrl, finishUrl, csrf, user, runsUrl = null, untimedUrl = null } = main.dataset;
  return { ...JSON.parse(data.textContent), answersUrl, finishUrl, runsUrl, untimedUrl, csrf, user };
}
