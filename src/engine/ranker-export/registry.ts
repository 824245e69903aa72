import { Registry } from '../core/registry';
import type { ExportTarget } from './target';
import { duckdbTarget, postgresTarget } from './targets/sql';
import { elasticsearchTarget } from './targets/elasticsearch';
import { metarankTarget } from './targets/metarank';
import { opensearchTarget } from './targets/opensearch';
import { pythonTarget } from './targets/python';
import { solrTarget } from './targets/solr';
import { typescriptTarget } from './targets/typescript';
import { vespaTarget } from './targets/vespa';

/** Where a ranker can be exported to. */
export const exportTargets = new Registry<ExportTarget>('export target', [
  elasticsearchTarget,
  opensearchTarget,
  vespaTarget,
  solrTarget,
  metarankTarget,
  postgresTarget,
  duckdbTarget,
  pythonTarget,
  typescriptTarget,
]);
