import { annCases } from './ann-cases';
import { annFiltersSuite } from './ann-filters-suite';

for (const backend of annCases()) annFiltersSuite(backend);
