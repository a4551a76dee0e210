import {
  type Client,
  connect,
  type ConnectOptions,
  type SigningKey,
  type VouchedHeader,
} from '@touchmark/sdk';
import { VerifyError } from '@touchmark/verify';
import { namingClient } from './naming-client.ts';
import type { CommandContext } from '../command/context.ts';
import type { ValuesOf } from '../command/parameter.ts';
import { keystoreDirectory } from '../keystore/keystore.ts';
import type { READING_OPTIONS } from '../options/reading.ts';
import { trustedGenesis } from '../trust/network-trust.ts';
import { keepTrustPath, readTrustPath } from '../trust/trust-paths.ts';
import { keepVouched, readVouched } from '../trust/vouched-headers.ts';
import { inLanguage } from '../output/in-language.ts';

export interface ClientSettings {
  readonly signers?: readonly SigningKey[];
  /** How long to try again while the node can't be reached or is overloaded. */
  readonly retryForMs?: number;
  /** Nodes of others, whose headers are compared. */
  readonly witnesses?: readonly string[];
  readonly trustPeriodMs?: number | undefined;
  /** A header that somebody vouched for just now; relied on from now on. */
  readonly vouched?: VouchedHeader;
}

/** Connects to the node that a command names, trusting what its options say. */
export async function openClient(
  context: CommandContext,
  values: ValuesOf<typeof READING_OPTIONS>,
  settings: ClientSettings = {},
): Promise<Client> {
  const { signers = [], retryForMs = 0, witnesses = [], vouched: named } = settings;
  const { url, genesis: file, timeout } = values;
  const keystore = keystoreDirectory(values.keystore);
  const source = { url, genesis: file, keystore, timeoutMs: timeout };
  const { genesis, from } = await trustedGenesis(context, source);
  const known = await readTrustPath(keystore, genesis);
  const vouched = named ?? (await readVouched(keystore, genesis));
  // Who takes the genesis file from a node takes its newest header from it as well, however old the file.
  const isFromNode = from === 'first-use' || from === 'this-machine';
  const trustPeriodMs = settings.trustPeriodMs ?? (isFromNode ? Infinity : undefined);
  const options: ConnectOptions = {
    url,
    trust: { genesis },
    signers,
    retryForMs,
    timeoutMs: timeout,
    witnesses,
    ...(trustPeriodMs === undefined ? {} : { trustPeriodMs }),
    ...(vouched === undefined ? {} : { vouched }),
  };
  const client = await connectAlong(context, options, known);
  if (named !== undefined) {
    await requireNamed(client, named);
    await keepVouched(keystore, genesis, named);
  }
  // Believed because it is this machine's: nothing to rely on where the genesis file is given.
  if (from !== 'this-machine') {
    await keepTrustPath(keystore, genesis, client.trustPath(), known);
  }
  return namingClient(client);
}

/** Trust may have been young enough to go on without the header that was named: then it was not looked at yet. */
async function requireNamed(client: Client, { height, hash }: VouchedHeader): Promise<void> {
  if ((await client.header(height)).hash === hash) return;
  throw new VerifyError(
    'VERIFY_HEADER_CONFLICT',
    `${client.url} proves another header ${height} than the one that was named. Compare the hash once more; if it is ` +
      'right, keep both as evidence, and tell the operators.',
  );
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
    if (!(error instanceof VerifyError) || error.code === 'VERIFY_TRUST_EXPIRED') throw error;
    context.output.warn(
      inLanguage(
        context,
        `The kept trust path is of no use (${error.code}); validators are followed from the genesis file.`,
        `保存的信任路径无法使用（${error.code}）；将从创世文件起跟随验证者。`,
      ),
    );
    return connect(options);
  }
}
