import { type Client, connect, type ConnectOptions, type SigningKey } from '@touchmark/sdk';
import { VerifyError } from '@touchmark/verify';
import type { CommandContext } from '../command/context.ts';
import type { ValuesOf } from '../command/parameter.ts';
import { keystoreDirectory } from '../keystore/keystore.ts';
import type { READING_OPTIONS } from '../options/reading.ts';
import { trustedGenesis } from '../trust/network-trust.ts';
import { keepTrustPath, readTrustPath } from '../trust/trust-paths.ts';

export interface ClientSettings {
  readonly signers?: readonly SigningKey[];
  /** How long to try again while the node can't be reached or is overloaded. */
  readonly retryForMs?: number;
  /** Nodes of others, whose headers are compared. */
  readonly witnesses?: readonly string[];
  readonly trustPeriodMs?: number | undefined;
}

/** Connects to the node that a command names, trusting what its options say. */
export async function openClient(
  context: CommandContext,
  values: ValuesOf<typeof READING_OPTIONS>,
  { signers = [], retryForMs = 0, witnesses = [], trustPeriodMs }: ClientSettings = {},
): Promise<Client> {
  const { url, genesis: file, timeout } = values;
  const keystore = keystoreDirectory(values.keystore);
  const source = { url, genesis: file, keystore, timeoutMs: timeout };
  const genesis = await trustedGenesis(context, source);
  const known = await readTrustPath(keystore, genesis);
  const options: ConnectOptions = {
    url,
    trust: { genesis },
    signers,
    retryForMs,
    timeoutMs: timeout,
    witnesses,
    ...(trustPeriodMs === undefined ? {} : { trustPeriodMs }),
  };
  const client = await connectAlong(context, options, known);
  await keepTrustPath(keystore, genesis, client.trustPath(), known);
  return client;
}

/** A path that does not hold is worth nothing: the way is gone again from the genesis file. */
async function connectAlong(
  context: CommandContext,
  options: ConnectOptions,
  trustPath: Uint8Array | undefined,
): Promise<Client> {
  if (trustPath === undefined) return connect(options);
  try {
    return await connect({ ...options, trustPath });
  } catch (error) {
    if (!(error instanceof VerifyError)) throw error;
    context.output.warn(
      `The kept trust path is of no use (${error.code}); validators are followed from the genesis file.`,
    );
    return connect(options);
  }
}
