import { encodeHex } from '@touchmark/codec';
import {
  addSignature,
  decodePartialTransaction,
  encodePartialTransaction,
  missingSigners,
} from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { optional, required } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { readInput } from '../../files/read-input.ts';
import { writeOutput } from '../../files/write-output.ts';
import { SIGNING_OPTIONS } from '../../options/keys.ts';
import { openSigningKey } from '../../options/writing.ts';
import { shellWord } from '../../output/shell-word.ts';
import { MAX_TRANSACTION_FILE_BYTES } from '../../transaction/limits.ts';
import { inLanguage } from '../../output/in-language.ts';

export const command = defineCommand({
  path: 'transaction sign',
  summary: 'Add a signature to a transaction, offline',
  details:
    'Look at what you sign first: `touchmark transaction show FILE`. Signers may sign in any order, ' +
    'anywhere. The file is for these commands: `transaction submit` sends it, `transaction pack` writes of it ' +
    'what the HTTP interface takes.',
  examples: ['touchmark transaction sign t.transaction --key acme'],
  arguments: { file: required('FILE', 'transaction, as `transaction create` wrote it', text) },
  options: {
    out: optional('--out <file>', 'file to write', text, { otherwise: 'the same file' }),
    ...SIGNING_OPTIONS,
  },
  async run(context, values) {
    const partial = decodePartialTransaction(
      await readInput(context, values.file, MAX_TRANSACTION_FILE_BYTES),
    );
    const key = await openSigningKey(context, values);
    const signed = await addSignature(partial, key);
    const out = values.out ?? values.file;
    await writeOutput(out, encodePartialTransaction(signed));
    const missing = missingSigners(signed).map(encodeHex);
    const shown = {
      transaction: encodeHex(signed.id),
      signedBy: encodeHex(key.keyId),
      missing,
      file: out,
    };
    context.output.result(shown, () => shown.transaction);
    context.output.talk(
      missing.length === 0
        ? inLanguage(
            context,
            `Everybody has signed. Next: npx touchmark transaction submit ${shellWord(out)}`,
            `所有签名已齐。下一步：npx touchmark transaction submit ${shellWord(out)}`,
          )
        : inLanguage(
            context,
            `Still to sign: ${missing.join(', ')}`,
            `尚待签名：${missing.join('、')}`,
          ),
    );
  },
});
