/** Waiting that somebody can end. */
export class Rest {
  #finish: (() => void) | null = null;
  #isWakeable = false;
  #wasWoken = false;
  #isOver = false;

  /** Until `wake` (also one that came before), `end`, or the time is over. */
  async untilWoken(ms: number): Promise<void> {
    if (!this.#wasWoken) await this.#wait(ms, true);
    this.#wasWoken = false;
  }

  /** Until `end`, or the time is over. */
  async fully(ms: number): Promise<void> {
    await this.#wait(ms, false);
  }

  wake(): void {
    this.#wasWoken = true;
    if (this.#isWakeable) this.#finish?.();
  }

  end(): void {
    this.#isOver = true;
    this.#finish?.();
  }

  async #wait(ms: number, isWakeable: boolean): Promise<void> {
    if (this.#isOver) return;
    await new Promise<void>((finish) => {
      const timer = setTimeout(finish, ms);
      this.#isWakeable = isWakeable;
      this.#finish = () => {
        clearTimeout(timer);
        finish();
      };
    });
    this.#finish = null;
  }
}
