/** The module to which `import 'electron'` resolves: the stand-in, ready to run functions that the test sends. */
import * as electron from './electron-module';
import { runOrders } from './remote-control';

export * from './electron-module';

runOrders(electron);
