import { encodeHex } from '@touchmark/codec';
import { type Signer, type TrustedHeader, trustedHeaderOf } from '@touchmark/verify';
import { SdkError } from '../sdk-error.ts';
import { type GivenHeader, underHeader } from './follow-validators.ts';
import { readJson } from './read-json.ts';
import { clockOptions, isFresh, type ReadOptions, type Session } from './session.ts';

/** The newest header of the node, verified. */
export interface LatestHeader {
  chainId: string;
  height: number;
  timeMs: number;
  /** Lower-case hexadecimal. */
  hash: string;
  /** State root after block `height - 1`, lower-case hexadecimal. */
  root: string;
  signers: Signer[];
  power: { signed: bigint; total: bigint };
  /** Keep it to trust it later in the place of the genesis file. */
  trusted: TrustedHeader;
  /** What it was verified from, encoded. */
  signedHeader: Uint8Array;
  validators: Uint8Array;
}

/** Fetches and verifies the node's newest header. See `Client.latestHeader`. */
export async function latestHeader(
  session: Session,
  { signal }: ReadOptions = {},
): Promise<LatestHeader> {
  const found = await readJson(session, { path: '/v1/header/latest', signal }, 'header');
  const chainId = found.member('chainId').text();
  if (chainId !== session.verifier.chainId) {
    throw new SdkError(
      'SDK_WRONG_NETWORK',
      `${session.transport.url} serves the network "${chainId}"; trusted is "${session.verifier.chainId}". ` +
        'Use the genesis file of that network, or the address of a node of yours.',
    );
  }
  const signedHeader = found.member('signedHeader').base64();
  const validators = found.member('validators').base64();
  const shown = await verifyHeader(session, { signedHeader, validators }, signal);
  isFresh(session, shown.height);
  return shown;
}

/** Fetches and verifies the header of a block. See `Client.header`. */
export async function headerAt(
  session: Session,
  height: number,
  { signal }: ReadOptions = {},
): Promise<LatestHeader> {
  const found = await readJson(session, { path: `/v1/headers/${height}`, signal }, 'header');
  const signedHeader = found.member('signedHeader').base64();
  const validators = found.member('validators').base64();
  const shown = await verifyHeader(session, { signedHeader, validators }, signal);
  if (shown.height === height) return shown;
  throw new SdkError(
    'SDK_UNPROVEN',
    `The node gave header ${shown.height} instead of ${height}. Ask another node.`,
  );
}

async function verifyHeader(
  session: Session,
  given: GivenHeader,
  signal: AbortSignal | undefined,
): Promise<LatestHeader> {
  const { signedHeader, validators } = given;
  const options = clockOptions(session);
  const verified = await underHeader(
    session,
    () => given,
    () => session.verifier.verifySignedHeader(signedHeader, validators, options),
    signal,
  );
  const { header, hash, timeMs, signers, power } = verified;
  return {
    chainId: header.chainId,
    height: header.height,
    timeMs,
    hash: encodeHex(hash),
    root: encodeHex(header.appHash),
    signers,
    power,
    trusted: { ...trustedHeaderOf({ header }), validators },
    signedHeader,
    validators,
  };
}
