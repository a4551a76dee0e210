import type { Action } from '@touchmark/codec';
import { map } from '../../kernel/map-schema.ts';
import type { ActionDefinition, EventDefinition, ModuleDefinition } from '../../kernel/module.ts';
import { encodeAction } from '../../kernel/read-params.ts';
import { refusalsOf } from '../../kernel/refusal.ts';
import { text } from '../../kernel/schema.ts';
import { stateEntry } from '../../kernel/state-entry.ts';

const NOTICES_ERRORS = {
  NOTICES_TAKEN: {
    number: 500,
    en: 'There is a notice {name} of {author} already. Take it down first, or choose another name.',
    zh: '{author} 已发布名为 {name} 的公告。请先撤下，或另选名称。',
  },
} as const;
const refuse = refusalsOf(NOTICES_ERRORS);

const name = text({ form: 'a-z', minBytes: 1, maxBytes: 16, accepts: (of) => /^[a-z]+$/.test(of) });
const words = text({ form: 'any', minBytes: 1, maxBytes: 200, accepts: () => true });

const NOTICE = stateEntry({
  name: 'notice',
  about: 'A notice that is up.',
  lead: [0x50, 0x6e],
  of: 'organization id, / and name',
  value: map({ words }),
  versioned: true,
});

const posted: EventDefinition<{ readonly author: string; readonly name: string }> = {
  type: 'notices.posted',
  about: 'A notice was put up.',
  params: map({
    author: text({ form: 'a-z 0-9 -', minBytes: 2, maxBytes: 32, accepts: () => true }),
    name,
  }),
};

export interface PostParams {
  readonly name: string;
  readonly words: string;
}

export const post: ActionDefinition<PostParams> = {
  type: 'notices.post',
  about: 'Puts up a notice.',
  authority: 'anyone',
  params: map({ name, words }),
  execute(context, params) {
    const { author } = context;
    const place = `${author}/${params.name}`;
    if (NOTICE.get(context, place) !== undefined) {
      return refuse('NOTICES_TAKEN', { author, name: params.name });
    }
    NOTICE.put(context, place, { words: params.words });
    context.emit(posted, { author, name: params.name });
    return undefined;
  },
};

export const encodePost = (params: PostParams): Action => encodeAction(post, params);

export const notices: ModuleDefinition = {
  name: 'notices',
  version: 1,
  about: 'A board on which organizations put up notices.',
  actions: [post],
  events: [posted],
  errors: NOTICES_ERRORS,
  errorNumbers: [500, 599],
  keySpaces: [0x50],
  state: [NOTICE],
  queries: [],
};
