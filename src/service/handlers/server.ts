import { RankLabError } from '#shared/errors';
import type { LocalApiSwitch, ServiceContext } from '../context';
import type { AreaHandlers } from '../rpc/router';

function localApi({ localApi: api }: ServiceContext): LocalApiSwitch {
  if (api) return api;
  throw new RankLabError('UNSUPPORTED', 'This service is the local API itself; it runs until its process ends');
}

export const serverHandlers = {
  status: async ({ context }) => localApi(context).status(),
  start: async ({ input, context }) => localApi(context).start(input.port),
  stop: async ({ context }) => localApi(context).stop(),
} satisfies AreaHandlers<'server'>;
