import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { ModelStatus } from '#shared/schemas/model';
import { api } from '../../api/client';
import { useRegistries } from '../../api/queries';
import { toFailure } from '../../logic/failure';
import { FailureNotice } from '../../components/failed';
import { Facts } from '../../components/facts';
import { Panel } from '../../components/panel';
import { describeUsage, formatPrice } from './logic/embedding-cost';
import { formatCount, formatMinute } from '../../logic/format';
import { usePartLabel } from './use-part-label';
import layout from '../../components/form-and-results.module.css';
import classes from './model.module.css';

/** The vectors, their cost, and how the provider reads a text. */
export function EmbeddingsPanel({ status }: { readonly status: ModelStatus }): ReactElement | null {
  const { data: registries } = useRegistries();
  const labelOf = usePartLabel();
  const embeddings = status.report?.embeddings;
  if (!embeddings) return null;
  const { provider, model, dimensions, count, textRecipe, normalized, madeAtMs, usage, notes = [] } = embeddings;
  const explainsTexts = registries?.embeddingProviders.find(({ id }) => id === provider)?.explainsTexts === true;
  const facts = [
    ['Provider', `${labelOf('embeddingProviders', provider)}, ${model}`],
    ['Vectors', `${formatCount(count)} × ${formatCount(dimensions)}${normalized === true ? ', of length 1' : ''}`],
    ...(textRecipe === undefined ? [] : [['Computed from', textRecipe]]),
    ...(madeAtMs === undefined ? [] : [['Computed', formatMinute(madeAtMs)]]),
    ...(usage ? [['This build', describeUsage(usage)]] : []),
    ...notes.map((note, at) => [at === 0 ? 'Notes' : '', note]),
    ...status.spent.map((spent) => [
      `All from ${spent.model}`,
      `${formatCount(spent.texts)} texts, ${formatCount(spent.tokens)} tokens, ${formatPrice(spent.priceUsd)}${spent.baseUrl === null ? '' : ` (${spent.baseUrl})`}`,
    ]),
  ];
  return (
    <Panel title="Embeddings">
      <Facts facts={facts} />
      {explainsTexts && <Reading />}
    </Panel>
  );
}

/** A text and the words recognised in it, with substitutes for unknown words. */
function Reading(): ReactElement {
  const [text, setText] = useState('');
  const read = useMutation({ mutationFn: (words: string) => api().model.explainText({ text: words }) });
  return (
    <form
      className={classes.reading}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') read.mutate(text);
      }}
    >
      <div className={classes.line}>
        <TextInput
          className={classes.grow}
          label="How does the model read this text?"
          placeholder="sourdough baking"
          maxLength={10_000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button variant="default" type="submit" disabled={text.trim() === ''} loading={read.isPending}>
          Explain
        </Button>
      </div>
      {read.error && <FailureNotice failure={toFailure(read.error)} />}
      <div role="status">
        {read.data?.length === 0 && <p className={layout.hint}>It contains no known words, so there is no vector to search with.</p>}
        {read.data && read.data.length > 0 && (
          <table className={layout.table}>
            <thead>
              <tr>
                <th scope="col">Word</th>
                <th scope="col">Stands in for</th>
                <th scope="col" className={layout.number}>
                  Weight
                </th>
              </tr>
            </thead>
            <tbody>
              {read.data.slice(0, 12).map(({ term, weight, insteadOf }) => (
                <tr key={`${term} ${insteadOf ?? ''}`}>
                  <th scope="row">{term}</th>
                  <td>{insteadOf ?? ''}</td>
                  <td className={layout.number}>{weight.toFixed(3)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </form>
  );
}
