import { create } from 'zustand';

/** The current page and its parameters, mirrored in the address after `#/`. */
interface Route {
  readonly page: string;
  readonly params: Readonly<Record<string, string>>;
}

interface NavigationState {
  readonly route: Route;
  readonly go: (page: string, params?: Record<string, string>) => void;
}

function parseHash(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  return { page: path === '' ? 'home' : path, params: Object.fromEntries(new URLSearchParams(query)) };
}

export function writeHash({ page, params }: Route): string {
  const query = new URLSearchParams(params).toString();
  return `#/${page}${query === '' ? '' : `?${query}`}`;
}

export const useNavigation = create<NavigationState>()((set) => ({
  route: parseHash(window.location.hash),
  go: (page, params = {}) => {
    const route = { page, params };
    set({ route });
    if (window.location.hash !== writeHash(route)) window.history.pushState(null, '', writeHash(route));
  },
}));

/** Syncs the store with the browser's back and forward. */
export function followAddress(): void {
  const update = (): void => useNavigation.setState({ route: parseHash(window.location.hash) });
  window.addEventListener('popstate', update);
  window.addEventListener('hashchange', update);
}
