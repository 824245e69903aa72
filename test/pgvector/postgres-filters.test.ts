import { annFiltersSuite } from '../conformance/ann-filters-suite';
import { pgvectorCase } from './pgvector-cases';
import { pgvectorMissing, startPgvector } from './postgres-server';

annFiltersSuite(pgvectorCase('pgvector in PostgreSQL', startPgvector, ['HNSW16', 'IVF16,Flat'], pgvectorMissing));
