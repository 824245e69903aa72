/** The slots of a sentence: three terms of the topic, the topic, the audience, the place, and a second topic with a term. */
interface Slots {
  readonly a: string;
  readonly b: string;
  readonly c: string;
  readonly topic: string;
  readonly audience: string;
  readonly setting: string;
  readonly other: string;
  readonly otherTerm: string;
}

export type Template = (slots: Slots) => string;

/** Compiles `How {a} needs {b}` once; writing a million videos then only concatenates strings. */
export function template(text: string): Template {
  const pieces = text.split(/\{(\w+)\}/);
  const names = pieces.filter((_, i) => i % 2 === 1) as (keyof Slots)[];
  const literals = pieces.filter((_, i) => i % 2 === 0);
  return (slots) => {
    let result = literals[0];
    for (let i = 0; i < names.length; i++) result += slots[names[i]] + literals[i + 1];
    return result;
  };
}
