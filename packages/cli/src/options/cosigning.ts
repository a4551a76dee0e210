import type { Client } from '@touchmark/sdk';
import { openClient } from '../client/open-client.ts';
import type { CommandContext } from '../command/context.ts';
import { repeated, type ValuesOf } from '../command/parameter.ts';
import { keyName } from '../keystore/keystore.ts';
import { openSigningKey, WRITING_OPTIONS } from './writing.ts';

/** Options of commands that more than one organization signs. */
export const COSIGNING_OPTIONS = {
  cosign: repeated(
    '--cosign <name>',
    'another key of this keystore that signs as well, such as that of the other side',
    keyName,
  ),
  ...WRITING_OPTIONS,
};

/** A client whose transactions all of the chosen keys sign; the first key is the author's. */
export async function openCosigningClient(
  context: CommandContext,
  values: ValuesOf<typeof COSIGNING_OPTIONS>,
): Promise<Client> {
  const signers = [await openSigningKey(context, values)];
  for (const key of values.cosign) signers.push(await openSigningKey(context, { ...values, key }));
  return openClient(context, values, { signers, retryForMs: values.retryFor });
}
