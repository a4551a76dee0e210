import type { Constitution } from '@touchmark/ledger';
import { ledger } from '@touchmark/ledger';
import type { CommandContext } from '../command/context.ts';
import { UsageError } from '../command/usage-error.ts';
import { isJsonObject, type JsonObject } from '../files/json-object.ts';
import { readInput } from '../files/read-input.ts';
import { paramsFromJson } from './params-from-json.ts';

const MAX_BYTES = 1024 * 1024;
/** What `constitution show --json` says about itself. */
const OF_THE_ANSWER = ['version', 'proven', 'block'];
const RULE_DEFAULTS = { quorum: '0/1', delayMs: 0, veto: [] };

/** A constitution from JSON, in the form that `constitution show --json` prints. */
export async function readConstitutionFile(
  context: CommandContext,
  path: string,
): Promise<Constitution> {
  const given = parse(new TextDecoder().decode(await readInput(context, path, MAX_BYTES)), path);
  const { rules } = given;
  const params = {
    committees: [],
    ...Object.fromEntries(Object.entries(given).filter(([name]) => !OF_THE_ANSWER.includes(name))),
    rules: Array.isArray(rules) ? rules.map(withDefaults) : rules,
  };
  const definition = ledger.registry.actions.get('governance.set-constitution')!;
  const read = paramsFromJson(definition.params.description, params, path);
  if (isConstitution(read)) return read;
  throw new UsageError(`${path} holds no constitution.`);
}

function withDefaults(rule: unknown): unknown {
  return isJsonObject(rule) ? { ...RULE_DEFAULTS, ...rule } : rule;
}

function parse(text: string, path: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${path} is not JSON: ${reason}`);
  }
  throw new UsageError(`${path} must be an object with committees and rules.`);
}

/** `paramsFromJson` has looked at every field. */
function isConstitution(value: unknown): value is Constitution {
  return isJsonObject(value) && Array.isArray(value['rules']) && Array.isArray(value['committees']);
}
