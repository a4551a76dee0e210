import { textField } from '../../client/read-field.ts';
import type { CommandContext } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { repeated, withDefault } from '../../command/parameter.ts';
import { duration, nodeUrl } from '../../command/parse.ts';

import { exitCodeOf, type Finding } from '../../doctor/finding.ts';
import { lineOf } from '../../doctor/line-of.ts';
import { askNodes, type NodeView } from '../../network-doctor/ask-nodes.ts';
import { compareNodes } from '../../network-doctor/compare-nodes.ts';
import { reachOf } from '../../network-doctor/reach.ts';
import { DEFAULT_URL } from '../../options/reading.ts';

export const command = defineCommand({
  path: 'network doctor',
  summary: 'See why the chain goes on, or why it does not',
  details:
    'Asks nodes which height is being decided, since when, in which round, and whose votes they have; compares what ' +
    'they say, and whether enough validators are connected. Works while the chain stands. Nothing of it is proven. Exit code 0 if nothing fails, 1 if something ' +
    'does, 4 if nodes have different blocks, 5 if none answers.',
  examples: [
    'touchmark network doctor',
    'touchmark network doctor --node https://node.one.example --node https://node.two.example',
  ],
  arguments: {},
  options: {
    node: repeated('--node <url>', `a node to ask; none: ${DEFAULT_URL}`, nodeUrl),
    timeout: withDefault('--timeout <duration>', 'longest wait for an answer', duration, '5s'),
  },
  async run(context, { node, timeout }) {
    const urls = node.length === 0 ? [DEFAULT_URL] : node;
    const nodes = await askNodes(urls, timeout, context.language);
    // Nobody to ask: that is what there is to say.
    if (nodes.every(({ consensus }) => consensus === undefined)) throw nodes[0]?.error;
    const together = [
      ...reachOf(nodes, context.language),
      ...(await compareNodes(nodes, timeout, context.language)),
    ];
    const findings = [...nodes.flatMap((each) => each.findings), ...together];
    const shown = {
      ok: !findings.some(({ level }) => level === 'failure'),
      nodes: nodes.map(({ url, consensus, findings: own }) => ({
        url,
        consensus: consensus ?? null,
        findings: own,
      })),
      findings: together,
    };
    context.output.result(shown, () => textOf(context, nodes, together));
    return exitCodeOf(findings);
  },
});

function textOf(
  context: CommandContext,
  nodes: readonly NodeView[],
  together: readonly Finding[],
): string {
  const parts = nodes.map(({ url, consensus, findings }) => {
    const state = consensus === undefined ? '' : `  ${textField(consensus, 'state')}`;
    return [`${url}${state}`, ...findings.map((finding) => lineOf(context, finding))].join('\n');
  });
  const lines = together.map((finding) => lineOf(context, finding));
  return [...parts, ...(lines.length === 0 ? [] : [lines.join('\n')])].join('\n\n');
}
