import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { refuse } from './errors.ts';
import { templateSet } from './events.ts';
import { prefix, valueTypes, version, yesOrNo } from './params.ts';
import type { YesOrNo } from './params.ts';
import type { Template } from './template.ts';
import { writeRules } from './write-rules.ts';

export interface SetTemplateParams {
  readonly prefix: string;
  readonly expectedVersion: number;
  /** Types that each record must have. */
  readonly required: readonly string[];
  /** Types that it may have. */
  readonly optional: readonly string[];
  /** Whether it may have types that are in neither list. */
  readonly others: YesOrNo;
}

export const setTemplate: ActionDefinition<
  Omit<SetTemplateParams, 'required' | 'optional'> & Record<'required' | 'optional', string[]>,
  SetTemplateParams
> = {
  type: 'naming.set-template',
  about:
    'Says which types of values the records directly under a prefix must and may have, from their ' +
    'next registration or change on. No types, and others allowed: no template.',
  authority: 'the holder of the prefix',
  params: map({
    prefix,
    expectedVersion: version,
    required: valueTypes,
    optional: valueTypes,
    others: yesOrNo,
  }),
  execute(context, params) {
    const { required, optional } = params;
    const both = required.find((type) => optional.includes(type));
    if (both !== undefined) {
      return refuse('NAMING_TEMPLATE_AMBIGUOUS', { prefix: params.prefix, type: both });
    }
    const others = params.others === 'yes';
    const isNone = others && required.length === 0 && optional.length === 0;
    const template: Template | null = isNone ? null : { others, required, optional };
    const written = writeRules(context, params, { template });
    if ('code' in written) return written;
    context.emit(templateSet, { prefix: params.prefix, version: written.version });
    return undefined;
  },
};

export function encodeSetTemplate(params: SetTemplateParams): Action {
  return encodeAction(setTemplate, params);
}
