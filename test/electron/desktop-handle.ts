import type { Page } from '@playwright/test';
import type * as Electron from 'electron';

export type ElectronModule = typeof Electron;

/** A started application, on Electron or on its stand-in. */
export interface Desktop {
  firstWindow(): Promise<Page>;
  /** Pages of all open windows. */
  windows(): Promise<Page[]>;
  evaluate<Result, Argument>(
    work: (electron: ElectronModule, argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
  evaluate<Result>(work: (electron: ElectronModule) => Result | Promise<Result>): Promise<Result>;
  /** What the shell's process and the service printed. */
  output(): string;
  /** The shell's process number. */
  readonly pid: number;
  /** Quits as a user does; resolves when the process has ended. */
  quit(): Promise<void>;
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
}
