import { fetchJson } from '../../client/fetch-json.ts';
import {
  listField,
  nextField,
  numberField,
  objectField,
  textField,
} from '../../client/read-field.ts';
import { defineCommand } from '../../command/definition.ts';
import { prefix } from '../../command/identifier.ts';
import { optional } from '../../command/parameter.ts';
import type { JsonObject } from '../../files/json-object.ts';
import { URL_OPTION } from '../../options/reading.ts';
import { textTable } from '../../output/text-table.ts';

const PAGE_SIZE = 1_000;

async function readAll(url: string, under: string | undefined): Promise<JsonObject[]> {
  const found: JsonObject[] = [];
  let after: string | undefined;
  do {
    const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
    if (under !== undefined) query.set('under', under);
    if (after !== undefined) query.set('after', after);
    const page = await fetchJson(url, `/v1/prefixes?${query}`);
    found.push(...listField(page, 'prefixes'));
    after = nextField(page);
  } while (after !== undefined);
  return found;
}

export const command = defineCommand({
  path: 'prefix list',
  summary: 'List the delegated prefixes, in their hierarchy',
  details: 'As the node tells it: not proven.',
  examples: ['touchmark prefix list', 'touchmark prefix list 88.118'],
  arguments: { under: optional('PREFIX', 'only those below it', prefix) },
  options: URL_OPTION,
  async run({ output }, { url, under }) {
    const prefixes = await readAll(url, under);
    output.result({ prefixes, proven: false }, () =>
      textTable(
        prefixes.map((entry) => {
          const name = textField(entry, 'prefix');
          const indent = '  '.repeat(name.split('.').length - 1);
          const registered = numberField(objectField(entry, 'counts'), 'registered');
          return [indent + name, textField(entry, 'holder'), `${registered} identifiers`];
        }),
      ),
    );
  },
});
