import { fetchJson } from './fetch-json.ts';
import { listField, numberField, textField } from './read-field.ts';

/** What a transaction has proposed, as the node tells it. */
export interface MadeProposal {
  readonly proposal: number;
  readonly proposalStatus: string;
}

const NEWEST = 100;

/** Undefined if the node does not say: the transaction is done all the same. */
export async function proposalOf(
  url: string,
  transaction: string,
): Promise<MadeProposal | undefined> {
  try {
    const answer = await fetchJson(url, `/v1/proposals?limit=${NEWEST}`);
    const made = listField(answer, 'proposals').find(
      (proposal) => proposal['transaction'] === transaction,
    );
    if (made === undefined) return undefined;
    return {
      proposal: numberField(made, 'proposal'),
      proposalStatus: textField(made, 'status'),
    };
  } catch {
    return undefined;
  }
}
