import {
  checkConfiguration,
  defaultConfigurationFile,
  describeConfigurationProblem,
} from '@touchmark/node';
import { defineCommand } from '../../command/definition.ts';
import { flag } from '../../command/parameter.ts';
import { EXIT } from '../../exit-code.ts';
import { configurationSources, NODE_OPTIONS } from '../../options/node.ts';
import { textTable } from '../../output/text-table.ts';

export const command = defineCommand({
  path: 'config show',
  summary: 'Show every setting of a node, its value and where that comes from',
  details:
    'Secrets are masked. With --defaults it prints a settings file with all defaults, commented.',
  examples: [
    'touchmark config show --data .touchmark',
    'touchmark config show --defaults > touchmark.toml',
  ],
  arguments: {},
  options: {
    defaults: flag('--defaults', 'print a settings file with the defaults'),
    ...NODE_OPTIONS,
  },
  async run(context, values) {
    const { output } = context;
    if (values.defaults) {
      const file = defaultConfigurationFile();
      output.result({ file }, () => file.trimEnd());
      return EXIT.done;
    }
    const { settings, problems } = checkConfiguration(await configurationSources(context, values));
    output.result({ settings, problems }, () =>
      textTable(settings.map(({ key, value, source }) => [key, value, source])),
    );
    for (const problem of problems) output.warn(describeConfigurationProblem(problem));
    return problems.length === 0 ? EXIT.done : EXIT.usage;
  },
});
