import { annSuite } from '../conformance/ann-suite';
import { pgvectorCase } from './pgvector-cases';
import { startPglite } from './pglite-server';

annSuite(pgvectorCase('pgvector in PGlite', startPglite, ['Flat', 'SQfp16']));
