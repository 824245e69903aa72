/** What a new process of the service has to do before pages may ask it again. */
interface Steps {
  /** Opens the workspace in the new process. */
  open(path: string): Promise<unknown>;
  /** The new process is as the last one was; or without a workspace, if its workspace could not be opened. */
  done(): void;
}

/**
 * Returns to the workspace that was open when the service's process ended. The service itself says which one it opened: asked at intervals, it might end
 * before the next question.
 */
export class Reopening {
  #path: string | null = null;
  #crashes = 0;
  #underWay = 0;

  constructor(private readonly steps: Steps) {}

  get isUnderWay(): boolean {
    return this.#underWay > 0;
  }

  /** The service has opened a workspace, or closed it (null). */
  opened(path: string | null): void {
    this.#path = path;
  }

  crashed(): void {
    this.#crashes++;
  }

  /** After a start of a new process. If that one crashes meanwhile, the call after the next start is the one that is done. */
  async reopen(): Promise<void> {
    const [path, before] = [this.#path, this.#crashes];
    this.#underWay++;
    try {
      if (path !== null) await this.steps.open(path);
    } catch {
      // It may be gone, or in use by another program. After a crash it is tried again.
      if (this.#crashes === before) this.#path = null;
    } finally {
      this.#underWay--;
    }
    if (this.#crashes === before) this.steps.done();
  }
}
