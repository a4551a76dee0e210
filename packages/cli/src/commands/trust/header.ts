import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { writeOutput } from '../../files/write-output.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { encodeTrustedHeader } from '../../trust/trusted-header-file.ts';
import { wordsOf } from '../../output/words.ts';

export const command = defineCommand({
  path: 'trust header',
  summary: 'Save the newest header, verified, to be trusted from now on',
  details:
    'The file can be given to `touchmark verify --trusted-header` in the place of the genesis file.',
  examples: ['touchmark trust header --genesis genesis.json --out header.json'],
  arguments: {},
  options: { out: required('--out <file>', 'file to write', text), ...READING_OPTIONS },
  async run(context, values) {
    const client = await openClient(context, values);
    const { trusted, hash, height, chainId } = await client.latestHeader();
    await writeOutput(values.out, encodeTrustedHeader(trusted));
    context.output.result(
      { file: values.out, chainId, height, hash },
      () => `${chainId}  ${wordsOf(context.language).atBlockAlone(height)}  ${hash}`,
    );
  },
});
