/** Python source and reference text from an OpenAPI document. Pure: document in, text out. */

const keywords = new Set(['import', 'from', 'class', 'def', 'global', 'lambda', 'pass', 'return', 'in', 'is', 'not', 'or', 'and', 'list']);
const snake = (name) =>
  name
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
const pythonName = (name) => (keywords.has(snake(name)) && snake(name) !== 'list' ? `${snake(name)}_` : snake(name));
const className = (area) => `${area[0].toUpperCase()}${area.slice(1)}Operations`;

function resolved(document, schema) {
  if (!schema?.$ref) return schema ?? {};
  return schema.$ref
    .slice(2)
    .split('/')
    .reduce((at, key) => at[key], document);
}

/** The Python type of a JSON schema, as far as a signature needs it. */
function typeOf(document, given) {
  const schema = resolved(document, given);
  const options = schema.anyOf ?? schema.oneOf;
  if (options) {
    const types = [...new Set(options.map((option) => typeOf(document, option)))];
    const others = types.filter((type) => type !== 'None');
    const union = others.length === 1 ? others[0] : `Union[${others.join(', ')}]`;
    return others.length === 0 ? 'None' : types.includes('None') ? `Optional[${union}]` : union;
  }
  if (schema.enum) return `Literal[${schema.enum.map((value) => JSON.stringify(value)).join(', ')}]`;
  if (schema.const !== undefined) return `Literal[${JSON.stringify(schema.const)}]`;
  const simple = { string: 'str', integer: 'int', number: 'float', boolean: 'bool', null: 'None', object: 'Mapping[str, Any]' };
  if (schema.type === 'array') return `Sequence[${typeOf(document, schema.items ?? {})}]`;
  return simple[schema.type] ?? 'Any';
}

/** Every operation with its arguments, by area, in the document's order. */
function areasOf(document) {
  const areas = new Map();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const [area, name] = operation.operationId.split('.');
      const upload = operation.requestBody?.content['multipart/form-data'] !== undefined;
      const body = resolved(document, operation.requestBody?.content['application/json']?.schema);
      const isFlat = body.type === 'object' && body.properties !== undefined && !body.anyOf;
      const parameters = (operation.parameters ?? []).map((one) => ({ ...one, required: one.in === 'path' || one.required === true }));
      const named = new Set(parameters.map((parameter) => parameter.name));
      const fields = isFlat ? Object.entries(body.properties).filter(([field]) => !named.has(field)) : [];
      const required = new Set(body.required ?? []);
      const entry = {
        path,
        method: method.toUpperCase(),
        operation,
        name: pythonName(name),
        upload,
        hasBody: operation.requestBody !== undefined && !upload,
        isFlat,
        parameters,
        fields: fields.map(([field, schema]) => ({ name: field, schema, required: required.has(field) && schema.default === undefined })),
      };
      areas.set(area, [...(areas.get(area) ?? []), entry]);
    }
  }
  return [...areas].sort(([a], [b]) => (a < b ? -1 : 1));
}

function signatureOf(document, entry) {
  const positional = entry.parameters.filter((parameter) => parameter.required);
  const optional = entry.parameters.filter((parameter) => !parameter.required);
  const typed = ({ name, schema }) => `${pythonName(name)}: ${typeOf(document, schema)}`;
  const maybe = ({ name, schema }) => {
    return `${pythonName(name)}: ${typeOf(document, schema)} = OMITTED`;
  };
  const parts = ['self', ...positional.map(typed)];
  if (entry.upload) return [...parts, 'name: str', 'content: bytes'];
  if (entry.hasBody && !entry.isFlat) parts.push('body: Mapping[str, Any]');
  const named = [
    ...entry.fields.filter(({ required }) => required).map(typed),
    ...optional.map(maybe),
    ...entry.fields.filter(({ required }) => !required).map(maybe),
  ];
  return named.length > 0 ? [...parts, '*', ...named] : parts;
}

