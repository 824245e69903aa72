import { z } from 'zod';
import type { VectorFile, VectorKey } from '#engine/embeddings/port';
import { storedVectorsSchema, vectorColumnsSchema, type StoredVectors, type VectorColumnNames } from '#shared/schemas/vector-file';
import type { Artifact } from '../storage/files/artifact-reader';
import type { ArtifactToWrite } from '../storage/files/artifact-store';

const detailsSchema = z.object({
  stored: storedVectorsSchema,
  columns: vectorColumnsSchema,
  says: z.array(z.enum(['video', 'row', 'other'])),
  hasNames: z.boolean(),
});

export const vectorScope = 'vectors';
/** A scope and 64 digits: two parts, as names of artifacts have. */
export const vectorArtifactName = (sha256: string): string => `${vectorScope}/${sha256}`;

export function readVectorDetails(details: unknown): { readonly stored: StoredVectors; readonly columns: VectorColumnNames } {
  return detailsSchema.parse(details);
}

const pack = (texts: readonly string[]): Uint8Array => Buffer.from(JSON.stringify(texts));
const unpack = (bytes: unknown): string[] => z.array(z.string()).parse(JSON.parse(Buffer.from(bytes as Uint8Array).toString('utf8')));

/** A file of vectors as an artifact: the matrix, and one array of texts per column that may hold ids. */
export function vectorArtifact(stored: StoredVectors, columns: VectorColumnNames, { keys, names, vectors }: VectorFile): ArtifactToWrite {
  return {
    name: vectorArtifactName(stored.sha256),
    header: {
      kind: 'foreign-vectors',
      dimensions: stored.dimensions,
      inputs: { file: stored.sha256 },
      details: { stored, columns, says: keys.map(({ says }) => says), hasNames: names !== undefined },
    },
    arrays: {
      vectors,
      ...(names && { names: pack(names) }),
      ...Object.fromEntries(keys.map(({ cells }, k) => [`key-${k}`, pack(cells)])),
    },
  };
}

/** The stored file as it was read. */
export function vectorsFromArtifact({ header, arrays }: Artifact): {
  readonly stored: StoredVectors;
  readonly columns: VectorColumnNames;
  readonly content: VectorFile;
} {
  const { stored, columns, says, hasNames } = detailsSchema.parse(header.details);
  const keys = stored.idColumns.map((name, k): VectorKey => ({ name, says: says[k] ?? 'other', cells: unpack(arrays[`key-${k}`]) }));
  return {
    stored,
    columns,
    content: {
      keys,
      dimensions: stored.dimensions,
      vectors: arrays['vectors'] as Float32Array,
      ...(hasNames && { names: unpack(arrays['names']) }),
      notes: [],
    },
  };
}
