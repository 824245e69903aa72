/** Character trigrams of a word with its boundaries marked: "cat" → "<ca", "cat", "at>". */
function trigrams(word: string): Set<string> {
  const marked = `<${word}>`;
  const grams = new Set<string>();
  for (let i = 0; i + 3 <= marked.length; i++) grams.add(marked.slice(i, i + 3));
  return grams;
}

/**
 * Finds known words similar to an unknown one: typing errors, inflections, compounds. Similarity is Dice's coefficient of character trigrams.
 */
export class SubwordIndex {
  readonly #words: readonly string[];
  readonly #gramCounts: Int32Array;
  readonly #postings = new Map<string, number[]>();

  constructor(words: readonly string[]) {
    this.#words = words;
    this.#gramCounts = new Int32Array(words.length);
    words.forEach((word, w) => {
      const grams = trigrams(word);
      this.#gramCounts[w] = grams.size;
      for (const gram of grams) {
        const posting = this.#postings.get(gram);
        if (posting) posting.push(w);
        else this.#postings.set(gram, [w]);
      }
    });
  }

  /** Up to `limit` word numbers with similarity ≥ `threshold` in (0, 1], most similar first, ties by number. */
  similar(word: string, limit = 5, threshold = 0.4): { readonly word: number; readonly similarity: number }[] {
    const grams = trigrams(word);
    const shared = new Map<number, number>();
    for (const gram of grams) for (const w of this.#postings.get(gram) ?? []) shared.set(w, (shared.get(w) ?? 0) + 1);
    return Array.from(shared, ([w, count]) => ({ word: w, similarity: (2 * count) / (grams.size + this.#gramCounts[w]) }))
      .filter(({ similarity }) => similarity >= threshold)
      .sort((a, b) => b.similarity - a.similarity || a.word - b.word)
      .slice(0, limit);
  }

  wordAt(index: number): string {
    return this.#words[index];
  }
}
