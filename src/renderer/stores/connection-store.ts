import { create } from 'zustand';

/** Whether the service answers. `gone`: it was there and is being waited for. */
interface ConnectionState {
  readonly status: 'connecting' | 'ready' | 'gone';
  /** Grows with every new connection; what belongs to an old one is fetched again. */
  readonly generation: number;
}

export const useConnection = create<ConnectionState>()(() => ({ status: 'connecting', generation: 0 }));
