/** Notes when the page is hidden or loses the focus while a drill runs. */
export class PageWatch {
  #hidden = false;
  #blurred = false;

  /** @param {AbortSignal} signal  ends the watching */
  constructor(signal) {
    document.addEventListener("visibilitychange", () => this.#look(), { signal });
    globalThis.addEventListener("blur", () => (this.#blurred = true), { signal });
    this.#look();
  }

  #look() {
    this.#hidden ||= document.visibilityState === "hidden";
    this.#blurred ||= !document.hasFocus();
  }

  /**
   * Flag a trial with what has happened since the last call. Called in every frame, so it makes no objects.
   *
   * @param {{hidden: boolean, blurred: boolean}} trial
   */
  flag(trial) {
    trial.hidden ||= this.#hidden;
    trial.blurred ||= this.#blurred;
    this.forget();
  }

  /** What has happened so far is nobody's; a page that is still hidden or without the focus stays so. */
  forget() {
    this.#hidden = this.#blurred = false;
    this.#look();
  }
}
