import type { StateView } from '@touchmark/state';

/** Whether this node may go on to the next block, by what the state after this one says. */
export interface Leave {
  /** Called with the state after each block, before CometBFT hears of it. */
  executed(state: StateView): void;
  /** CometBFT neither goes on nor signs before this resolves. */
  given(): Promise<void>;
}
