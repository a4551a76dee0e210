import { existsSync } from 'node:fs';
import { equalBytes } from '@touchmark/codec';
import { validatorAddress } from '@touchmark/crypto';
import type { Leave } from '@touchmark/engine';
import { readSignerClaim } from '@touchmark/ledger';
import type { StateView } from '@touchmark/state';
import { publicKeyIn } from './key-rotation.ts';
import type { SignerFiles } from './signer-files.ts';
import { readMark } from './signing-mark.ts';

interface Own {
  readonly address: Uint8Array;
  readonly mark: Uint8Array | undefined;
}

interface Fenced {
  readonly files: SignerFiles;
  /** Another machine has claimed this key: has this one hold, and calls `load`. */
  readonly onTaken: () => void;
}

/**
 * Stands between this machine and its next signature: after the block in which another one has claimed the key, it
 * signs no more, whatever it has missed.
 */
export class SigningFence implements Leave {
  readonly #parts: Fenced;
  /** Undefined: CometBFT runs with a key that counts for nothing. */
  #own: Own | undefined;
  #taken: PromiseWithResolvers<void> | undefined;

  constructor(parts: Fenced) {
    this.#parts = parts;
  }

  /** Looks at the files anew: while CometBFT does not run. */
  async load(): Promise<void> {
    const { files } = this.#parts;
    this.#own = existsSync(files.hold) ? undefined : await this.#read();
    this.#taken?.resolve();
    this.#taken = undefined;
  }

  async #read(): Promise<Own | undefined> {
    const { files } = this.#parts;
    // A key that the settings give, or none: nobody has restored it from a backup.
    if (!existsSync(files.key)) return undefined;
    const address = validatorAddress(await publicKeyIn(files.key));
    return { address, mark: await readMark(files, address) };
  }

  /** Whether another machine has the key by this state. */
  isClaimedElsewhere(state: StateView): boolean {
    if (this.#own === undefined) return false;
    const { address, mark } = this.#own;
    const claim = readSignerClaim(state, address);
    return claim !== undefined && (mark === undefined || !equalBytes(claim.mark, mark));
  }

  executed(state: StateView): void {
    if (!this.isClaimedElsewhere(state)) return;
    this.#taken ??= Promise.withResolvers();
    // Told again with the same block, CometBFT was started anew and the files are as they were.
    this.#parts.onTaken();
  }

  given(): Promise<void> {
    return this.#taken?.promise ?? Promise.resolve();
  }
}
