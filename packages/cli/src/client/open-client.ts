import { type Client, connect, type SigningKey } from '@touchmark/sdk';
import type { CommandContext } from '../command/context.ts';
import type { ValuesOf } from '../command/parameter.ts';
import { keystoreDirectory } from '../keystore/keystore.ts';
import type { READING_OPTIONS } from '../options/reading.ts';
import { trustedGenesis } from '../trust/network-trust.ts';

export interface ClientSettings {
  readonly signers?: readonly SigningKey[];
  /** How long to try again while the node can't be reached or is overloaded. */
  readonly retryForMs?: number;
}

/** Connects to the node that a command names, trusting what its options say. */
export async function openClient(
  context: CommandContext,
  values: ValuesOf<typeof READING_OPTIONS>,
  { signers = [], retryForMs = 0 }: ClientSettings = {},
): Promise<Client> {
  const { url, genesis, timeout } = values;
  const keystore = keystoreDirectory(values.keystore);
  const source = { url, genesis, keystore, timeoutMs: timeout };
  const trust = { genesis: await trustedGenesis(context, source) };
  return connect({ url, trust, signers, retryForMs, timeoutMs: timeout });
}
