import { actions, proveKey } from '@touchmark/sdk';
import { defineCommand } from '../../command/definition.ts';
import { optional, repeated, required, withDefault } from '../../command/parameter.ts';
import { text } from '../../command/parse.ts';
import { openClient } from '../../client/open-client.ts';
import { digestOf, maybeEmpty, namedFile } from '../../options/governance.ts';
import { organizationId, role, ROLE_NAMES } from '../../options/organization.ts';
import { KEY_TO_REGISTER, keyToRegister, provenKeys } from '../../options/proven-key.ts';
import { openSigningKey, sendAndReport, WRITING_OPTIONS } from '../../options/writing.ts';
export const command = defineCommand({
  path: 'organization apply',
  summary: 'Ask to be admitted to a network',
  details:
    'Signed with a key of this machine, which proves itself and comes with the application as the first key of the organization. ' +
    'With --public-key it is signed for somebody else: a member of the network is the sponsor, and the applicant has shown by ' +
    '`touchmark key prove` that it holds the key.',
  examples: [
    'touchmark organization apply acme --name "Acme 轴承" --role enterprise-operator --document licence.pdf --key acme',
    'touchmark organization apply acme --public-key ed25519:HEX:HEX --key office',
  ],
  arguments: { id: required('ID', 'the id asked for: a-z 0-9 -', organizationId) },
  options: {
    name: optional('--name <text>', 'its name, for people', text, { otherwise: 'its id' }),
    role: repeated('--role <role>', `what it would do: ${ROLE_NAMES}`, role),
    creditCode: withDefault('--credit-code <code>', 'unified social credit code', maybeEmpty, ''),
    lei: withDefault('--lei <code>', 'legal entity identifier', maybeEmpty, ''),
    document: repeated(
      '--document <file>',
      'a document to prove by its hash, or NAME=FILE',
      namedFile,
    ),
    statement: withDefault('--statement <text>', 'a word to those who decide', maybeEmpty, ''),
    publicKey: repeated(
      '--public-key <key>',
      `a key of the applicant, signed for by a sponsor: ${KEY_TO_REGISTER}`,
      keyToRegister,
    ),
    ...WRITING_OPTIONS,
  },
  async run(context, values) {
    const key = await openSigningKey(context, values);
    const client = await openClient(context, values, {
      signers: [key],
      retryForMs: values.retryFor,
    });
    const documents = await Promise.all(values.document.map((given) => digestOf(context, given)));
    const { id, name = id, role: roles, creditCode, lei, statement } = values;
    const owner = { chainId: client.chainId, organization: id };
    const keys =
      values.publicKey.length === 0
        ? [proveKey(key, owner)]
        : await provenKeys(context, values, owner, values.publicKey);
    const application = { id, name, roles, keys, creditCode, lei, documents, statement };
    await sendAndReport(context, client, [actions.apply(application)], values);
  },
});
