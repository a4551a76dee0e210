import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { decodeHex, decodeSignedHeader, encodeHex, equalBytes } from '@touchmark/codec';
import { publicKeyOf, validatorAddress } from '@touchmark/crypto';
import type { Engine } from '@touchmark/engine';
import { readSignerClaim, readValidators, type SignerClaim } from '@touchmark/ledger';
import type { Logger } from '../../log.ts';
import { decodeValidatorKey } from '../../validator-key.ts';
import { claimTransaction } from './claim-transaction.ts';
import { isNextKeyDue, takeNextKey } from './key-rotation.ts';
import { isWithOthers } from './network-place.ts';
import type { SignerFiles } from './signer-files.ts';
import {
  endHold,
  isOver,
  mayClaim,
  observe,
  readHold,
  type SigningHold,
  writeHold,
} from './signing-hold.ts';

interface Watched {
  readonly engine: Engine;
  readonly files: SignerFiles;
  readonly log: Logger;
  /** Ends CometBFT, changes its files, and starts it again. */
  readonly exchange: (change: () => Promise<void>) => Promise<void>;
}

/** The key that is held, and what the ledger says of it. */
interface Own {
  readonly secretKey: Uint8Array;
  readonly address: Uint8Array;
  readonly isValidator: boolean;
  readonly claim: SignerClaim | undefined;
}

/** Has the key replaced at the height at which the decision acts, and a restored one sign again in time. */
export class SignerWatch {
  readonly #watched: Watched;
  #isLooking = false;
  #isClaiming = false;

  constructor(watched: Watched) {
    this.#watched = watched;
    // Ends with the engine.
    watched.engine.onBlock(() => void this.look());
  }

  async look(): Promise<void> {
    const { files, log } = this.#watched;
    if (this.#isLooking || !(existsSync(files.hold) || existsSync(files.nextKey))) return;
    this.#isLooking = true;
    try {
      const hold = await readHold(files);
      if (hold !== undefined) await this.#hold(hold);
      else {
        await this.#rotateIfDue('the validators have decided the new key; it signs from now on');
      }
    } catch (error) {
      log.error({ err: error }, 'the files of the validator key can not be used');
    } finally {
      this.#isLooking = false;
    }
  }

  async #rotateIfDue(words: string): Promise<void> {
    const { engine, files, log, exchange } = this.#watched;
    const validators = engine.chain.read((view) => readValidators(view));
    if (!(await isNextKeyDue(files, validators))) return;
    log.info(words);
    await exchange(() => takeNextKey(files));
  }

  async #hold(held: SigningHold): Promise<void> {
    const { engine, files, log, exchange } = this.#watched;
    const own = await this.#own();
    const mark = held.mark ?? encodeHex(randomBytes(16));
    const hold = { ...held, mark };
    const head = engine.chain.latest();
    const { claim } = own;
    const seen = {
      height: head.height + 1,
      isCurrent: await this.#isCurrent(),
      ownSignature: ownSignatureIn(head.signedHeader, own.address),
      claim: claim && { mark: encodeHex(claim.mark), height: claim.height },
    };
    const next = observe(hold, seen);
    if (next !== hold || held.mark === undefined) await writeHold(files, next);
    this.#tell(hold, next);
    if (isOver(next, seen.height)) {
      log.info({ height: seen.height }, 'this validator signs again');
      await exchange(() => endHold(files));
    } else if (!own.isValidator) {
      // Decided after the backup: of the new key, too, nobody here knows what it has signed.
      await this.#rotateIfDue(
        'the validators have decided the new key; it is held like the old one',
      );
    } else if (mayClaim(next, seen)) {
      this.#claim(own, decodeHex(mark) ?? randomBytes(16), head.timeMs);
    }
  }

  #tell(before: SigningHold, { until, otherSigner }: SigningHold): void {
    const { log } = this.#watched;
    if (otherSigner !== undefined && otherSigner !== before.otherSigner) {
      log.error(
        { block: otherSigner },
        'somebody else signs with the key of this validator: stop that node; until then this one does not sign',
      );
    } else if (until !== undefined && until !== before.until) {
      log.warn({ until }, 'this validator has its key back; it signs nothing up to this block');
    }
  }

  /** Its fate is read in the state. */
  #claim({ secretKey, claim }: Own, mark: Uint8Array, timeMs: number): void {
    if (this.#isClaiming) return;
    this.#isClaiming = true;
    const { engine, log } = this.#watched;
    const { chainId } = engine;
    const replaces = claim?.mark;
    log.info('this machine claims the key of its validator in the ledger');
    void engine
      .submit(
        claimTransaction({
          chainId,
          timeMs: Math.max(timeMs, Date.now()),
          secretKey,
          mark,
          replaces,
        }),
      )
      .then(
        (result) => {
          if (result.outcome === 'refused') log.warn({ why: result.code }, 'the claim was refused');
        },
        (error: unknown) => log.warn({ err: error }, 'the claim could not be made; it is repeated'),
      )
      .finally(() => {
        this.#isClaiming = false;
      });
  }

  async #own(): Promise<Own> {
    const { engine, files } = this.#watched;
    const secretKey = decodeValidatorKey(await readFile(files.key, 'utf8'), files.key);
    const publicKey = publicKeyOf('ed25519', secretKey);
    const address = validatorAddress(publicKey);
    return engine.chain.read((view) => ({
      secretKey,
      address,
      isValidator: readValidators(view).some((each) => equalBytes(each.publicKey, publicKey)),
      claim: readSignerClaim(view, address),
    }));
  }

  /** False where CometBFT does not answer: then nothing is known. */
  async #isCurrent(): Promise<boolean> {
    const { consensus } = this.#watched.engine;
    return consensus === undefined ? false : isWithOthers(consensus).catch(() => false);
  }
}

function ownSignatureIn(signedHeader: Uint8Array, own: Uint8Array): number | undefined {
  const { commit } = decodeSignedHeader(signedHeader);
  const isOwn = commit.signatures.some(
    (signature) => signature.flag !== 1 && equalBytes(signature.validatorAddress, own),
  );
  return isOwn ? commit.height : undefined;
}
