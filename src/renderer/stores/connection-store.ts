import { create } from 'zustand';

/** Whether the service answers. `gone`: it is being waited for; `refused`: it wants another token than this page has. */
interface ConnectionState {
  readonly status: 'connecting' | 'ready' | 'gone' | 'refused';
  /** Grows with every new connection; what belongs to an old one is fetched again. */
  readonly generation: number;
}

export const useConnection = create<ConnectionState>()(() => ({ status: 'connecting', generation: 0 }));
