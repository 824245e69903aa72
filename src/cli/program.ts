import { Command } from 'commander';
import { version } from '#service/version';
import { build } from './verbs/build';
import { compare } from './verbs/compare';
import { doctor } from './verbs/doctor';
import { evaluate } from './verbs/evaluate';
import { generate } from './verbs/generate';
import { importData } from './verbs/import';
import { index } from './verbs/index-settings';
import { indexBench } from './verbs/index-bench';
import { indexExport } from './verbs/index-export';
import { offPolicy } from './verbs/off-policy';
import { pipeline } from './verbs/pipeline';
import { preview } from './verbs/preview';
import { recommend } from './verbs/recommend';
import { logInteraction } from './verbs/log-interaction';
import { audit, refresh } from './verbs/refresh';
import { serve } from './verbs/serve';
import { tune } from './verbs/tune';
import { addVideo, editVideo, removeVideo, restoreVideo } from './verbs/videos';

/** Adds one verb to the program. */
export type Verb = (program: Command) => void;

/** Every verb, in the order of the data's way. A new one is a file in verbs/ and a line here. */
const verbs: readonly Verb[] = [
  pipeline,
  generate,
  preview,
  importData,
  build,
  index,
  indexBench,
  indexExport,
  addVideo,
  editVideo,
  removeVideo,
  restoreVideo,
  logInteraction,
  refresh,
  audit,
  recommend,
  compare,
  tune,
  evaluate,
  offPolicy,
  serve,
  doctor,
];

export function createProgram(): Command {
  const program = new Command('ranklab')
    .description('Offline experiments with recommendation ranking: explained, live and with honest statistics.')
    .version(version)
    .showHelpAfterError('(add --help for the options)')
    .exitOverride();
  for (const verb of verbs) verb(program);
  for (const command of program.commands) command.exitOverride().showHelpAfterError('(add --help for the options)');
  return program;
}