function callOf(entry) {
  const inPath = new Set(entry.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name));
  const path = entry.path.replace(/\{(\w+)\}/g, (_, name) => `{path_part(${pythonName(name)})}`);
  const pathText = path.includes('{') ? `f"${path}"` : `"${path}"`;
  if (entry.upload) return `self._transport.upload(${pathText}, name, content)`;
  const mapping = (items) => `_given({${items.map(({ name }) => `"${name}": ${pythonName(name)}`).join(', ')}})`;
  const args = [`"${entry.method}"`, pathText];
  const query = entry.parameters.filter(({ name }) => !inPath.has(name));
  if (query.length > 0) args.push(`query=${mapping(query)}`);
  if (entry.hasBody) args.push(`body=${entry.isFlat ? mapping(entry.fields) : 'body'}`);
  return `self._transport.call(${args.join(', ')})`;
}

const sentence = ({ operation, method, path }) =>
  (operation.summary ?? operation.description ?? `${method} ${path}`).replace(/\s+/g, ' ').trim();

function methodText(document, entry) {
  const signature = signatureOf(document, entry);
  const isVoid = Object.keys(entry.operation.responses).includes('204');
  const described = entry.fields.filter(({ schema }) => resolved(document, schema).description);
  const lines = [`    def ${entry.name}(`, ...signature.map((part) => `        ${part},`), `    ) -> ${isVoid ? 'None' : 'Any'}:`];
  const first = `${sentence(entry)}${/[.!?]$/.test(sentence(entry)) ? '' : '.'}`;
  lines.push(`        """${first}`, '', `        \`\`${entry.method} ${entry.path}\`\``);
  if (described.length > 0) lines.push('');
  for (const { name, schema } of described)
    lines.push(`        - ${pythonName(name)}: ${resolved(document, schema).description.replace(/\s+/g, ' ')}`);
  lines.push('        """', `        ${isVoid ? '' : 'return '}${callOf(entry)}`, '');
  return lines.join('\n');
}

export function pythonOperations(document) {
  const areas = areasOf(document);
  const classes = areas.map(([area, entries]) =>
    [
      '',
      `class ${className(area)}:`,
      '    def __init__(self, transport: Transport) -> None:',
      '        self._transport = transport',
      '',
      ...entries.map((entry) => methodText(document, entry)),
    ].join('\n'),
  );
  return [
    '"""Every REST operation, generated from the OpenAPI document by scripts/write-python-client.mjs. Do not edit."""',
    '',
    'from __future__ import annotations',
    '',
    'from typing import Any, Dict, Literal, Mapping, Optional, Sequence, Union',
    '',
    'from ._transport import Transport, path_part',
    '',
    '__all__ = ["OMITTED", "Operations"]',
    '',
    'OMITTED: Any = object()',
    '"""An argument that is not sent, so that the service takes its default. ``None`` is sent as null."""',
    '',
    '',
    'def _given(values: Dict[str, Any]) -> Dict[str, Any]:',
    '    return {name: value for name, value in values.items() if value is not OMITTED}',
    '',
    ...classes,
    '',
    'class Operations:',
    '    """All operations by area, such as ``operations.dataset.summary()``."""',
    '',
    '    def __init__(self, transport: Transport) -> None:',
    ...areas.map(([area]) => `        self.${pythonName(area)} = ${className(area)}(transport)`),
    '',
  ].join('\n');
}

export function pythonReference(document) {
  const lines = [
    '# Operations of the Python client',
    '',
    'Generated from the OpenAPI document by `npm run python-client`. `lab` is a `ranklab.Workspace`.',
    '',
  ];
  for (const [area, entries] of areasOf(document)) {
    lines.push(`## ${entries[0].operation.tags?.[0] ?? area}`, '');
    for (const entry of entries) {
      const args = signatureOf(document, entry)
        .filter((part) => part !== 'self' && part !== '*')
        .map((part) => part.split(':')[0]);
      lines.push(
        `- \`lab.operations.${pythonName(area)}.${entry.name}(${args.join(', ')})\`: ${sentence(entry)} (\`${entry.method} ${entry.path}\`)`,
      );
    }
    lines.push('');
  }
  return lines.join('\n');
}
