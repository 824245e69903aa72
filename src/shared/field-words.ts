const words: Readonly<Record<string, string>> = { published_at: 'publication date' };

/** A field of a table as people call it; other fields and columns of files have their own names. */
export const fieldWords = (name: string): string => (Object.hasOwn(words, name) ? words[name] : undefined) ?? name;
