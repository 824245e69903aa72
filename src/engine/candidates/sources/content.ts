import { noParams } from '../../core/registry';
import type { TrainingView } from '../../model/training-view';
import { ContentVectors } from '../content-vectors';
import { silentSource, type CandidateSource } from '../port';
import { VectorRetriever } from '../vector-retriever';

/** Nearest content to the mean of the user's videos, to the query, or to the seed video. */
export const content: CandidateSource = {
  id: 'content',
  label: 'Similar content',
  description: 'Videos whose text is closest to what the user watched, to the query, or to the seed video',
  params: noParams,
  needs: ['embeddings'],
  async prepare(view) {
    if (!hasEmbeddings(view)) return silentSource;
    const vectors = new ContentVectors(view);
    const retriever = new VectorRetriever(vectors.vectors, vectors.dimensions, view.knownItems, view.contentIndex);
    return {
      async retrieve(requests, limit, context) {
        const queries = await Promise.all(
          requests.map(async (request) => ({ vector: await vectors.query(request), exclude: request.exclude })),
        );
        return retriever.retrieve(queries, limit, context);
      },
    };
  },
};

export const hasEmbeddings = (view: TrainingView): view is TrainingView & { embeddings: NonNullable<TrainingView['embeddings']> } =>
  view.embeddings !== undefined;
