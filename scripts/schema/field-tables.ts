/** The schema as tables for people: one for the report, one for each shape inside it, in order of appearance. */
import type { Schema } from 'ts-json-schema-generator';

type Definitions = Record<string, Schema>;

export function fieldTables(schema: Schema): string {
  const definitions = (schema.definitions ?? {}) as Definitions;
  const lines = table('Report', schema);
  const queue = references(schema);
  const seen = new Set<string>();
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const definition = definitions[name];
    if (seen.has(name) || definition === undefined) continue;
    seen.add(name);
    lines.push(...(definition.properties === undefined ? words(name, definition) : table(name, definition)));
    queue.push(...references(definition));
  }
  return lines.join('\n');
}

function table(name: string, schema: Schema): string[] {
  return [
    `### ${name}`,
    '',
    ...(schema.description === undefined ? [] : [plain(schema.description), '']),
    '| field | type | meaning |',
    '|---|---|---|',
    ...Object.entries(schema.properties ?? {}).map(([field, value]) => {
      const shape = value as Schema;
      const optional = schema.required?.includes(field) === true ? '' : ' (optional)';
      return `| \`${field}\`${optional} | ${typeOf(shape)} | ${plain(shape.description ?? '')} |`;
    }),
    '',
  ];
}

/** A closed list of words. */
function words(name: string, schema: Schema): string[] {
  const values = (schema.enum ?? []).map((value) => `\`${value}\``).join(', ');
  const meaning = schema.description === undefined ? '' : `${plain(schema.description)} `;
  return [`### ${name}`, '', `${meaning}One of ${values}.`, ''];
}

function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return reference(schema.$ref);
  if (schema.const !== undefined) return `\`"${schema.const}"\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.anyOf !== undefined) return schema.anyOf.map((part) => typeOf(part as Schema)).join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items as Schema)}`;
  if (schema.type === 'object' && schema.properties !== undefined) {
    return `{ ${Object.entries(schema.properties)
      .map(([field, value]) => `${field}: ${typeOf(value as Schema)}`)
      .join(', ')} }`;
  }
  return Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'anything');
}

function reference(ref: string): string {
  const name = nameIn(ref);
  return `[${name}](#${name.toLowerCase()})`;
}

function nameIn(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}

/** Names of the shapes a schema refers to, in order. */
function references(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key === 'definitions') return [];
    return key === '$ref' && typeof value === 'string' ? [nameIn(value)] : references(value);
  });
}

function plain(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim();
}
