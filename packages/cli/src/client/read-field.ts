import { SdkError } from '@touchmark/sdk';
import { isJsonObject, type JsonObject } from '../files/json-object.ts';

function wrong(name: string): SdkError {
  return new SdkError(
    'SDK_RESPONSE_INVALID',
    `The node's answer has no proper "${name}". Is it of this version?`,
  );
}

/**
 * Members of a node's JSON answer, by the kind they must have.
 * @throws SdkError SDK_RESPONSE_INVALID.
 */
export function textField(object: JsonObject, name: string): string {
  const value = object[name];
  if (typeof value === 'string') return value;
  throw wrong(name);
}

export function numberField(object: JsonObject, name: string): number {
  const value = object[name];
  if (typeof value === 'number') return value;
  throw wrong(name);
}

export function objectField(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  if (isJsonObject(value)) return value;
  throw wrong(name);
}

export function listField(object: JsonObject, name: string): JsonObject[] {
  const value = object[name];
  if (!Array.isArray(value)) throw wrong(name);
  return value.map((item: unknown) => {
    if (isJsonObject(item)) return item;
    throw wrong(name);
  });
}

/** The cursor of the next page; undefined at the end. */
export function nextField(object: JsonObject): string | undefined {
  const { next } = object;
  if (next === null || next === undefined) return undefined;
  if (typeof next === 'string' || typeof next === 'number') return String(next);
  throw wrong('next');
}
