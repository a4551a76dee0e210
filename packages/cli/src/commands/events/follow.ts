import { fetchBytes } from '../../client/fetch-json.ts';
import { openClient } from '../../client/open-client.ts';
import { defineCommand } from '../../command/definition.ts';
import { optional, repeated } from '../../command/parameter.ts';
import { text, wholeNumber } from '../../command/parse.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { plain } from '../../output/plain.ts';
import { inLanguage } from '../../output/in-language.ts';
import { wordsOf } from '../../output/words.ts';

function eventId(given: string): string {
  if (/^\d{1,15}-\d{1,10}-\d{1,10}$/.test(given)) return given;
  throw new RangeError(`must be an event's id such as 12-0-0, not "${given}".`);
}

export const command = defineCommand({
  path: 'events follow',
  summary: 'Print what happens on the ledger, as it happens',
  details:
    'One line an event; with --json each is a JSON document. As the node tells it: events say ' +
    'where to look, what they are about is proven by resolving it. Broken connections are made ' +
    'anew without losing an event. Ends with an interrupt, or after --limit events.',
  examples: [
    'touchmark events follow',
    'touchmark events follow --after 0-0-0 --type naming.registered --json',
  ],
  arguments: {},
  options: {
    after: optional(
      '--after <id>',
      'begin behind this event; 0-0-0: with the first ever',
      eventId,
      {
        otherwise: 'with what happens from now on',
      },
    ),
    type: repeated('--type <type>', 'only events of this type, such as naming.registered', text),
    limit: optional(
      '--limit <number>',
      'end after so many',
      wholeNumber(1, Number.MAX_SAFE_INTEGER),
    ),
    ...READING_OPTIONS,
  },
  async run(context, values) {
    const { output } = context;
    // The stream itself waits for a node that is away; whether there is one at all is asked first.
    await fetchBytes(values.url, '/livez', values.timeout);
    const client = await openClient(context, values);
    const signal = context.takeInterrupts();
    const onReconnect = (_error: unknown, pauseMs: number): void =>
      output.talk(
        wordsOf(context.language).again(
          inLanguage(context, 'The connection broke.', '连接中断。'),
          Math.ceil(pauseMs / 1000),
        ),
      );
    const { after, limit = Number.MAX_SAFE_INTEGER } = values;
    let count = 0;
    for await (const event of client.events({
      signal,
      onReconnect,
      ...(after === undefined ? {} : { after }),
    })) {
      if (values.type.length > 0 && !values.type.includes(event.type)) continue;
      output.line(
        event,
        () => `${event.id}  ${event.type}  ${plain(JSON.stringify(event.params))}`,
      );
      count += 1;
      if (count >= limit) return;
    }
  },
});
