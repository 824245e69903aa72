import { writeSync } from 'node:fs';
import type { AnnIndex } from '#engine/ann/port';
import { Workspace } from '#service/workspace/stored-workspace';
import { changes, type ChangeName } from './index-changes';
import { withServing } from './refresh';

/**
 * Makes one change to a workspace whose models are in memory. Kills its own process when the change is durable in the log and
 * is about to be applied to the named index (`content`, which is first, or `factors`); without a name, never.
 */
const [path = '', change = '', killedIndex = ''] = process.argv.slice(2);

const print = (line: string): void => void writeSync(1, `${line}\n`);

function killBeforeChanging(which: string, index: AnnIndex | undefined): void {
  if (!index) throw new Error(`There is no ${which} index`);
  for (const method of ['add', 'remove'] as const) {
    const original = index[method].bind(index) as (...args: unknown[]) => Promise<never>;
    index[method] = (...args: unknown[]) => {
      print(`index ${which}`);
      if (which === killedIndex) process.kill(process.pid, 'SIGKILL');
      return original(...args);
    };
  }
}

await withServing(await Workspace.open(path), async (open) => {
  const { models } = await open.models.serving();
  print(`searched by ${models.contentIndex?.stats().description ?? 'nothing'}`);
  const data = open.store.data;
  for (const name of ['appendVideo', 'updateVideo', 'removeVideo'] as const) {
    const original = data[name].bind(data) as (...args: unknown[]) => Promise<never>;
    data[name] = async (...args: unknown[]) => {
      const position = await original(...args);
      print('durable');
      return position;
    };
  }
  killBeforeChanging('content', models.contentIndex);
  killBeforeChanging('factors', models.factorIndex);
  await changes[change as ChangeName](open);
});
print('done');
