import type { Dataset } from '#engine/model/dataset';
import { Vocabulary } from '#engine/core/containers/vocabulary';

/** A dataset as plain objects and typed arrays, which can be sent to another thread. */
export interface PlainDataset extends Pick<Dataset, 'name' | 'interactions' | 'fingerprint'> {
  readonly users: Omit<Dataset['users'], 'ids'> & { readonly ids: readonly string[] };
  readonly items: Omit<Dataset['items'], 'ids'> & { readonly ids: readonly string[] };
}

export const toPlain = ({ name, users, items, interactions, fingerprint }: Dataset): PlainDataset => ({
  name,
  users: { ...users, ids: users.ids.ids },
  items: { ...items, ids: items.ids.ids },
  interactions,
  fingerprint,
});

export const fromPlain = ({ name, users, items, interactions, fingerprint }: PlainDataset): Dataset => ({
  name,
  users: { ...users, ids: new Vocabulary('user', users.ids) as Dataset['users']['ids'] },
  items: { ...items, ids: new Vocabulary('video', items.ids) as Dataset['items']['ids'] },
  interactions,
  fingerprint,
});
