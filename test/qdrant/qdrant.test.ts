import { annSuite } from '../conformance/ann-suite';
import { qdrantCase } from './qdrant-cases';
import { startQdrant } from './qdrant-server';

const key = 'a-key-of-the-tests';
const served = qdrantCase('Qdrant’s interface', async () => ({ ...(await startQdrant({ key })), key }));

annSuite({ ...served, randomIndexes: 6, types: served.types.filter(({ type }) => type !== 'HNSW16,SQfp16') });
