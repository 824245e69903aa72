import type { AnnAttachment, AnnMetric } from '#engine/ann/port';
import { throwIfCancelled } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import type { AttachmentReport } from '#shared/schemas/index-engine';
import type { AnnSelection } from '../ann/ann-selection';
import type { Models } from './models';

/** The attached tables and collections of the configured engines beside the serving vectors of a workspace. @throws NOT_BUILT, UNAVAILABLE, CANCELLED */
export async function checkAttachments(models: Models, ann: AnnSelection, context: TaskContext = {}): Promise<AttachmentReport[]> {
  const { embeddings, factors, videoIds } = await models.servingVectors();
  const { index } = await models.settings();
  const attachmentOf = (which: AnnAttachment['which'], vectors: Float32Array, dimensions: number, metric: AnnMetric): AnnAttachment => ({
    which,
    ids: videoIds,
    vectors,
    settings: { dimensions, metric: index.metric ?? metric, type: 'Flat' },
  });
  const attachments = [
    ...(embeddings ? [attachmentOf('content', embeddings.vectors, embeddings.dimensions, 'cosine')] : []),
    attachmentOf('factors', factors.itemFactors, factors.factorCount, 'inner-product'),
  ];
  const reports: AttachmentReport[] = [];
  for (const backend of ann.list().filter((one) => one.checkAttachment !== undefined)) {
    if (backend.unavailableBecause() !== undefined) continue;
    await ann.reach(backend, context);
    for (const attachment of attachments) {
      throwIfCancelled(context);
      const report = await backend.checkAttachment?.(attachment, context);
      if (report) reports.push(report);
    }
  }
  return reports;
}
