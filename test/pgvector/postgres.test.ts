import { annSuite } from '../conformance/ann-suite';
import { pgvectorCase } from './pgvector-cases';
import { pgvectorMissing, startPgvector } from './postgres-server';

annSuite(pgvectorCase('pgvector in PostgreSQL', startPgvector, ['HNSW16', 'IVF16,Flat'], pgvectorMissing));
