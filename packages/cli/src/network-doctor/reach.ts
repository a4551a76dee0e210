import { listField, numberField, objectField, textField } from '../client/read-field.ts';
import { failure, type Finding, warning } from '../doctor/finding.ts';
import type { JsonObject } from '../files/json-object.ts';
import { inLanguage } from '../output/in-language.ts';
import type { Language } from '../output/language.ts';
import type { NodeView } from './ask-nodes.ts';

interface Validator {
  readonly address: string;
  readonly name: string;
  readonly power: number;
}

/** What the nodes that answer know together. */
interface Known {
  readonly validators: readonly Validator[];
  /** Addresses of the validators that these nodes are. */
  readonly own: ReadonlySet<string>;
  /** Nodes that are connected with them and were not asked, or do not answer. */
  readonly others: number;
  readonly total: number;
  readonly needed: number;
  readonly newest: number;
}

const sum = (validators: readonly Validator[]): number =>
  validators.reduce((total, { power }) => total + power, 0);

/**
 * Whether enough voting power is connected to decide the next block: seen at once, while a chain that has just lost
 * validators rests until that block is due. Nobody tells which validator a node is but that node itself, so of the
 * connected ones that were not asked the strongest are assumed.
 */
export function reachOf(nodes: readonly NodeView[], language: Language): Finding[] {
  const known = knownOf(nodes);
  if (known === undefined || known.validators.length < 2) return [];
  const { validators, own, others, total, needed, newest } = known;
  const reached = validators.filter(({ address }) => own.has(address));
  const unknown = validators.filter(({ address }) => !own.has(address));
  const strongest = unknown.toSorted((left, right) => right.power - left.power);
  // Those that were asked and are silent may be connected, and can't be counted on.
  const silent = nodes.filter(({ consensus }) => consensus === undefined).length;
  const most = sum([...reached, ...strongest.slice(0, Math.max(0, others - silent))]);
  if (most >= needed) return [];
  const names = unknown.map(({ name, power }) => `${name} (${power})`).join(', ');
  const detail = inLanguage(
    { language },
    `At most ${most} of ${total} voting power is connected with the nodes that were asked, ${needed} is needed: no block is ` +
      `decided. Not known to be connected: ${names}; connected and not known: ${others} nodes.`,
    `与所询问节点相连的投票权至多为 ${most}（共 ${total}），需要 ${needed}：无法出块。` +
      `未确认相连：${names}；相连而身份未知的节点：${others} 个。`,
  );
  const advice = inLanguage(
    { language },
    'Ask them whether their node runs and reaches yours; give more of the nodes with --node. Reading goes on, and nothing ' +
      'is lost. Validators behind a node that passes on their votes are not seen here.',
    '请询问其节点是否在运行、能否连通；可用 --node 指定更多节点。读取照常，数据不会丢失。由其他节点转发投票的验证者此处不可见。',
  );
  // Only where everybody is known that is connected, nobody else's votes can come.
  const isCertain = others === 0 && newest > 0;
  return [(isCertain ? failure : warning)('network.unreached', detail, advice)];
}

function knownOf(nodes: readonly NodeView[]): Known | undefined {
  const views = nodes.flatMap(({ consensus }) =>
    consensus === undefined || isApart(consensus) ? [] : [consensus],
  );
  const newestOf = (view: JsonObject): number => numberField(objectField(view, 'newest'), 'block');
  const [view] = views.toSorted((left, right) => newestOf(right) - newestOf(left));
  if (view === undefined) return undefined;
  const ids = new Set(views.map(({ node }) => node));
  const peers = new Set(
    views.flatMap(({ peers: connected }) => (Array.isArray(connected) ? connected : [])),
  );
  const own = views.flatMap((each) =>
    listField(each, 'validators')
      .filter(({ isOwn }) => isOwn === true)
      .map((validator) => textField(validator, 'address')),
  );
  const power = objectField(view, 'power');
  return {
    validators: listField(view, 'validators').map(validatorOf),
    own: new Set(own),
    others: [...peers].filter((id) => !ids.has(id)).length,
    total: numberField(power, 'total'),
    needed: numberField(power, 'needed'),
    newest: newestOf(view),
  };
}

/** It signs by itself, or its CometBFT is away: then it connects nobody. */
const isApart = ({ engine, state }: JsonObject): boolean =>
  engine !== 'cometbft' || state === 'away';

function validatorOf(given: JsonObject): Validator {
  const { organization } = given;
  const address = textField(given, 'address');
  const name = typeof organization === 'string' ? organization : address;
  return { address, name, power: numberField(given, 'power') };
}
