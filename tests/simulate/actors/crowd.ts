import { publicKeyOf } from '@touchmark/crypto';
import { FOUNDER_IDS, founderSecret } from '../history.ts';
import type { Misbehavior } from '@touchmark/ledger';
import { bytesOf } from '../model/bytes.ts';
import { addressOf } from '../model/validators.ts';
import type { LedgerModel } from '../model/ledger-model.ts';
import { careless } from './careless.ts';
import type { Dice } from './dice.ts';
import { sealed } from './envelope.ts';
import { malicious } from './malicious.ts';
import { MEMBER_IDEAS } from './members.ts';
import { NAME_IDEAS } from './names.ts';
import { VOTE_IDEAS } from './votes.ts';
import { wild } from './wild.ts';
import { World } from './world.ts';
import type { Draft, OwnedKey } from './world.ts';

/** Honest, careless and malicious members, and what they send to the ledger. */

const KEPT = 200;

/** All who act, with the keys of those who have founded the network. */
export function gather(
  seed: number,
  dice: Dice,
  model: LedgerModel,
  founders: readonly OwnedKey[] = simulationFounders(),
): Crowd {
  const world = new World(seed, dice, model.state, model.chainId);
  for (const key of founders) world.keep(key);
  return new Crowd(world);
}

function simulationFounders(): OwnedKey[] {
  return FOUNDER_IDS.map((id) => {
    const secretKey = founderSecret(id);
    return { algorithm: 'ed25519', secretKey, publicKey: publicKeyOf('ed25519', secretKey) };
  });
}

export class Crowd {
  readonly #world: World;
  /** What was sent before, to be sent again. */
  readonly #sent: Uint8Array[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  /** Transactions for a block at this time. */
  transactions(count: number, timeMs: number): Uint8Array[] {
    this.#world.timeMs = timeMs;
    return Array.from({ length: count }, () => this.#transaction());
  }

  /** What the evidence of the block at this height proves: of validators, of former ones, of nobody known. */
  misbehavior(height: number): Misbehavior[] {
    const { dice, state, timeMs } = this.#world;
    const count = dice.weighted([
      [90, 0],
      [8, 1],
      [2, 3],
    ]);
    const now = (state.validators.get('') ?? []).map(({ publicKey }) => addressOf(publicKey));
    const former = state.former.names().map(bytesOf);
    return Array.from({ length: count }, () => ({
      kind: dice.pick(['duplicate-vote', 'duplicate-vote', 'light-client-attack'] as const),
      address: dice.some([...now, ...now, ...former]) ?? new Uint8Array(20),
      power: dice.pick([10, 30]),
      height: Math.max(1, height - dice.below(30)),
      timeMs: timeMs - dice.below(100_000),
    }));
  }

  #transaction(): Uint8Array {
    const { dice } = this.#world;
    const before = dice.chance(1) ? dice.some(this.#sent) : undefined;
    if (before !== undefined) return before;
    const bytes = sealed(this.#world, this.#draft());
    if (this.#sent.length < KEPT) this.#sent.push(bytes);
    else this.#sent[dice.below(KEPT)] = bytes;
    return bytes;
  }

  #draft(): Draft {
    const world = this.#world;
    const { dice } = world;
    const temper = dice.below(100);
    if (temper >= 96) return wild(world) ?? this.#honest();
    const first = this.#honest();
    if (temper < 68) return dice.chance(12) ? this.#together(first) : first;
    if (temper < 85) return careless(world, first);
    return malicious(world, first) ?? first;
  }

  #honest(): Draft {
    for (;;) {
      const ideas = this.#world.dice.weighted([
        [58, NAME_IDEAS],
        [22, MEMBER_IDEAS],
        [20, VOTE_IDEAS],
      ]);
      const draft = this.#world.dice.weighted(ideas)(this.#world);
      if (draft !== undefined && draft.signers.length > 0) return draft;
    }
  }

  /** Two things at once, by the first one's author. */
  #together(first: Draft): Draft {
    const second = this.#honest();
    const signers = [...new Set([...first.signers, ...second.signers])].slice(0, 16);
    return { signers, actions: [...first.actions, ...second.actions] };
  }
}
