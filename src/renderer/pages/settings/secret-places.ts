import type { SecretStorage } from '#shared/bridge';

/** Where a secret is kept, for people. */
export const secretPlaces: Record<SecretStorage, string> = {
  keychain: 'It is kept in this system’s keychain.',
  'this-run': 'It is kept in memory until RankLab quits: this system has no keychain.',
};
