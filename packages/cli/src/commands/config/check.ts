import { checkConfiguration, describeConfigurationProblem } from '@touchmark/node';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../exit-code.ts';
import { configurationSources, NODE_OPTIONS } from '../../options/node.ts';
import { inLanguage } from '../../output/in-language.ts';

export const command = defineCommand({
  path: 'config check',
  summary: "Check a node's settings without starting it",
  details:
    'Reads what `node start` with the same options would read, and says everything that is wrong at once.',
  examples: [
    'touchmark config check --config touchmark.toml',
    'touchmark config check --data /var/lib/touchmark',
  ],
  arguments: {},
  options: NODE_OPTIONS,
  async run(context, values) {
    const { problems } = checkConfiguration(await configurationSources(context, values));
    context.output.result({ ok: problems.length === 0, problems }, () =>
      problems.length === 0
        ? inLanguage(context, 'The settings can be used.', '设置可用。')
        : problems.map(describeConfigurationProblem).join('\n'),
    );
    return problems.length === 0 ? EXIT.done : EXIT.usage;
  },
});
