import { decodeSignedHeader } from '@touchmark/codec';
import type { StateSnapshot } from '@touchmark/state';
import { EngineError } from '../engine-error.ts';
import { decodeBlockRow } from './block-row.ts';
import type { ChainHead } from './chain-reader.ts';
import { decodeHead, getHeadBytes } from './head-row.ts';
import { corrupt } from './identity-rows.ts';
import { heightKey } from './keys.ts';
import { CHAIN_TABLES } from './tables.ts';
import { getValidators } from './validators-row.ts';

/** Reads the head of a snapshot; decodes it only when it has changed. */
export class HeadCache {
  #bytes: Uint8Array = new Uint8Array(0);
  #head: ChainHead | undefined;

  head(snapshot: StateSnapshot): ChainHead {
    const bytes = getHeadBytes(snapshot.table(CHAIN_TABLES.meta));
    if (bytes === undefined) {
      throw new EngineError(
        'ENGINE_STORE_EMPTY',
        'The store holds no chain yet. Start the node that writes it first.',
      );
    }
    if (this.#head !== undefined && Buffer.compare(bytes, this.#bytes) === 0) return this.#head;
    const head = readHead(snapshot, bytes);
    this.#bytes = bytes;
    this.#head = head;
    return head;
  }
}

function readHead(snapshot: StateSnapshot, bytes: Uint8Array): ChainHead {
  const { executed, root } = decodeHead(bytes);
  const row = snapshot.table(CHAIN_TABLES.blocks).get(heightKey(executed + 1));
  if (row === undefined) throw corrupt(`it has no header ${executed + 1}`);
  const { signedHeader: encoded, timeMs } = decodeBlockRow(row);
  const signedHeader = encoded;
  const { header } = decodeSignedHeader(signedHeader);
  const validators = getValidators(snapshot.table(CHAIN_TABLES.meta), header.validatorsHash);
  if (validators === undefined) throw corrupt(`it has no validators of header ${executed + 1}`);
  return {
    chainId: header.chainId,
    height: executed,
    root,
    timeMs,
    signedHeader,
    validators: validators,
  };
}
