import type { VouchedHeader } from '@touchmark/sdk';
import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { timeText } from '../../output/plain.ts';

/** `HEIGHT:HASH`, as `touchmark trust header` shows both. */
function namedHeader(given: string): Pick<VouchedHeader, 'height' | 'hash'> {
  const [, height = '', hash = ''] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(given) ?? [];
  if (hash !== '') return { height: Number(height), hash };
  throw new RangeError(
    `must be HEIGHT:HASH with 64 hexadecimal digits in lower case, not "${given}".`,
  );
}

export const command = defineCommand({
  path: 'trust renew',
  summary: 'Go on after more than 30 days: believe a header that somebody you believe has named',
  details:
    'Whatever is trusted proves nothing new once it is older than 30 days: keys that were given up since could sign ' +
    'anything (VERIFY_TRUST_EXPIRED). Ask a member of the network, not the node, for height and hash of its newest ' +
    'header: there `touchmark trust header --out FILE` shows both. The way to it is checked and kept; from then ' +
    'on every command goes on from there. Who uses the network once in twenty days needs this never.',
  examples: ['touchmark trust renew --at 81204:HASH --genesis genesis.json'],
  arguments: {},
  options: {
    at: required('--at <header>', 'the header that was named, as HEIGHT:HASH', namedHeader),
    ...READING_OPTIONS,
  },
  async run(context, { at, ...values }) {
    const vouched = { ...at, atMs: Date.now() };
    const client = await openClient(context, values, { vouched });
    const { chainId, height, timeMs } = await client.latestHeader();
    const shown = { chainId, vouched: at, block: height };
    context.output.result(
      shown,
      () => `${chainId}: trusted from block ${at.height} on; newest ${height}, ${timeText(timeMs)}`,
    );
  },
});
