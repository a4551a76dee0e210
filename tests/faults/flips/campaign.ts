import { cpSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AskedProcess } from '../asked-process.ts';
import { seededRandom } from '../seeded-random.ts';
import { withFolder } from '../with-folder.ts';
import { goOn, makeStore } from './flip-store.ts';

const CHECKER = resolve(import.meta.dirname, 'checker.ts');
const META_PAGES = 2;
const PAGE_BYTES = 4096;
/** Of a meta page, what LMDB reads. */
const META_BYTES = 176;

export interface FlipReport {
  readonly flips: number;
  /** How often what came of a flip; `WRONG` must not. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Files and bits of those that went wrong. */
  readonly wrong: readonly string[];
}

/** Flips so many bits anywhere in a store, and each `metaStep`th of where LMDB's file begins. */
export function flipBits(
  count: number,
  metaStep: number,
  say: (text: string) => void,
): Promise<FlipReport> {
  return withFolder(async (folder) => {
    const pristine = join(folder, 'pristine');
    const digest = await makeStore(pristine);
    const later = join(folder, 'later');
    cpSync(pristine, later, { recursive: true });
    const digestLater = await goOn(later);
    const checker = new AskedProcess([
      CHECKER,
      join(folder, 'place'),
      pristine,
      digest,
      digestLater,
    ]);
    const outcomes: Record<string, number> = {};
    const wrong: string[] = [];
    let flips = 0;
    for (const question of [...metaBits(metaStep), ...randomBits(pristine, count)]) {
      const outcome = await checker.ask(question);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      if (outcome === 'WRONG') wrong.push(question);
      flips += 1;
      if (flips % 200 === 0) say(`${flips} flips: ${JSON.stringify(outcomes)}`);
    }
    checker.close();
    return { flips, outcomes, wrong };
  });
}

function metaBits(step: number): string[] {
  const bits: string[] = [];
  for (let page = 0; page < META_PAGES; page += 1) {
    for (let bit = 0; bit < META_BYTES * 8; bit += step) {
      bits.push(`data.mdb ${page * PAGE_BYTES * 8 + bit}`);
    }
  }
  return bits;
}

function randomBits(pristine: string, count: number): string[] {
  const random = seededRandom(1);
  const files = readdirSync(pristine).filter((name) => /\.(?:mdb|tree)$/.test(name));
  const sizes = files
    .filter((name) => name !== 'lock.mdb')
    .map((name) => ({ name, bits: statSync(join(pristine, name)).size * 8 }));
  return Array.from({ length: count }, () => {
    const { name, bits } = sizes[random(sizes.length)] ?? { name: 'data.mdb', bits: 8 };
    return `${name} ${random(bits)}`;
  });
}
