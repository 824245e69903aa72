import { bridgeChannels } from '#shared/bridge-channels';
import type { SecretStorage } from '#shared/bridge';
import { safeStorage } from 'electron';
import { z } from 'zod';
import type { Ipc } from './ipc';
import { readJsonFile, writeJsonFile } from './settings';

const name = z.string().regex(/^[A-Z][A-Z0-9_]{2,40}$/);
const key = z.string().min(8).max(1_000);
const storedSchema = z.record(name, z.base64()).catch({});

/** Whether safeStorage really encrypts: without a keyring, Linux only obfuscates with a known password. */
function hasKeychain(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
}

/**
 * API keys. They are stored encrypted with the system's keychain or, without one, only in this process's memory. They are passed to the service by
 * message, never by argument, environment or file, and never to a page.
 */
export class Secrets {
  readonly #values = new Map<string, string>();
  readonly #keychain = hasKeychain();

  constructor(
    private readonly path: string,
    private readonly changed: () => void,
  ) {
    if (!this.#keychain) return;
    for (const [name, sealed] of Object.entries(storedSchema.parse(readJsonFile(path)))) {
      const value = unseal(sealed);
      if (value !== null) this.#values.set(name, value);
    }
  }

  /** For the service only. */
  values(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#values);
  }

  where(name: string): SecretStorage | null {
    return this.#values.has(name) ? this.#storage() : null;
  }

  set(name: string, value: string): SecretStorage {
    this.#values.set(name, value);
    this.#save();
    return this.#storage();
  }

  remove(name: string): void {
    this.#values.delete(name);
    this.#save();
  }

  #storage(): SecretStorage {
    return this.#keychain ? 'keychain' : 'this-run';
  }

  #save(): void {
    if (this.#keychain) {
      const sealed = [...this.#values].map(([name, value]) => [name, safeStorage.encryptString(value).toString('base64')]);
      writeJsonFile(this.path, Object.fromEntries(sealed));
    }
    this.changed();
  }
}

/** Null if it was encrypted by another account or keychain; the user must enter the key again. */
function unseal(sealed: string): string | null {
  try {
    return safeStorage.decryptString(Buffer.from(sealed, 'base64'));
  } catch {
    return null;
  }
}

export function setupSecrets(ipc: Ipc, secrets: Secrets): void {
  ipc.answer(bridgeChannels.secretWhere, z.tuple([name]), (_sender, name) => secrets.where(name));
  ipc.answer(bridgeChannels.secretSet, z.tuple([name, key]), (_sender, name, value) => secrets.set(name, value));
  ipc.answer(bridgeChannels.secretRemove, z.tuple([name]), (_sender, name) => secrets.remove(name));
}
