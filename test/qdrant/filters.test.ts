/** With answers that are short unless they are exact. */
import { annFiltersSuite } from '../conformance/ann-filters-suite';
import { qdrantCase } from './qdrant-cases';
import { startQdrant } from './qdrant-server';

const shortened = qdrantCase('Qdrant’s interface', async () => {
  const server = await startQdrant();
  server.faults.shortAnswers = 20;
  return server;
});
annFiltersSuite({ ...shortened, types: shortened.types.filter(({ type }) => type === 'HNSW16') });
