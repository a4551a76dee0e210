import type { Client } from '@touchmark/sdk';
import type { VerifiedRecord } from '@touchmark/verify';
import type { CommandContext } from '../command/context.ts';
import type { Language } from '../output/language.ts';
import { answerText } from '../output/answer.ts';

/** There is nothing to change, proven. Exit code 3. */
export class NothingToChange extends Error {
  readonly code: 'RECORD_ABSENT' | 'RECORD_RETIRED';

  constructor(identifier: string, isRetired: boolean, language: Language) {
    const [english, chinese] = isRetired
      ? ['is retired for good', '已永久停用']
      : ['is not registered', '未注册'];
    super(
      language === 'zh'
        ? `${identifier} ${chinese}，未作任何更改。`
        : `${identifier} ${english}; nothing was changed.`,
    );
    this.name = 'NothingToChange';
    this.code = isRetired ? 'RECORD_RETIRED' : 'RECORD_ABSENT';
  }
}

/**
 * The record that a command is about to change, verified.
 *
 * @throws NothingToChange if it is proven absent or retired; the proof is told before.
 */
export async function currentRecord(
  context: CommandContext,
  client: Client,
  identifier: string,
): Promise<VerifiedRecord> {
  const answer = await client.resolve(identifier);
  if (answer.status === 'present' && answer.record !== undefined) return answer.record;
  if (!context.output.json) context.output.talk(`${answerText(answer, context)}\n`);
  throw new NothingToChange(answer.query.identifier, answer.status === 'retired', context.language);
}
