import type { LabDocument } from '../../../logic/lab-document';
import { letterOf } from '../../../logic/lab-document';
import { labPlaceText } from '../../../logic/lab-notes';
import { relevanceText, splitText } from '#shared/test-part-text';
import { diffVariants, type LabelOf } from '../../../logic/variant-diff';

function describeNote(before: LabDocument, after: LabDocument): string {
  const written = after.numberNotes.find((note) => !before.numberNotes.includes(note));
  if (written) return `Note on ${labPlaceText(after, written.place)}`;
  const removed = before.numberNotes.find((note) => !after.numberNotes.some(({ id }) => id === note.id));
  return removed ? `Removed the note on ${labPlaceText(before, removed.place)}` : 'No change';
}

/** One line for the history, such as `Freshness .20 → .27 in B`. */
export function describeChange(before: LabDocument | undefined, after: LabDocument, labelOf: LabelOf): string {
  if (!before) return 'Start';
  const added = after.variants.find(({ key }) => !before.variants.some((entry) => entry.key === key));
  if (added) return `Added ${letterOf(after.variants.indexOf(added))} · ${added.variant.name}`;
  const removed = before.variants.findIndex(({ key }) => !after.variants.some((entry) => entry.key === key));
  if (removed >= 0) return `Removed ${letterOf(removed)} · ${before.variants[removed]?.variant.name ?? ''}`;
  if (before.variants[0]?.key !== after.variants[0]?.key) return `Baseline: ${after.variants[0]?.variant.name ?? ''}`;
  for (const [index, { key, variant }] of after.variants.entries()) {
    const old = before.variants.find((entry) => entry.key === key)?.variant;
    if (!old || old === variant) continue;
    const where = ` in ${letterOf(index)}`;
    const [first, ...more] = diffVariants(old, variant, labelOf);
    if (first) return `${first.label} ${first.before} → ${first.after}${more.length > 0 ? ` and ${more.length} more` : ''}${where}`;
    if (old.name !== variant.name) return `Renamed ${letterOf(index)} to ${variant.name}`;
    if (old.notes !== variant.notes) return `Notes of ${letterOf(index)}`;
  }
  if (before.k !== after.k) return `k ${before.k} → ${after.k}`;
  if (before.metrics.join() !== after.metrics.join()) return `Metrics: ${after.metrics.join(', ')}`;
  if (JSON.stringify(before.split) !== JSON.stringify(after.split)) return `Split: ${splitText(after.split)}`;
  if (JSON.stringify(before.relevance) !== JSON.stringify(after.relevance)) return `Relevant: ${relevanceText(after.relevance)}`;
  if (before.numberNotes !== after.numberNotes) return describeNote(before, after);
  return before.seed === after.seed ? 'No change' : `Seed ${before.seed} → ${after.seed}`;
}
