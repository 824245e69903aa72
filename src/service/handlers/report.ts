import { workspaceOf, type SessionHandlers } from './common';

export const reportHandlers = {
  export: async ({ input, context }) => {
    const workspace = workspaceOf(context);
    const config =
      'config' in input.source ? input.source.config : (await workspace.store.experiments.get(input.source.experimentId)).config;
    const { files } = await workspace.experiments.report(config, input.formats);
    return { files, savedTo: null };
  },
} satisfies SessionHandlers<'report'>;
