import { encodeHex, equalBytes, MAX_GENESIS_BYTES } from '@touchmark/codec';
import { sha256 } from '@touchmark/crypto';
import { importChain, readExportTitle, TransferError } from '@touchmark/engine';
import type { CommandContext } from '../command/context.ts';
import { defineCommand } from '../command/definition.ts';
import { flag, optional, required } from '../command/parameter.ts';
import { text } from '../command/parse.ts';
import { beginLedger } from '../data-directory/new-ledger.ts';
import { readInput } from '../files/read-input.ts';
import { textTable } from '../output/text-table.ts';
import { inLanguage } from '../output/in-language.ts';

async function requireNetwork(
  context: CommandContext,
  file: string,
  genesisFile: string | undefined,
  found: Uint8Array,
): Promise<void> {
  if (genesisFile === undefined) {
    const hash = encodeHex(sha256(found));
    context.output.talk(
      inLanguage(
        context,
        `The genesis is the file's own, SHA-256 ${hash}. Compare it, or give yours with --genesis.`,
        `创世文件取自该文件本身，SHA-256 ${hash}。请核对，或用 --genesis 指定。`,
      ),
    );
    return;
  }
  const expected = await readInput(context, genesisFile, MAX_GENESIS_BYTES);
  if (equalBytes(expected, found)) return;
  throw new TransferError(
    'EXPORT_WRONG_CHAIN',
    `${file} is an export of another network than the one of ${genesisFile}. Nothing was written.`,
  );
}

export const command = defineCommand({
  path: 'import',
  summary: 'Make a ledger of an export',
  details:
    'Executes every block again and compares each state root and result with what the ' +
    'validators signed; with --without-replay it takes the state from the file and compares ' +
    'hashes and signatures. The data directory has to be new, empty, or prepared for the same ' +
    'network by `node init`. An interrupted import is no ledger: the same command goes on, or starts over.',
  examples: [
    'touchmark import ledger.export --data /var/lib/touchmark --genesis genesis.json',
    'touchmark import ledger.export --data d --without-replay --json',
  ],
  arguments: { file: required('FILE', 'what `touchmark export` wrote', text) },
  options: {
    data: required('--data <directory>', 'data directory to make', text),
    genesis: optional('--genesis <file>', 'genesis file of the network it has to be', text, {
      otherwise: 'the genesis in the export',
    }),
    withoutReplay: flag('--without-replay', 'take the state from the file'),
  },
  async run(context, { file, data, genesis: genesisFile, withoutReplay }) {
    const { output } = context;
    const { genesisBytes, chainId } = readExportTitle(file);
    await requireNetwork(context, file, genesisFile, genesisBytes);
    const genesis = encodeHex(sha256(genesisBytes));
    const purpose = { import: genesis, way: withoutReplay ? 'state' : 'replay' };
    const signal = context.takeInterrupts();
    const target = await beginLedger(data, genesisBytes, purpose);
    try {
      const { height, root, blocks, resumedAt } = await importChain({
        file,
        directory: target.store,
        withoutReplay,
        signal,
        onProgress: ({ done }) => output.progress(String(done)),
      });
      await target.finish();
      const facts = { height, root: encodeHex(root), chainId, genesis, blocks };
      if (resumedAt > 1)
        output.talk(
          inLanguage(
            context,
            `Went on at block ${resumedAt} of an interrupted import.`,
            `从中断的导入的区块 ${resumedAt} 处继续。`,
          ),
        );
      output.result({ ...facts, data: target.directory }, () =>
        textTable(Object.entries(facts).map(([name, value]) => [name, String(value)])),
      );
    } finally {
      target.release();
    }
  },
});
