import type { Action } from '@touchmark/codec';
import { compareBytes, encodeHex } from '@touchmark/codec';
import { keyId as keyIdOf, validatorAddress } from '@touchmark/crypto';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { refuse } from './errors.ts';
import { signerClaimed } from './events.ts';
import { mark, replacedMark, validatorKey } from './params.ts';
import { putSignerClaim, readSignerClaim } from './signer-claim.ts';
import { readValidators } from './validators.ts';

export interface ClaimSignerParams {
  readonly publicKey: Uint8Array;
  readonly mark: Uint8Array;
  readonly replaces: Uint8Array;
}

const NOBODY = new Uint8Array(0);

/**
 * Two machines restored from one backup have the same key and know nothing of each other. Blocks are the one thing that
 * both see in the same order: whoever is first in them may sign.
 */
export const claimSigner: ActionDefinition<ClaimSignerParams> = {
  type: 'governance.claim-signer',
  about:
    "Says that from here on this machine signs with a validator's key, and no other. A node does it by itself after a restore.",
  authority: 'whoever has the key of a validator, with that key',
  params: map({ publicKey: validatorKey, mark, replaces: replacedMark }),
  fromStranger: {
    broughtKeys: ({ publicKey }) => [{ algorithm: 'ed25519', publicKey }],
  },
  execute(context, { publicKey, mark: own, replaces }) {
    const isIts = (other: Uint8Array): boolean => compareBytes(other, publicKey) === 0;
    const [signer] = context.signers;
    const hasSigned =
      signer !== undefined && compareBytes(signer.keyId, keyIdOf('ed25519', publicKey)) === 0;
    if (!hasSigned || !readValidators(context).some((each) => isIts(each.publicKey))) {
      return refuse('GOVERNANCE_SIGNER_UNFIT', { publicKey: encodeHex(publicKey) });
    }
    const address = validatorAddress(publicKey);
    const now = readSignerClaim(context, address);
    if (compareBytes(now?.mark ?? NOBODY, replaces) !== 0) {
      const details = { publicKey: encodeHex(publicKey), height: now?.height ?? 0 };
      return refuse('GOVERNANCE_SIGNER_CLAIMED', details);
    }
    putSignerClaim(context, address, { mark: own, height: context.block.height });
    context.emit(signerClaimed, { publicKey, mark: own });
    return undefined;
  },
};

export function encodeClaimSigner(params: ClaimSignerParams): Action {
  return encodeAction(claimSigner, params);
}
