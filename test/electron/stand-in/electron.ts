/** What `import 'electron'` finds: the stand-in, ready to run what the test sends. */
import * as electron from './electron-module';
import { runOrders } from './remote-control';

export * from './electron-module';

runOrders(electron);
