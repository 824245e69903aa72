import { z } from 'zod';
import type { ForeignRun } from '#engine/model/foreign-run';
import { runContentsSchema, runProvenanceSchema } from '#shared/schemas/foreign-run';
import type { ArtifactArray } from '../storage/files/artifact-format';
import type { Artifact } from '../storage/files/artifact-reader';
import type { ArtifactToWrite } from '../storage/files/artifact-store';

const detailsSchema = runContentsSchema.extend({
  provenance: runProvenanceSchema,
  /** Which column is what, where the file did not use a usual name. */
  map: z.record(z.string(), z.string()),
});
type RunDetails = z.infer<typeof detailsSchema>;

export const readRunDetails = (details: unknown): RunDetails => detailsSchema.parse(details);

const scope = 'runs';
/** A scope and 64 digits: two parts, as names of artifacts have. */
export const runArtifactName = (sha256: string): string => `${scope}/${sha256}`;
export const runScope = scope;

const pack = (texts: readonly string[]): Uint8Array => Buffer.from(JSON.stringify(texts));
const unpack = (bytes: ArtifactArray | undefined): string[] =>
  z.array(z.string()).parse(JSON.parse(Buffer.from((bytes ?? new Uint8Array(0)) as Uint8Array).toString('utf8')));

/** A run as an artifact: one array per column. */
export function runArtifact(run: ForeignRun, map: Readonly<Record<string, string>>): ArtifactToWrite {
  const { sha256, file, format, importedAtMs, knownAt, scores, ranks } = run;
  const columns = Object.keys(run.columns);
  const details: RunDetails = {
    provenance: { sha256, file, format, importedAtMs, knownAt },
    rows: run.userCodes.length,
    users: run.users.length,
    items: run.items.length,
    hasScore: scores !== undefined,
    hasRank: ranks !== undefined,
    columns,
    textColumns: [...run.textColumns],
    map: { ...map },
  };
  return {
    name: runArtifactName(sha256),
    header: { kind: 'foreign-run', inputs: { file: sha256 }, details },
    arrays: {
      users: pack(run.users),
      items: pack(run.items),
      'user-codes': run.userCodes,
      'item-codes': run.itemCodes,
      ...(scores && { scores }),
      ...(ranks && { ranks }),
      ...Object.fromEntries(columns.map((name, c) => [`column-${c}`, run.columns[name] as Float64Array])),
    },
  };
}

export function runFromArtifact({ header, arrays }: Artifact): ForeignRun {
  const details = readRunDetails(header.details);
  return {
    ...details.provenance,
    users: unpack(arrays.users),
    items: unpack(arrays.items),
    userCodes: arrays['user-codes'] as Int32Array,
    itemCodes: arrays['item-codes'] as Int32Array,
    scores: arrays.scores as Float64Array | undefined,
    ranks: arrays.ranks as Float64Array | undefined,
    columns: Object.fromEntries(details.columns.map((name, c) => [name, arrays[`column-${c}`] as Float64Array])),
    textColumns: details.textColumns,
  };
}
