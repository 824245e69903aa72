import { create } from 'zustand';

/** State of the connection. `gone`: waiting for the service; `refused`: the page's token is wrong. */
interface ConnectionState {
  readonly status: 'connecting' | 'ready' | 'gone' | 'refused';
  /** Incremented with every new connection; data of an old one is refetched. */
  readonly generation: number;
}

export const useConnection = create<ConnectionState>()(() => ({ status: 'connecting', generation: 0 }));
