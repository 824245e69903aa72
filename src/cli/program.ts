import { Command } from 'commander';
import { version } from '#service/version';

/** Adds one verb to the program. */
type Verb = (program: Command) => void;

/** Every verb, in the order of the data flow. A new one is a file in verbs/ and a line here. */
const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  pipeline: async () => (await import('./verbs/pipeline')).pipeline,
  generate: async () => (await import('./verbs/generate')).generate,
  preview: async () => (await import('./verbs/preview')).preview,
  import: async () => (await import('./verbs/import')).importData,
  'undo-import': async () => (await import('./verbs/undo-import')).undoImport,
  export: async () => (await import('./verbs/export')).exportVerb,
  'export-ranker': async () => (await import('./verbs/export-ranker')).exportRanker,
  build: async () => (await import('./verbs/build')).build,
  index: async () => (await import('./verbs/index-settings')).index,
  'index-bench': async () => (await import('./verbs/index-bench')).indexBench,
  attachments: async () => (await import('./verbs/attachments')).attachments,
  'index-export': async () => (await import('./verbs/index-export')).indexExport,
  'add-video': async () => (await import('./verbs/videos')).addVideo,
  'edit-video': async () => (await import('./verbs/videos')).editVideo,
  'remove-video': async () => (await import('./verbs/videos')).removeVideo,
  'restore-video': async () => (await import('./verbs/videos')).restoreVideo,
  'log-interaction': async () => (await import('./verbs/log-interaction')).logInteraction,
  refresh: async () => (await import('./verbs/refresh')).refresh,
  audit: async () => (await import('./verbs/refresh')).audit,
  recommend: async () => (await import('./verbs/recommend')).recommend,
  compare: async () => (await import('./verbs/compare')).compare,
  merge: async () => (await import('./verbs/merge')).merge,
  gate: async () => (await import('./verbs/gate')).gate,
  schedule: async () => (await import('./verbs/schedule')).schedule,
  ledger: async () => (await import('./verbs/ledger')).ledger,
  notes: async () => (await import('./verbs/notes')).notes,
  runs: async () => (await import('./verbs/runs')).runs,
  blame: async () => (await import('./verbs/blame')).blame,
  movers: async () => (await import('./verbs/movers')).movers,
  sensitivity: async () => (await import('./verbs/sensitivity')).sensitivity,
  learn: async () => (await import('./verbs/learn')).learnVerb,
  sweep: async () => (await import('./verbs/sweep')).sweepVerb,
  simulate: async () => (await import('./verbs/simulate')).simulate,
  vectors: async () => (await import('./verbs/vectors')).vectors,
  signals: async () => (await import('./verbs/signals')).signals,
  fuse: async () => (await import('./verbs/fuse')).fuse,
  goal: async () => (await import('./verbs/goal')).goal,
  tune: async () => (await import('./verbs/tune')).tune,
  evaluate: async () => (await import('./verbs/evaluate')).evaluate,
  'off-policy': async () => (await import('./verbs/off-policy')).offPolicy,
  check: async () => (await import('./verbs/safety')).check,
  backup: async () => (await import('./verbs/safety')).backup,
  snapshot: async () => (await import('./verbs/safety')).snapshot,
  restore: async () => (await import('./verbs/safety')).restore,
  serve: async () => (await import('./verbs/serve')).serve,
  mcp: async () => (await import('./verbs/mcp')).mcp,
  doctor: async () => (await import('./verbs/doctor')).doctor,
};

/** The unknown verb of `nosuch --help` or `help nosuch`: passed alone, commander reports it with suggestions. */
export function unknownVerb(args: readonly string[]): string | undefined {
  const requestedVerb = args[0] === 'help' ? args[1] : args[0];
  return requestedVerb === undefined || requestedVerb.startsWith('-') || requestedVerb === 'help' || Object.hasOwn(verbs, requestedVerb)
    ? undefined
    : requestedVerb;
}

/**
 * The program with the requested verb, or with all of them for help or an unknown verb. Loading the code of every verb would cost a tenth of a
 * second.
 */
export async function createProgram(requestedVerb: string | undefined): Promise<Command> {
  const program = new Command('ranklab')
    .description('Offline experiments with recommendation ranking: live metrics, explanations and sound statistics.')
    .version(version)
    .showHelpAfterError('(add --help for the options)')
    .exitOverride();
  const one = requestedVerb !== undefined && Object.hasOwn(verbs, requestedVerb) ? verbs[requestedVerb] : undefined;
  const loaded = await Promise.all((one ? [one] : Object.values(verbs)).map((load) => load()));
  for (const verb of loaded) verb(program);
  for (const command of program.commands) command.exitOverride().showHelpAfterError('(add --help for the options)');
  return program;
}
