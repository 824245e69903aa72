/**
 * Numbers byte strings in order of first appearance, like a vocabulary, without a JavaScript string per cell: bytes are hashed and compared in place.
 */
export class ByteTable {
  #slots = new Int32Array(1 << 12).fill(-1);
  #hashes = new Int32Array(1 << 11);
  #ends = new Int32Array(1 << 11);
  #arena = Buffer.alloc(1 << 16);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The code of bytes[start, end), or −1 when it has none. */
  find(bytes: Uint8Array, start: number, end: number): number {
    return this.#slots[this.#slotOf(bytes, start, end, hashOf(bytes, start, end))] ?? -1;
  }

  /** The code of bytes[start, end), a new one (the size before) when it was not known. */
  add(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashOf(bytes, start, end);
    const slot = this.#slotOf(bytes, start, end, hash);
    const known = this.#slots[slot] ?? -1;
    if (known >= 0) return known;
    const code = this.#size++;
    this.#store(code, hash, bytes, start, end);
    this.#slots[slot] = code;
    if (this.#size * 2 > this.#slots.length) this.#grow();
    return code;
  }

  addText(text: string): number {
    const bytes = Buffer.from(text);
    return this.add(bytes, 0, bytes.length);
  }

  textOf(code: number): string {
    return this.#arena.toString('utf8', this.#startOf(code), this.#ends[code]);
  }

  texts(): string[] {
    const texts = new Array<string>(this.#size);
    for (let code = 0; code < this.#size; code++) texts[code] = this.textOf(code);
    return texts;
  }

  #startOf(code: number): number {
    return code === 0 ? 0 : (this.#ends[code - 1] ?? 0);
  }

  #slotOf(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = this.#slots[slot] as number;
      if (code < 0 || (this.#hashes[code] === hash && this.#equals(code, bytes, start, end))) return slot;
    }
  }

  #equals(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#startOf(code);
    if ((this.#ends[code] as number) - from !== end - start) return false;
    for (let i = start, j = from; i < end; i++, j++) if (bytes[i] !== this.#arena[j]) return false;
    return true;
  }

  #store(code: number, hash: number, bytes: Uint8Array, start: number, end: number): void {
    if (code >= this.#ends.length) {
      this.#ends = grown(this.#ends);
      this.#hashes = grown(this.#hashes);
    }
    const from = this.#startOf(code);
    const to = from + end - start;
    if (to > this.#arena.length) {
      const larger = Buffer.alloc(Math.max(to, this.#arena.length * 2));
      larger.set(this.#arena);
      this.#arena = larger;
    }
    this.#arena.set(bytes.subarray(start, end), from);
    this.#ends[code] = to;
    this.#hashes[code] = hash;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = this.#slots.length - 1;
    for (let code = 0; code < this.#size; code++) {
      let slot = (this.#hashes[code] as number) & mask;
      while ((this.#slots[slot] as number) >= 0) slot = (slot + 1) & mask;
      this.#slots[slot] = code;
    }
  }
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** FNV-1a with a final mix, 32 bits. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
