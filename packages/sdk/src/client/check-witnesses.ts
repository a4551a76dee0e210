import { openLightBlock } from '@touchmark/verify';
import { compareWithWitnesses } from './follow-validators.ts';
import { type LatestHeader, latestHeader } from './latest-header.ts';
import type { ReadOptions, Session } from './session.ts';

export interface WitnessedHeader {
  readonly header: LatestHeader;
  /** Witnesses that have the same header. Of the others nothing is known. */
  readonly agreeing: readonly string[];
}

/** The newest header, after the witnesses were asked for theirs of the same height. See `Client.checkWitnesses`. */
export async function checkWitnesses(
  session: Session,
  options: ReadOptions = {},
): Promise<WitnessedHeader> {
  const header = await latestHeader(session, options);
  const block = openLightBlock(header.signedHeader, header.validators);
  const agreeing = await compareWithWitnesses(session, block, options.signal);
  return { header, agreeing };
}
