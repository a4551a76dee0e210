import type { Action } from '@touchmark/codec';
import { compareBytes } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { readApplication } from './application.ts';
import { putDocument } from './documents.ts';
import { refuse } from './errors.ts';
import { applicationKey } from './keys.ts';
import { admitOrganization } from './admit.ts';
import { digest, organizationId, roles } from './params.ts';
import { putProfile } from './profile.ts';
import type { Role } from './roles.ts';

export interface AdmitApplicantParams {
  readonly id: string;
  /** SHA-256 of the application's entry: what was looked at is what is admitted. */
  readonly application: Uint8Array;
  readonly roles: readonly Role[];
}

export const admitApplicant: ActionDefinition<AdmitApplicantParams> = {
  type: 'organizations.admit-applicant',
  about: 'Admits who has applied, with the name, keys, codes and documents of the application.',
  authority: 'the constitution',
  params: map({ id: organizationId, application: digest, roles }),
  governed: true,
  execute(context, params) {
    const { id } = params;
    const application = readApplication(context, id, context.block.timeMs);
    if (application === undefined) return refuse('ORGANIZATIONS_APPLICATION_UNKNOWN', { id });
    if (compareBytes(application.hash, params.application) !== 0) {
      return refuse('ORGANIZATIONS_APPLICATION_CHANGED', { id });
    }
    const { name, keys, creditCode, lei, documents } = application;
    const { transactionId } = context;
    const refusal =
      admitOrganization(context, { id, name, roles: params.roles, keys }) ??
      (creditCode === '' && lei === ''
        ? undefined
        : putProfile(context, id, { creditCode, lei }, transactionId));
    if (refusal !== undefined) return refusal;
    for (const document of documents) putDocument(context, id, document, transactionId);
    context.remove(applicationKey(id));
    return undefined;
  },
};

export function encodeAdmitApplicant(params: AdmitApplicantParams): Action {
  return encodeAction(admitApplicant, params);
}
