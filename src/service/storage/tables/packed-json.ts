import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';

const prefix = 'gzip:';

/** Compressed JSON as text: about a quarter of the size for an experiment's numbers. */
export async function packJson(value: unknown): Promise<string> {
  return prefix + (await promisify(gzip)(JSON.stringify(value))).toString('base64');
}

/** Reads output of `packJson`, or plain JSON of earlier versions. */
export const unpackJson = (text: string): unknown =>
  JSON.parse(text.startsWith(prefix) ? gunzipSync(Buffer.from(text.slice(prefix.length), 'base64')).toString('utf8') : text);
