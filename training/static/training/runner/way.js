/** Which places of a form a person has come to. Confirming on the way down it is no mistake: it leads on. */
export class Way {
  #form;
  /** @type {Set<Node>} what has had the focus */
  #been = new Set();

  /** @param {HTMLElement} form */
  constructor(form) {
    this.#form = form;
    form.addEventListener("focusin", ({ target }) => this.#been.add(target));
  }

  /**
   * @param {HTMLElement} place
   * @returns {boolean} whether it is still ahead: below what has the focus, and never come to
   */
  leadsTo(place) {
    const here = document.activeElement;
    if (!this.#form.contains(here)) return false;
    const below = here.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING;
    return below !== 0 && ![...this.#been].some((node) => place.contains(node));
  }

  /** From the top again. */
  again() {
    this.#been.clear();
  }
}
