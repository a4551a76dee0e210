import { defineCommand } from '../command/definition.ts';
import { required } from '../command/parameter.ts';
import { oneOf } from '../command/parse.ts';
import { loadAllCommands } from '../command/table.ts';
import { completionModel } from '../completion/model.ts';
import { completionScript } from '../completion/scripts.ts';

export const command = defineCommand({
  path: 'completion',
  summary: 'Print a script that lets a shell complete commands and options',
  examples: ['eval "$(touchmark completion bash)"', 'touchmark completion fish | source'],
  arguments: { shell: required('SHELL', 'bash, zsh or fish', oneOf('bash', 'zsh', 'fish')) },
  options: {},
  async run({ output }, { shell }) {
    const script = completionScript(shell, completionModel(await loadAllCommands()));
    output.result({ shell, script }, () => script);
  },
});
