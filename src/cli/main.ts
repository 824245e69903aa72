import { CommanderError } from 'commander';
import { reportFailure } from './output';
import { createProgram } from './program';

const wantsJson = process.argv.includes('--json');
try {
  const program = await createProgram(process.argv[2]);
  await program.parseAsync();
} catch (error) {
  // Commander has printed its own message; help and version are no failures.
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : reportFailure(error, { json: wantsJson });
}
