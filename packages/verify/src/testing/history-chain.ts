import { CborWriter } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { encodeVersioned } from '@touchmark/state/proof';
import { changeKey } from '../record/record-keys.ts';
import { createTestChain, type TestBlock, type TestChain } from './test-chain.ts';
import { blockOf, type TestChange } from './test-records.ts';

export const PREFIX = '88.118.8';
export const MOVED = '88.118.8/moved';
export const ALIAS = '88.118.8/alias';
export const DANGLING = '88.118.8/dangling';

const url = (data: string) => [{ index: 1, type: 'URL', data }];
const aliasOf = (data: string) => [{ index: 1, type: 'HS_ALIAS', data }];

/** The block, with these lists of changes under the prefix. */
function logged(chain: TestChain, block: TestBlock, lists: readonly string[][]): TestBlock {
  const { height, timeMs } = chain.next();
  const key = changeKey(PREFIX, height);
  const archived = [...(block.archived ?? [])];
  let current: Uint8Array | undefined;
  for (const [place, suffixes] of lists.entries()) {
    if (current !== undefined) {
      const archiveKey = new Uint8Array(key.length + 4);
      archiveKey.set(key);
      new DataView(archiveKey.buffer).setUint32(key.length, place);
      archived.push({ key: archiveKey, value: current });
    }
    const writer = new CborWriter().array(suffixes.length);
    for (const suffix of suffixes) writer.text(suffix);
    current = encodeVersioned({
      version: place + 1,
      height,
      timeMs,
      previous: current === undefined ? null : sha256(current),
      body: writer.finish(),
    });
  }
  const writes = [...(block.writes ?? [])];
  if (current !== undefined) writes.push({ key, value: current });
  return { writes, archived };
}

/**
 * Block 2: the prefix itself, moved v1, an alias of it, an alias of that one, one of nothing; block 4:
 * moved v2; block 6: moved v3, retired. The lists of block 2 fill two versions. The newest header is 9.
 */
export async function historyChain(powers: readonly bigint[]): Promise<TestChain> {
  const chain = await createTestChain({ powers });
  const add = (changes: readonly TestChange[], lists: readonly string[][]) =>
    chain.add(logged(chain, blockOf(chain, changes), lists));
  await add(
    [
      { identifier: ALIAS, values: aliasOf(MOVED) },
      { identifier: `${PREFIX}/alias-2`, values: aliasOf(ALIAS) },
      { identifier: DANGLING, values: aliasOf('88.118.8/nothing') },
      { identifier: MOVED, values: url('https://one.example') },
    ],
    [
      ['', 'alias', 'alias-2'],
      ['dangling', 'moved'],
    ],
  );
  await add([{ identifier: MOVED, values: url('https://two.example') }], [['moved']]);
  const retired = { identifier: MOVED, values: url('https://two.example'), reason: 'scrapped' };
  await add([retired], [['moved']]);
  await chain.add({});
  return chain;
}
