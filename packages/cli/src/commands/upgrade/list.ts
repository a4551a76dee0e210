import { ledger } from '@touchmark/ledger';
import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { plain } from '../../output/plain.ts';
import { textTable } from '../../output/text-table.ts';
import { inLanguage } from '../../output/in-language.ts';

export const command = defineCommand({
  path: 'upgrade list',
  summary: 'List the versions of the modules: active, to come, and who has them',
  details:
    'What is active and what is to come is proven. What the node has is its own word; what is here is what this ' +
    'command was installed with. To decide an upgrade, propose the action governance.activate; see docs/upgrades.md.',
  examples: ['touchmark upgrade list --json'],
  arguments: {},
  options: READING_OPTIONS,
  async run(context, values) {
    const client = await openClient(context, values);
    const { modules, block } = await client.upgrades();
    const here = new Map(ledger.registry.modules.map(({ name, version }) => [name, version]));
    const shown = modules.map(({ pending, ...module }) => ({
      ...module,
      ...(pending === undefined ? {} : { pending }),
      knownHere: here.get(module.module) ?? 0,
    }));
    context.output.result({ modules: shown, proven: true, block: block.height }, () =>
      textTable(
        shown.map(({ module, active, pending, knownToNode, knownHere }) => [
          plain(module),
          inLanguage(
            context,
            `version ${active}` +
              (pending === undefined
                ? ''
                : `; version ${pending.version} from block ${pending.height} on`) +
              `; the node has ${knownToNode}, this command ${knownHere}`,
            `第 ${active} 版` +
              (pending === undefined
                ? ''
                : `；自区块 ${pending.height} 起为第 ${pending.version} 版`) +
              `；节点具有第 ${knownToNode} 版，此命令具有第 ${knownHere} 版`,
          ),
        ]),
      ),
    );
  },
});
