import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { ITS_OWN } from './authority.ts';
import { listDocuments, putDocument } from './documents.ts';
import { refuse } from './errors.ts';
import { detached } from './events.ts';
import { documentName, organizationId } from './params.ts';

export interface DetachParams {
  readonly id: string;
  readonly name: string;
}

export const detach: ActionDefinition<DetachParams> = {
  type: 'organizations.detach',
  about: 'Says that a document no longer holds; its versions stay provable.',
  authority: 'the organization itself, or the constitution',
  params: map({ id: organizationId, name: documentName }),
  governed: ITS_OWN,
  execute(context, params) {
    const { id, name } = params;
    const document = listDocuments(context, id).find((known) => known.name === name);
    if (document?.isAttached !== true) {
      return refuse('ORGANIZATIONS_DOCUMENT_UNKNOWN', { id, name });
    }
    putDocument(context, id, document, context.transactionId, false);
    context.emit(detached, params);
    return undefined;
  },
};

export function encodeDetach(params: DetachParams): Action {
  return encodeAction(detach, params);
}
