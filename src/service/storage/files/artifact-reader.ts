import type { OpenFile } from './file-operations';
import {
  aligned,
  byteLengthOf,
  dataStart,
  digestLength,
  fileHeaderSchema,
  formatVersion,
  magic,
  maximumHeaderLength,
  preambleLength,
  sha256,
  viewArray,
  type ArtifactArray,
  type ArtifactHeader,
  type FileHeader,
} from './artifact-format';

export interface Artifact {
  readonly header: ArtifactHeader;
  readonly arrays: Readonly<Record<string, ArtifactArray>>;
}

/** The defect of the file; the store adds its name and the remedy. */
export class DamagedArtifact extends Error {}

/** Reads and checks every byte. @throws DamagedArtifact */
export async function decodeArtifact(file: OpenFile, shared: boolean): Promise<Artifact> {
  const { header, start } = await readHeader(file);
  const arrays: [string, ArtifactArray][] = [];
  let end = start;
  for (const entry of header.arrays) {
    const length = byteLengthOf(entry);
    if (start + entry.offset !== end) throw new DamagedArtifact(`array ${entry.name} is not where it should be`);
    end = start + aligned(entry.offset + length);
  }
  const size = await file.size();
  if (size !== end) throw new DamagedArtifact(`it has ${size} bytes where ${end} are expected`);
  for (const entry of header.arrays) {
    const length = byteLengthOf(entry);
    const stored = aligned(entry.offset + length) - entry.offset;
    // The padding is checked with the array: a changed byte there also means a failing disk.
    const buffer = shared ? new SharedArrayBuffer(stored) : new ArrayBuffer(stored);
    const bytes = new Uint8Array(buffer);
    await readFully(file, bytes, start + entry.offset);
    const intact = sha256(bytes.subarray(0, length)).toString('hex') === entry.sha256 && bytes.subarray(length).every((byte) => byte === 0);
    if (!intact) throw new DamagedArtifact(`array ${entry.name} does not match its checksum`);
    arrays.push([entry.name, viewArray(entry, buffer)]);
  }
  return { header: header.header, arrays: Object.fromEntries(arrays) };
}

/** The header alone: cheap, for lists and freshness checks. @throws DamagedArtifact */
export async function readHeader(file: OpenFile): Promise<{ header: FileHeader; start: number }> {
  const preamble = Buffer.alloc(preambleLength);
  await readFully(file, preamble, 0);
  if (!preamble.subarray(0, magic.length).equals(magic))
    throw new DamagedArtifact('it does not begin with the header of a RankLab artifact');
  const version = preamble.readUInt32LE(magic.length);
  if (version !== formatVersion) throw new DamagedArtifact(`its format is ${version}, this RankLab reads ${formatVersion}`);
  const length = preamble.readUInt32LE(magic.length + 4);
  if (length > maximumHeaderLength) throw new DamagedArtifact('its header is too long');
  const start = dataStart(length);
  const rest = Buffer.alloc(start - preambleLength);
  await readFully(file, rest, preambleLength);
  const json = rest.subarray(0, length);
  const digest = rest.subarray(length, length + digestLength);
  const padding = rest.subarray(length + digestLength);
  if (!sha256(Buffer.concat([preamble, json])).equals(digest) || padding.some((byte) => byte !== 0)) {
    throw new DamagedArtifact('its header does not match its checksum');
  }
  const parsed = fileHeaderSchema.safeParse(JSON.parse(json.toString('utf8')));
  if (!parsed.success) throw new DamagedArtifact('its header is incomplete');
  return { header: parsed.data, start };
}

async function readFully(file: OpenFile, target: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < target.length;) {
    const read = await file.read(target.subarray(done), position + done);
    if (read === 0) throw new DamagedArtifact('it ends too early');
    done += read;
  }
}
