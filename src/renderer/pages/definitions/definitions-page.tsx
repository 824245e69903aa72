import { TextInput } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useRegistries } from '../../api/queries';
import { CopyTable } from '../../components/copy-table';
import { EmptyState } from '../../components/empty-state';
import { Failed } from '../../components/failed';
import { Loading } from '../../components/loading';
import { Page, PageHead, Panel } from '../../components/panel';
import { definitionFacts, definitionsTable, matchingDefinitions, matchingMeasures, measureFacts, measuresTable } from './logic/definitions';
import { MetricDefinition } from './metric-definition';
import classes from './definitions.module.css';

/** Definitions of all metrics: formula, source, edge cases and dialects, from the engine's registry. */
export function DefinitionsPage(): ReactElement {
  const { data, error, refetch } = useRegistries();
  const [search, setSearch] = useState('');
  const shown = matchingDefinitions(data?.metrics ?? [], search);
  const measures = matchingMeasures(data?.trecMeasures ?? [], search);
  return (
    <Page>
      <PageHead title="Definitions" lead="Definitions of all metrics. Write a metric as name@k, for example ndcg@10.">
        <TextInput
          className={classes.search}
          aria-label="Search definitions"
          placeholder="Search: name, source, dialect"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </PageHead>
      {error && <Failed error={error} title="The definitions cannot be read" onRetry={() => void refetch()} />}
      {!data && !error && <Loading label="Reading the definitions" />}
      {data && (
        <div className={classes.stack}>
          {search === '' && (
            <Panel title="Conventions of all metrics">
              <ul className={classes.conventions}>
                {data.metricConventions.map((convention) => (
                  <li key={convention}>{convention}</li>
                ))}
              </ul>
            </Panel>
          )}
          <Panel
            title="Metrics"
            note={`${shown.length} of ${data.metrics.length}`}
            actions={<CopyTable what="definitions" table={() => definitionsTable(shown)} />}
          >
            {shown.length === 0 && (
              <EmptyState title="Nothing matches" text={`No metric's name, source or description has “${search}” in it.`} />
            )}
            {shown.map((metric) => (
              <MetricDefinition key={metric.id} family="metric" entry={metric} facts={definitionFacts(metric)} />
            ))}
          </Panel>
          <Panel
            title="Measures of trec_eval"
            note={`${measures.length} of ${data.trecMeasures.length}, for ranklab evaluate`}
            actions={<CopyTable what="measures" table={() => measuresTable(measures)} />}
          >
            {measures.length === 0 && (
              <EmptyState title="Nothing matches" text={`No measure's name, source or description has “${search}” in it.`} />
            )}
            {measures.map((measure) => (
              <MetricDefinition key={measure.id} family="measure" entry={measure} facts={measureFacts(measure)} />
            ))}
          </Panel>
        </div>
      )}
    </Page>
  );
}
