import { CommanderError } from 'commander';
import { descriptorLimit } from '#service/descriptor-limit';
import { reportFailure } from './output';
import { createProgram, unknownVerb } from './program';

// Remembered for messages: when no more files can be opened, it cannot be read.
descriptorLimit();
const wantsJson = process.argv.includes('--json');
try {
  const args = process.argv.slice(2);
  const unknown = unknownVerb(args);
  const program = await createProgram(args[0]);
  await program.parseAsync(unknown === undefined ? args : [unknown], { from: 'user' });
} catch (error) {
  // Commander has printed its message; help and version are not failures.
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : reportFailure(error, { json: wantsJson });
}
