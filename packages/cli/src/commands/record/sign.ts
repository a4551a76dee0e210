import { sha256 } from '@touchmark/crypto';
import { actions, signatureRequest } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { UsageError } from '../../command/usage-error.ts';
import { COSIGNING_OPTIONS, openCosigningClient } from '../../options/cosigning.ts';
import { VALUE_PLACE } from '../../options/value-place.ts';
import { sendAndReport } from '../../options/writing.ts';

export const command = defineCommand({
  path: 'record sign',
  summary: 'Sign a value that waits for signatures',
  details:
    'Reads the proposed value, proven, and signs exactly that one. With the last signature that is ' +
    'required the value becomes part of the record.',
  examples: ['touchmark record sign 88.118.8/A-1 5 --key lab'],
  arguments: VALUE_PLACE,
  options: COSIGNING_OPTIONS,
  async run(context, values) {
    const client = await openCosigningClient(context, values);
    const { id, index } = values;
    const request = await signatureRequest(client, id, index);
    if (request === undefined) {
      throw new UsageError(`No signatures are asked for value ${index} of ${id}.`);
    }
    const digest = sha256(request.value);
    const action = actions.signValue({ identifier: id, index, digest });
    await sendAndReport(context, client, [action], values);
  },
});
