import { annCases } from './ann-cases';
import { annSuite } from './ann-suite';

for (const backend of annCases()) annSuite(backend);
