import { writeSync } from 'node:fs';
import { nodeFileOperations, type FileOperations, type WriteStep } from '#service/storage/files/file-operations';
import { Workspace } from '#service/workspace/stored-workspace';
import { refresh, withServing } from './refresh';
import { artifactsOf, migration, scenarios, type ScenarioName } from './scenarios';

/**
 * Runs one scenario on a workspace and kills its own process at the n-th time a named write step is reached. Prints each step
 * as `step NAME` and each acknowledged write as `done WHAT`; n = 0 never kills.
 */
const [path = '', scenario = '', killStep = '', killAt = '0', source = ''] = process.argv.slice(2);

const print = (line: string): void => void writeSync(1, `${line}\n`);
let armed = false;
let times = 0;

const files: FileOperations = {
  ...nodeFileOperations,
  async reached(step: WriteStep) {
    if (!armed) return;
    print(`step ${step}`);
    if (step === killStep && ++times === Number(killAt)) process.kill(process.pid, 'SIGKILL');
  },
};

const run = scenarios[scenario as ScenarioName];
if (scenario === 'create') {
  armed = true;
  await Workspace.create(path, 'Crash', { files });
} else if (scenario === 'migrate') {
  armed = true;
  await Workspace.open(path, { files, plan: migration });
} else if (scenario === 'hold') {
  await Workspace.open(path, { files });
  print('done open');
  setInterval(() => {}, 60_000);
} else if (scenario === 'refresh') {
  await withServing(await Workspace.open(path, { files }), async (open) => {
    await open.models.serving();
    armed = true;
    await refresh(open, (what) => print(`done ${what}`));
    armed = false;
  });
} else {
  const workspace = await Workspace.open(path, { files });
  armed = true;
  await run(workspace, { source, done: (what) => print(`done ${what}`), artifacts: artifactsOf });
  armed = false;
  await workspace.close();
}
if (scenario !== 'hold') print('done everything');
