import { annFiltersSuite } from '../conformance/ann-filters-suite';
import { pgvectorCase } from './pgvector-cases';
import { startPglite } from './pglite-server';

annFiltersSuite(pgvectorCase('pgvector in PGlite', startPglite, ['HNSW16,SQfp16']));
