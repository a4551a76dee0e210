import { type ActionDefinition, encodeAction, type NamedSchema } from '@touchmark/ledger';
import { type Command, defineCommand } from '../command/definition.ts';
import type { Parameter } from '../command/parameter.ts';
import { COMMON_OPTIONS } from '../command/common-options.ts';
import { COSIGNING_OPTIONS, openCosigningClient } from '../options/cosigning.ts';
import { GOVERNED_OPTIONS, sendAndReport } from '../options/writing.ts';
import { fieldOption } from './field-option.ts';

export const ACTION_NOUN = 'do';

const longNameOf = ({ flags }: Parameter<unknown>): string => flags.split(' ')[0] ?? flags;

const TAKEN: ReadonlySet<string> = new Set(
  Object.values({ ...GOVERNED_OPTIONS, ...COSIGNING_OPTIONS, ...COMMON_OPTIONS }).map(longNameOf),
);

function fieldsOf({ type, params }: ActionDefinition<unknown, unknown>): readonly NamedSchema[] {
  if (params.description.kind === 'map') return params.description.fields;
  throw new TypeError(`The params of ${type} are no map.`);
}

/** A command for an action, made of nothing but what its module declares. */
export function actionCommand(definition: ActionDefinition<unknown, unknown>): Command {
  const { type, about, authority, governed } = definition;
  const fields = fieldsOf(definition);
  const sentences = about.replace(/\.$/, '').split('. ');
  // A field may have the name of an option's key, so they are kept apart.
  const options = Object.fromEntries(
    fields.map((field) => [`field ${field.name}`, fieldOption(field, TAKEN)]),
  );
  const words = Object.values(options)
    .filter((option) => option.required)
    .map(({ flags }) => flags.replace(/<(.*)>/, (_, word: string) => word.toUpperCase()));
  return defineCommand({
    path: `${ACTION_NOUN} ${type}`,
    summary: sentences[0] ?? about,
    details: `${sentences
      .slice(1)
      .map((words) => `${words}. `)
      .join(
        '',
      )}Who may: ${authority}.${governed === undefined ? '' : ' With --propose it is put to the vote.'}`,
    examples: [['touchmark', ACTION_NOUN, type, ...words, '--key NAME'].join(' ')],
    arguments: {},
    options: {
      ...options,
      ...COSIGNING_OPTIONS,
      ...(governed === undefined ? {} : { propose: GOVERNED_OPTIONS.propose }),
    },
    async run(context, values) {
      const given: Readonly<Record<string, unknown>> = values;
      const params = Object.fromEntries(fields.map(({ name }) => [name, given[`field ${name}`]]));
      const client = await openCosigningClient(context, values);
      await sendAndReport(context, client, [encodeAction(definition, params)], values);
    },
  });
}
