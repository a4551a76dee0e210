import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { nodeUrl } from '../../command/parse.ts';
import { UsageError } from '../../command/usage-error.ts';
import { keystoreDirectory } from '../../keystore/keystore.ts';
import { KEYSTORE_OPTION } from '../../options/keys.ts';
import { forgetPin } from '../../trust/pins.ts';

export const command = defineCommand({
  path: 'trust forget',
  summary: 'Forget the genesis file that was trusted for an address',
  details:
    'For a network that was started over. The next use of the address trusts what the node shows then.',
  examples: ['touchmark trust forget https://node.example'],
  arguments: { url: required('URL', 'address of the node', nodeUrl) },
  options: KEYSTORE_OPTION,
  async run({ output }, { url, keystore }) {
    if (!(await forgetPin(keystoreDirectory(keystore), url))) {
      throw new UsageError(
        `No genesis file is kept for ${url}. See those that are with: touchmark trust list`,
      );
    }
    output.result({ forgotten: url }, () => `Forgotten: ${url}`);
  },
});
