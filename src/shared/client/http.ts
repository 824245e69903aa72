import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { RankLabClient } from '../contract/index';
import { errorBoundary } from './intercept';
import { customJsonSerializers } from './serializers';

interface HttpClientOptions {
  /** The bearer token of the service. */
  readonly token?: string | undefined;
  readonly fetch?: (request: Request, init?: RequestInit) => Promise<Response>;
}

/** A client over HTTP; `url` is the service's RPC address, such as `http://127.0.0.1:7345/rpc`. */
export function createHttpClient<Client extends object = RankLabClient>(url: string, options: HttpClientOptions = {}): Client {
  const { token, fetch } = options;
  const link = new RPCLink({
    url,
    headers: () => (token === undefined ? {} : { authorization: `Bearer ${token}` }),
    customJsonSerializers: [...customJsonSerializers],
    interceptors: [errorBoundary({ guard: (start) => start() })],
    ...(fetch && { fetch: (request, init) => fetch(request, init) }),
  });
  return createORPCClient<RankLabClient>(link) as unknown as Client;
}
