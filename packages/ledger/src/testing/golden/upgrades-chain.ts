import type { Action } from '@touchmark/codec';
import {
  encodeActivate,
  encodeCancelActivation,
  encodePropose,
  encodeSetConstitution,
} from '../../index.ts';
import { rule } from '../council.ts';
import { ADMIN, GOLDEN_START_MS, GoldenAuthor, goldenGenesis } from './golden-author.ts';
import { executeChain } from './golden-chain.ts';
import type { GoldenChain } from './golden-chain.ts';

const SECOND = 1_000;

const activate = (module: string, version: number, height: number): Action =>
  encodeActivate({ module, version, height });

/** Decided, refused and cancelled; executed only as far as there are versions to go by. */
export function upgradesChain(): GoldenChain {
  const author = new GoldenAuthor();
  const sign = (...actions: Action[]) => author.sign([ADMIN], actions);
  const openly = encodeSetConstitution({
    committees: [],
    rules: [rule('*', { threshold: 'any' })],
  });
  const decide = encodePropose({ title: 'openly', actions: [openly], vote: 'yes' });
  const cancel = encodeCancelActivation({ module: 'naming' });
  const blocks = [
    {
      about: 'who may decide; versions of two modules, one that nobody knows yet',
      timeMs: GOLDEN_START_MS,
      transactions: [
        sign(activate('naming', 2, 9)),
        sign(decide),
        sign(activate('naming', 2, 9)),
        sign(activate('carbon', 2, 100)),
      ],
    },
    {
      about: 'a second one while one is to come; a version too far; a block that has begun',
      timeMs: GOLDEN_START_MS + SECOND,
      transactions: [
        sign(activate('naming', 2, 10)),
        sign(activate('governance', 3, 10)),
        sign(activate('governance', 2, 2)),
        sign(cancel, activate('naming', 2, 3)),
        sign(cancel),
        sign(cancel),
      ],
    },
    { about: 'the block of what was cancelled', timeMs: GOLDEN_START_MS + 2_000, transactions: [] },
  ];
  const about = 'activations of versions: set, refused, cancelled';
  return executeChain({ name: 'upgrades', about, genesis: goldenGenesis() }, blocks);
}
