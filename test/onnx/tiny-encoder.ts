import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Field numbers of onnx.proto3, version 1.16: only what one Gather needs. */
const bytesField = (field: number, bytes: Buffer): Buffer => Buffer.concat([varint((field << 3) | 2), varint(bytes.length), bytes]);
const textField = (field: number, text: string): Buffer => bytesField(field, Buffer.from(text));
const numberField = (field: number, value: number): Buffer => Buffer.concat([varint(field << 3), varint(value)]);
const message = (...fields: Buffer[]): Buffer => Buffer.concat(fields);

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return Buffer.from([...bytes, value]);
}

const float = 1;
const int64 = 7;
/** A number, or the name of a dimension that differs from call to call. */
const dimension = (size: number | string): Buffer => bytesField(1, typeof size === 'number' ? numberField(1, size) : textField(2, size));
const valueInfo = (name: string, type: number, shape: readonly (number | string)[]): Buffer =>
  message(textField(1, name), bytesField(2, bytesField(1, message(numberField(1, type), bytesField(2, message(...shape.map(dimension)))))));

/** A sentence encoder of one operator: each token's vector is its row of `table` (tokens × dimensions, row-major). */
function tinyModel(table: Float32Array, dimensions: number): Buffer {
  const weights = message(
    numberField(1, table.length / dimensions),
    numberField(1, dimensions),
    numberField(2, float),
    textField(8, 'table'),
    bytesField(9, Buffer.from(table.buffer, table.byteOffset, table.byteLength)),
  );
  const gather = message(textField(1, 'table'), textField(1, 'input_ids'), textField(2, 'last_hidden_state'), textField(4, 'Gather'));
  const graph = message(
    bytesField(1, gather),
    textField(2, 'tiny'),
    bytesField(5, weights),
    ...['input_ids', 'attention_mask'].map((name) => bytesField(11, valueInfo(name, int64, ['batch', 'tokens']))),
    bytesField(12, valueInfo('last_hidden_state', float, ['batch', 'tokens', dimensions])),
  );
  return message(numberField(1, 8), textField(2, 'ranklab-test'), bytesField(7, graph), bytesField(8, numberField(2, 13)));
}

const specials = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'];

export interface TinyEncoder {
  readonly dimensions: number;
  readonly vocabulary: readonly string[];
  /** The row of a token. */
  row(token: string): Float32Array;
}

/**
 * Writes a folder as exporters for transformers.js do: `onnx/model.onnx`, `tokenizer.json` and the configurations. Words of `words` are tokens, all
 * others [UNK]; texts are put between [CLS] and [SEP].
 */
export function writeTinyEncoder(folder: string, words: readonly string[], dimensions = 4, seed = 1): TinyEncoder {
  const vocabulary = [...specials, ...words];
  const table = Float32Array.from({ length: vocabulary.length * dimensions }, (_, i) => Math.sin(seed * (i + 1) * 1.7));
  const write = (name: string, content: Buffer | object): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), Buffer.isBuffer(content) ? content : JSON.stringify(content));
  };
  const id = (token: string): number => vocabulary.indexOf(token);
  write('onnx/model.onnx', tinyModel(table, dimensions));
  write('config.json', { model_type: 'bert', hidden_size: dimensions, max_position_embeddings: 32 });
  write('tokenizer_config.json', { model_max_length: 32, pad_token: '[PAD]', unk_token: '[UNK]', cls_token: '[CLS]', sep_token: '[SEP]' });
  write('tokenizer.json', {
    version: '1.0',
    added_tokens: specials.map((content) => ({ id: id(content), content, special: true, normalized: false })),
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '[CLS]', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
      ],
      pair: [],
      special_tokens: Object.fromEntries(['[CLS]', '[SEP]'].map((token) => [token, { id: token, ids: [id(token)], tokens: [token] }])),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((token, at) => [token, at])),
    },
  });
  return { dimensions, vocabulary, row: (token) => table.subarray(id(token) * dimensions, (id(token) + 1) * dimensions) };
}
