const PREFIX = "attune-draft-";

/**
 * @typedef {object} Drafted
 * @property {Record<string, any>} parts  what is written in each part, by name
 * @property {import("../types.js").FirstAnswer|null} first  the answer that was stepped back from
 */

/** What an unconfirmed answer would lose with the page: kept in this tab, until it is confirmed. */
export class Draft {
  #key;

  /** @param {string} step  its token */
  constructor(step) {
    this.#key = PREFIX + step;
  }

  /** @returns {Drafted|null} null also where storage is blocked */
  read() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key));
    } catch {
      return null;
    }
  }

  /** @param {Drafted} drafted */
  keep(drafted) {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(drafted));
    } catch {
      // Storage is blocked or full: what is written lives as long as the page.
    }
  }

  forget() {
    try {
      sessionStorage.removeItem(this.#key);
    } catch {
      // Nothing was kept either.
    }
  }
}
