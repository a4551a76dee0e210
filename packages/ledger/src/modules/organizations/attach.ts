import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { DOCUMENTS } from '../../limits.ts';
import { ITS_OWN } from './authority.ts';
import { listDocuments, putDocument } from './documents.ts';
import { refuse } from './errors.ts';
import { attached } from './events.ts';
import { digest, documentName, organizationId } from './params.ts';
import type { GivenDocument } from './params.ts';
import { readOrganization } from './queries.ts';

export interface AttachParams extends GivenDocument {
  readonly id: string;
}

export const attach: ActionDefinition<AttachParams> = {
  type: 'organizations.attach',
  about: 'Attaches a document by its hash, or the next version of one.',
  authority: 'the organization itself, or the constitution',
  params: map({ id: organizationId, name: documentName, digest }),
  governed: ITS_OWN,
  execute(context, params) {
    const { id, name } = params;
    if (readOrganization(context, id) === undefined) return refuse('ORGANIZATIONS_UNKNOWN', { id });
    const others = listDocuments(context, id).filter((known) => known.name !== name);
    if (others.length >= DOCUMENTS) {
      return refuse('ORGANIZATIONS_TOO_MANY_DOCUMENTS', { id, limit: DOCUMENTS });
    }
    putDocument(context, id, params, context.transactionId);
    context.emit(attached, params);
    return undefined;
  },
};

export function encodeAttach(params: AttachParams): Action {
  return encodeAction(attach, params);
}
