import { encodeHex, equalBytes, MAX_GENESIS_BYTES, parseGenesis } from '@touchmark/codec';
import { fetchBytes } from '../client/fetch-json.ts';
import type { CommandContext } from '../command/context.ts';
import { readInput } from '../files/read-input.ts';
import { wordsOf } from '../output/words.ts';
import { readPin, writePin } from './pins.ts';
import { TrustError } from './trust-error.ts';
import { inLanguage } from '../output/in-language.ts';

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

export interface NetworkTrust {
  readonly genesis: Uint8Array;
  /** The node on this machine, and any node on first use, gave it itself: it is believed anyhow. */
  readonly from: 'file' | 'keystore' | 'first-use' | 'this-machine';
}

/**
 * The genesis file to check a node's answers against: the one given; else, for a node on this
 * machine, its own; else the one that was seen first at this address.
 * @throws TrustError when a remote node shows another one than before.
 */
export async function trustedGenesis(
  context: CommandContext,
  { url, genesis, keystore, timeoutMs }: TrustSource,
): Promise<NetworkTrust> {
  if (genesis !== undefined) {
    const bytes = await readInput(context, genesis, MAX_GENESIS_BYTES);
    parseGenesis(bytes);
    return { genesis: bytes, from: 'file' };
  }
  const shown = await fetchBytes(url, '/v1/genesis', timeoutMs);
  const { chainId, hash } = parseGenesis(shown);
  if (isThisMachine(url)) {
    context.output.talk(wordsOf(context.language).trustsNode(chainId));
    return { genesis: shown, from: 'this-machine' };
  }
  const pin = await readPin(keystore, url);
  if (pin === undefined) {
    await writePin(keystore, url, shown);
    context.output.warn(
      inLanguage(
        context,
        `FIRST USE of ${url}: from now on its genesis file is relied on (chain ${chainId}, SHA-256 ${encodeHex(hash)}). ` +
          'Compare that with somebody you trust, or give --genesis FILE.',
        `首次使用 ${url}：此后将信任其创世文件（链 ${chainId}，SHA-256 ${encodeHex(hash)}）。请与可信的一方核对，或用 --genesis FILE 指定。`,
      ),
    );
    return { genesis: shown, from: 'first-use' };
  }
  if (equalBytes(pin.genesis, shown)) return { genesis: shown, from: 'keystore' };
  throw new TrustError(url, pin.chainId, chainId, pin.since);
}
