import { InvalidArgumentError } from 'commander';

/** Parts of a factory string that need another part after a comma: "IVF256,Flat" is one type. */
const needsMore = /^(IVF\d+(_HNSW\d*|\([^()]*\))?|IMI2x\d+|(O?PQ\d+(_\d+)?|PCA[WR]*\d+|RR\d*|ITQ\d*|L2[nN]orm|Pad\d+))$/;
const isCompleteType = /^PQ\d+$/;
/** A suffix of a complete type: the refinement of its results. */
const continues = /^(RFlat|Refine\(.+\))$/;

/** `Flat,HNSW32,IVF256,Flat` → three types: a coarse quantizer or a transform includes the next part. */
export function indexTypes(text: string): string[] {
  const types: string[] = [];
  let open = '';
  for (const part of text.split(',').map((piece) => piece.trim())) {
    if (part === '') throw new InvalidArgumentError(`an index type is missing in “${text}”`);
    const before = continues.test(part) && open === '' ? (types.pop() ?? '') : open;
    const whole = before === '' ? part : `${before},${part}`;
    if (needsMore.test(part) && !isCompleteType.test(part)) open = whole;
    else {
      types.push(whole);
      open = '';
    }
  }
  if (open !== '')
    throw new InvalidArgumentError(`“${open}” is not a complete index type: something must follow the comma, as in ${open},Flat`);
  return types;
}

/** Collects `--param efConstruction=200 --param nprobe=16`. */
export function indexParameter(text: string, collected: Readonly<Record<string, number>>): Record<string, number> {
  const [name = '', value = ''] = text.split('=', 2);
  if (!/^\w+$/.test(name) || value.trim() === '' || !Number.isFinite(Number(value)))
    throw new InvalidArgumentError(`expected name=number, such as efConstruction=200, not “${text}”`);
  return { ...collected, [name]: Number(value) };
}
