import { encodeHex, equalBytes, MAX_GENESIS_BYTES, parseGenesis } from '@touchmark/codec';
import { fetchBytes } from '../client/fetch-json.ts';
import type { CommandContext } from '../command/context.ts';
import { readInput } from '../files/read-input.ts';
import { wordsOf } from '../output/words.ts';
import { readPin, writePin } from './pins.ts';
import { TrustError } from './trust-error.ts';

export interface TrustSource {
  readonly url: string;
  /** --genesis. */
  readonly genesis: string | undefined;
  /** Directory in which genesis files are kept. */
  readonly keystore: string;
  /** Longest wait for the node's answer. */
  readonly timeoutMs: number;
}

/** Addresses that lead to this very machine, whatever the network does. */
function isThisMachine(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * The genesis file to check a node's answers against: the one given; else, for a node on this
 * machine, its own; else the one that was seen first at this address.
 * @throws TrustError when a remote node shows another one than before.
 */
export async function trustedGenesis(
  context: CommandContext,
  { url, genesis, keystore, timeoutMs }: TrustSource,
): Promise<Uint8Array> {
  if (genesis !== undefined) {
    const bytes = await readInput(context, genesis, MAX_GENESIS_BYTES);
    parseGenesis(bytes);
    return bytes;
  }
  const shown = await fetchBytes(url, '/v1/genesis', timeoutMs);
  const { chainId, hash } = parseGenesis(shown);
  if (isThisMachine(url)) {
    context.output.talk(wordsOf(context.language).trustsNode(chainId));
    return shown;
  }
  const pin = await readPin(keystore, url);
  if (pin === undefined) {
    await writePin(keystore, url, shown);
    context.output.warn(
      `FIRST USE of ${url}: from now on its genesis file is relied on (chain ${chainId}, SHA-256 ${encodeHex(hash)}). ` +
        'Compare that with somebody you trust, or give --genesis FILE.',
    );
    return shown;
  }
  if (equalBytes(pin.genesis, shown)) return shown;
  throw new TrustError(url, pin.chainId, chainId, pin.since);
}
