/**
 * Checks a value against the report's JSON schema, so that no rendering meets a shape it does not know. Only the
 * keywords that the generator uses; words of closed lists are taken whatever they are, as a newer v1 may have more.
 */
import reportSchema from '../../../schema/report.v1.json' with { type: 'json' };
import { isRecord } from './record.ts';

interface Schema {
  $ref?: string;
  const?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly Schema[];
  type?: string | readonly string[];
  properties?: Record<string, Schema>;
  required?: readonly string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
}

const ROOT: Schema = reportSchema;
const DEFINITIONS: Record<string, Schema> = reportSchema.definitions;

/** What is wrong, and where: "findings[0].culprit.pid should be an integer"; null when nothing is. */
export function nonConformity(value: unknown): string | null {
  return check(value, ROOT, '');
}

function check(value: unknown, schema: Schema, path: string): string | null {
  if (schema.$ref !== undefined) return check(value, definition(schema.$ref), path);
  if (schema.anyOf !== undefined) return checkAny(value, schema.anyOf, path);
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) {
    return `${path || 'it'} should be ${types.map(article).join(' or ')}`;
  }
  if (Array.isArray(value)) return checkItems(value, schema, path);
  return isRecord(value) ? checkFields(value, schema, path) : null;
}

function definition(ref: string): Schema {
  const found = DEFINITIONS[ref.slice('#/definitions/'.length)];
  if (found === undefined) throw new Error(`schema/report.v1.json has no ${ref}`);
  return found;
}

/** The flaw of the alternative that is not null is the one that says something. */
function checkAny(value: unknown, schemas: readonly Schema[], path: string): string | null {
  let first: string | null = null;
  for (const schema of schemas) {
    const flaw = check(value, schema, path);
    if (flaw === null) return null;
    first ??= flaw;
  }
  return first;
}

function checkItems(list: readonly unknown[], { items }: Schema, path: string): string | null {
  if (items === undefined) return null;
  for (const [index, item] of list.entries()) {
    const flaw = check(item, items, `${path}[${index}]`);
    if (flaw !== null) return flaw;
  }
  return null;
}

function checkFields(record: Record<string, unknown>, schema: Schema, path: string): string | null {
  const prefix = path === '' ? '' : `${path}.`;
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(record, name)) return `${prefix}${name} is missing`;
  }
  const { properties = {}, additionalProperties } = schema;
  for (const [name, value] of Object.entries(record)) {
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const others = typeof additionalProperties === 'object' ? additionalProperties : undefined;
    const field = known ?? others;
    const flaw = field === undefined ? null : check(value, field, `${prefix}${name}`);
    if (flaw !== null) return flaw;
  }
  return null;
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'object':
      return isRecord(value);
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    case 'integer':
      return Number.isSafeInteger(value);
    default:
      // string, number and boolean are words of both languages
      return typeof value === type;
  }
}

function article(type: string): string {
  if (type === 'null') return 'null';
  return `${/^[aio]/.test(type) ? 'an' : 'a'} ${type}`;
}
