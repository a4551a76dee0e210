import { decodeTransaction } from '@touchmark/codec';
import type { HistoryBlock } from './history.ts';

/** How often each action was given and accepted, and each code came out. */
export class Tally {
  actions = 0;
  readonly codes = new Map<string, number>();
  readonly types = new Map<string, { accepted: number; given: number }>();

  add({ transactions }: HistoryBlock, codes: readonly string[]): void {
    for (const [place, bytes] of transactions.entries()) {
      const code = codes[place]!;
      this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
      for (const { type } of decodeTransaction(bytes).content.actions) {
        const count = this.types.get(type) ?? { accepted: 0, given: 0 };
        count.given += 1;
        if (code === 'OK') count.accepted += 1;
        this.types.set(type, count);
        this.actions += 1;
      }
    }
  }
}
