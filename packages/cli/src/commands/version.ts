import { defineCommand } from '../command/definition.ts';
import { VERSION } from '../version.ts';

export const command = defineCommand({
  path: 'version',
  summary: 'Print the version of this program and of its runtime',
  examples: ['touchmark version', 'touchmark version --json'],
  arguments: {},
  options: {},
  async run({ output }) {
    const facts = {
      touchmark: VERSION,
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
    };
    output.result(
      facts,
      () => `touchmark ${facts.touchmark} (Node ${facts.node}, ${facts.platform})`,
    );
  },
});
