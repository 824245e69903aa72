/** A vector as numbers, or as base64 of little-endian float32, which some servers send whatever was asked for; undefined for anything else. */
export function decodeVector(embedding: unknown): ArrayLike<number> | undefined {
  if (Array.isArray(embedding)) return embedding as ArrayLike<number>;
  if (typeof embedding !== 'string' || !/^[A-Za-z0-9+/_-]+=*$/.test(embedding)) return undefined;
  const bytes = Buffer.from(embedding, 'base64');
  if (bytes.length === 0 || bytes.length % 4 !== 0) return undefined;
  return Float32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(4 * at));
}
