/** Notes when the page is hidden, loses the focus or changes its size while a drill runs. */
export class PageWatch {
  #hidden = false;
  #blurred = false;
  #resized = false;

  /** @param {AbortSignal} signal  ends the watching */
  constructor(signal) {
    document.addEventListener("visibilitychange", () => this.#look(), { signal });
    globalThis.addEventListener("blur", () => (this.#blurred = true), { signal });
    // Stimuli have fixed sizes; with another viewport or zoom they are other stimuli. Leaving the full screen is one.
    const resize = () => (this.#resized = true);
    globalThis.addEventListener("resize", resize, { signal });
    // Moving to a screen of other density need not change the size in CSS pixels.
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener("change", resize, { signal });
    this.#look();
  }

  #look() {
    this.#hidden ||= document.visibilityState === "hidden";
    this.#blurred ||= !document.hasFocus();
  }

  /**
   * Flag a trial with what has happened since the last call. Called in every frame, so it makes no objects.
   *
   * @param {{hidden: boolean, blurred: boolean, resized: boolean}} trial
   */
  flag(trial) {
    trial.hidden ||= this.#hidden;
    trial.blurred ||= this.#blurred;
    trial.resized ||= this.#resized;
    this.forget();
  }

  /** What has happened so far is nobody's; a page that is still hidden or without the focus stays so. */
  forget() {
    this.#hidden = this.#blurred = this.#resized = false;
    this.#look();
  }
}
