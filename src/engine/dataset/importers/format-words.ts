import { conditionText } from '#shared/conditions';
import { numberLabels } from './formats/numbers';
import { timeFormat } from './formats/times';
import type { FileSpec } from './plan';
import { rowShape } from './shapes/registry';

const delimiterNames: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
  '::': 'two colons',
  ' ': 'blank',
  '\u0001': 'control character 1',
};

/** How a file is read, in words: `semicolon, windows-1252, with a header, times: seconds since 1970, decimal comma`. */
export function describeFormat({ format, shape, mapping, timestampUnit, numbers, written, where }: FileSpec): string {
  const { syntax, delimiter, encoding, hasHeader, quotes } = format;
  const isTimed = mapping['timestamp'] !== undefined || mapping['publishedAt'] !== undefined;
  return [
    syntax === 'json' ? 'JSON objects' : (delimiterNames[delimiter] ?? `delimiter ${JSON.stringify(delimiter)}`),
    encoding,
    ...(syntax === 'json' ? [] : [hasHeader ? 'with a header' : 'no header']),
    ...(quotes === 'double' ? [] : [quotes === 'none' ? 'no quoting' : 'backslash before quotes']),
    ...(shape ? [rowShape(shape.id)?.label ?? shape.id] : []),
    ...(isTimed && shape?.id !== 'sequences' ? [`times: ${timeFormat(timestampUnit).label}`] : []),
    ...(numbers === 'point' || written ? [] : [`numbers as ${numberLabels[numbers]}`]),
    ...where.map((condition) => `only ${conditionText(condition)}`),
  ].join(', ');
}
