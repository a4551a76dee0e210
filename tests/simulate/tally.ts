import { decode, decodeTransaction } from '@touchmark/codec';
import type { Action } from '@touchmark/codec';
import type { HistoryBlock } from './history.ts';
import { tryParams } from './model/params.ts';

export interface Count {
  readonly accepted: number;
  readonly given: number;
}

/** How often each action was given and accepted, alone or in proposals, and each code came out. */
export class Tally {
  actions = 0;
  blocks = 0;
  readonly codes = new Map<string, number>();
  readonly types = new Map<string, Count>();

  add({ transactions }: HistoryBlock, codes: readonly string[]): void {
    this.blocks += 1;
    for (const [place, bytes] of transactions.entries()) {
      const code = codes[place]!;
      this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
      const { actions } = decodeTransaction(bytes).content;
      this.actions += actions.length;
      for (const type of actions.flatMap(typesIn)) this.#count(type, code === 'OK');
    }
  }

  /** Together with another. */
  merge(other: Tally): void {
    this.actions += other.actions;
    this.blocks += other.blocks;
    for (const [code, times] of other.codes) {
      this.codes.set(code, (this.codes.get(code) ?? 0) + times);
    }
    for (const [type, count] of other.types) {
      const { accepted, given } = this.types.get(type) ?? { accepted: 0, given: 0 };
      this.types.set(type, { accepted: accepted + count.accepted, given: given + count.given });
    }
  }

  #count(type: string, isAccepted: boolean): void {
    const { accepted, given } = this.types.get(type) ?? { accepted: 0, given: 0 };
    this.types.set(type, { accepted: accepted + (isAccepted ? 1 : 0), given: given + 1 });
  }
}

/** An action's own type, and those that it proposes. */
function typesIn({ type, params }: Action): string[] {
  if (type !== 'governance.propose' || tryParams(type, params) === undefined) return [type];
  const proposal = decode(params);
  const parts = proposal instanceof Map ? proposal.get('actions') : [];
  const inner = Array.isArray(parts) ? parts : [];
  return [
    type,
    ...inner.flatMap((part) => (part instanceof Map ? [String(part.get('type'))] : [])),
  ];
}
