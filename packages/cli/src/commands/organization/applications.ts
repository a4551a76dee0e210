import { fetchJson } from '../../client/fetch-json.ts';
import { listField, textField } from '../../client/read-field.ts';
import { defineCommand } from '../../command/definition.ts';
import { READING_OPTIONS } from '../../options/reading.ts';
import { plain } from '../../output/plain.ts';
import { textTable } from '../../output/text-table.ts';

export const command = defineCommand({
  path: 'organization applications',
  summary: 'List who asks to be admitted',
  details: 'As the node tells it: an admission names the hash of what was looked at.',
  examples: ['touchmark organization applications --json'],
  arguments: {},
  options: READING_OPTIONS,
  async run(context, values) {
    const answer = await fetchJson(values.url, '/v1/applications');
    const applications = listField(answer, 'applications');
    context.output.result({ applications, proven: false }, () =>
      textTable(
        applications.map((application) => [
          textField(application, 'id'),
          textField(application, 'expires'),
          textField(application, 'hash'),
          textField(application, 'sponsor') || '-',
          plain(textField(application, 'name')),
        ]),
      ),
    );
  },
});
