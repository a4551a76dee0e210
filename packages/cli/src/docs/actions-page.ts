import type { ActionDefinition, ModuleDefinition } from '@touchmark/ledger';
import { actionCommand } from '../action/action-command.ts';
import { describeSchema } from '../action/field-option.ts';

const INTRODUCTION = `# Actions

Generated from what the modules of the ledger declare, by \`node scripts/generate-actions.ts\`; edit those.
Bytes, details and the order of refusals are in [spec/ledger.md](../spec/ledger.md).

Three ways to do any of these, besides the commands and functions written for it:

- \`touchmark do MODULE.VERB --field value …\`, as shown with each; lists by repeating the option, objects as JSON;
- JSON, \`{"type": "MODULE.VERB", "params": {…}}\` or a list of them, for \`touchmark transaction create\` and
  \`touchmark proposal create\`;
- \`action('MODULE.VERB', {…})\` of the SDK, typed.

*Governed*: who may do it is the constitution's to say; *own*: or the one whom it concerns, without being asked.`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function schemaRows(definition: Pick<ActionDefinition<unknown>, 'params'>): [string, string][] {
  const { description } = definition.params;
  if (description.kind !== 'map') return [];
  return description.fields.map(({ name, schema }) => [`\`${name}\``, describeSchema(schema)]);
}

function actionSection(definition: ActionDefinition<unknown, unknown>): string[] {
  const { type, about, authority, governed } = definition;
  const kind =
    governed === undefined ? '' : governed === true ? ' Governed.' : ' Governed, or own.';
  const [example = ''] = actionCommand(definition).examples;
  return [
    `### ${type}`,
    `${about} Who may: ${authority}.${kind}`,
    table(['field', 'holds'], schemaRows(definition)),
    `\`\`\`sh\n${example}\n\`\`\``,
  ];
}

function moduleSection(module: ModuleDefinition): string[] {
  const { name, about, actions, events, state, errors, queries, invariants = [] } = module;
  const [first, last] = module.errorNumbers;
  return [
    `## ${name}`,
    about,
    ...actions.flatMap(actionSection),
    `### Events of ${name}`,
    table(
      ['event', 'tells', 'fields'],
      events.map((event) => [
        `\`${event.type}\``,
        event.about,
        schemaRows(event)
          .map(([field]) => field)
          .join(', '),
      ]),
    ),
    `### Refusals of ${name}`,
    `Numbers ${first} to ${last}.`,
    table(
      ['code', 'number', 'says', '中文'],
      Object.entries(errors).map(([code, { number, en, zh }]) => [
        `\`${code}\``,
        String(number),
        en,
        zh,
      ]),
    ),
    `### State of ${name}`,
    table(
      ['entry', 'key', 'value', 'versions', 'is'],
      state.map((entry) => [
        entry.name,
        `\`${entry.key}\``,
        entry.value,
        entry.versioned ? 'yes' : 'no',
        entry.about,
      ]),
    ),
    ...(queries.length === 0
      ? []
      : [
          `### Queries of ${name}`,
          table(
            ['function', 'gives'],
            queries.map((query) => [`\`${query.name}\``, query.about]),
          ),
        ]),
    ...(invariants.length === 0
      ? []
      : [
          `### Invariants of ${name}`,
          table(
            ['whatever is decided', 'means'],
            invariants.map((invariant) => [invariant.name, invariant.about]),
          ),
        ]),
  ];
}

/** docs/actions.md, whole. */
export function actionsPage(modules: readonly ModuleDefinition[]): string {
  return `${[INTRODUCTION, ...modules.flatMap(moduleSection)].join('\n\n')}\n`;
}
