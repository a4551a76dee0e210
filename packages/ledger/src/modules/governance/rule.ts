/** By which rule a class of actions is decided. */
export interface Rule {
  /** `module.verb`, `module.*` or `*`. */
  readonly action: string;
  /** `any`, `all`, `majority`, or a fraction such as `2/3`: of the electorate without abstentions. */
  readonly threshold: string;
  /** Who votes: `role:R`, `organization:ID`, `committee:NAME`, `members`; together, each once. */
  readonly electorate: readonly string[];
  /** The part of the electorate that must have voted, such as `1/2`; `0/1`: none in particular. */
  readonly quorum: string;
  /** How long a proposal is open. */
  readonly votingMs: number;
  /** How long it waits between acceptance and execution. */
  readonly delayMs: number;
  /** Who may stop it alone, in the words of the electorate; may be empty. */
  readonly veto: readonly string[];
}

/** What was counted of one electorate. */
export interface Count {
  /** Those who may vote now. */
  readonly active: number;
  /** What the threshold is a part of: see `countElectorate`. */
  readonly size: number;
  readonly yes: number;
  readonly no: number;
  readonly abstain: number;
}

export type Verdict = 'accepted' | 'rejected' | 'open';

/** What the votes so far mean. Silence is no consent: who has not voted counts against it. */
export function judge(rule: Pick<Rule, 'threshold' | 'quorum'>, count: Count): Verdict {
  const { active, size, yes, no, abstain } = count;
  const cast = yes + no + abstain;
  const needed = yesNeeded(rule.threshold, size - abstain);
  const quorum = partOf(rule.quorum, size);
  if (yes >= needed && cast >= quorum) return 'accepted';
  const left = Math.max(0, active - cast);
  return yes + left < needed || cast + left < quorum ? 'rejected' : 'open';
}

/** Yes votes that a threshold asks for, of so many; at least one. */
export function yesNeeded(threshold: string, of: number): number {
  if (threshold === 'any') return 1;
  if (threshold === 'all') return Math.max(1, of);
  if (threshold === 'majority') return Math.floor(of / 2) + 1;
  return Math.max(1, partOf(threshold, of));
}

/** A fraction of a number, rounded up. */
function partOf(fraction: string, of: number): number {
  const { numerator, denominator } = readFraction(fraction);
  const product = of * numerator;
  const rest = product % denominator;
  return (product - rest) / denominator + (rest > 0 ? 1 : 0);
}

export function readFraction(fraction: string): { numerator: number; denominator: number } {
  const slash = fraction.indexOf('/');
  const numerator = Number(fraction.slice(0, slash));
  return { numerator, denominator: Number(fraction.slice(slash + 1)) };
}

/** True if a member of the electorate may act at once and alone. */
export function isDirect({ threshold, quorum, delayMs, veto }: Rule): boolean {
  const { numerator } = readFraction(quorum);
  return threshold === 'any' && numerator === 0 && delayMs === 0 && veto.length === 0;
}
