import { decodeTrustPath } from '@touchmark/verify';
import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { writeOutput } from '../../files/write-output.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { inLanguage } from '../../output/in-language.ts';

export const command = defineCommand({
  path: 'trust path',
  summary: 'Save how the validators changed since the genesis file, signed by those before them',
  details:
    'Keep the file with answers and receipts: `touchmark verify --trust-path` needs it, offline, for whatever was ' +
    'signed by validators that the genesis file does not name.',
  examples: ['touchmark trust path --genesis genesis.json --out network.path'],
  arguments: {},
  options: { out: required('--out <file>', 'file to write', text), ...READING_OPTIONS },
  async run(context, values) {
    const client = await openClient(context, values);
    const path = client.trustPath();
    await writeOutput(values.out, path);
    const heights = decodeTrustPath(path).map(({ header }) => header.height);
    const { chainId } = client;
    context.output.result({ file: values.out, chainId, headers: heights }, () =>
      heights.length === 0
        ? inLanguage(
            context,
            `${chainId}: the validators of the genesis file are those of today.`,
            `${chainId}：创世文件中的验证者即当前的验证者。`,
          )
        : inLanguage(
            context,
            `${chainId}: headers ${heights.join(', ')}`,
            `${chainId}：区块头 ${heights.join('、')}`,
          ),
    );
  },
});
