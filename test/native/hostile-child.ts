/**
 * One hostile scenario in a separate process: `node hostile-child.mjs NAME`. Prints the outcome of each call as JSON and must
 * exit with code 0; a crash, an abort or an unhandled rejection changes the code.
 */
import { callsScenarios } from './hostile-calls-scenarios';
import { filesScenarios } from './hostile-files-scenarios';
import { racesScenarios } from './hostile-races-scenarios';
import type { Scenarios } from './hostile-tools';
import { workersScenarios } from './hostile-workers-scenarios';

const scenarios: Scenarios = { ...callsScenarios, ...filesScenarios, ...racesScenarios, ...workersScenarios };
const name = process.argv[2] ?? '';
const scenario = scenarios[name];
if (!scenario) throw new Error(`No scenario “${name}”`);
const result = await scenario();
process.stdout.write(JSON.stringify(result));
