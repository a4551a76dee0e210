import type { StateView } from '@touchmark/state';
import type { ActionContext } from '../../kernel/action-context.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { ADMINISTRATION_LOOKUPS } from '../../limits.ts';
import { isInForce, readAdministration } from './administration.ts';
import { refuse } from './errors.ts';
import { isActive } from './organization-standing.ts';
import { parentOf } from './prefix.ts';
import { readPrefix } from './queries.ts';

/** Under which prefix, and for whom. */
export interface Place {
  readonly prefix: string;
  /** The organization that holds the prefix (or the record under it) that is acted upon. */
  readonly holder: string;
}

/** Acting, or handing on the right to act. */
export type Right = 'act' | 'delegate';

type Finding =
  /** Organizations from the holder down to the one in question. */
  | { readonly path: readonly string[] }
  /** Why a delegation that is there does not hold; undefined: there is none. */
  | { readonly path: undefined; readonly refusal: Refusal | undefined };

const NOTHING: Finding = { path: undefined, refusal: undefined };

/**
 * Refuses unless the author is the holder, or administers the prefix for it: by a delegation at
 * the prefix or above it, whose grantor has the right in turn, up to the holder, none of them
 * suspended.
 *
 * @param stranger the refusal for an author to whom nothing was ever delegated there.
 */
export function refuseAuthor(
  context: ActionContext,
  place: Place,
  right: Right,
  stranger: Refusal,
): Refusal | undefined {
  // Who signs is active; the author of a decision may have been suspended since it proposed it.
  if (context.author === place.holder && context.mandate === 'organization') return undefined;
  const finding = findAuthority(context, context.block.timeMs, place, context.author, right);
  if (finding.path !== undefined) return undefined;
  return finding.refusal ?? stranger;
}

/** How an organization comes to act for the holder of a prefix, if it may. */
export function findAuthority(
  state: StateView,
  timeMs: number,
  place: Place,
  organization: string,
  right: Right,
): Finding {
  return new Search(state, timeMs, place.holder).find(place.prefix, organization, right);
}

/** Looks from an organization up to the holder, at each delegation once: so cycles lead nowhere. */
class Search {
  private readonly state: StateView;
  private readonly timeMs: number;
  private readonly holder: string;
  private readonly seen: string[] = [];

  constructor(state: StateView, timeMs: number, holder: string) {
    this.state = state;
    this.timeMs = timeMs;
    this.holder = holder;
  }

  find(prefix: string, organization: string, right: Right): Finding {
    if (organization === this.holder) return this.active(organization, prefix, [organization]);
    let refusal: Refusal | undefined;
    let at: string | undefined = prefix;
    for (; at !== undefined; at = parentOf(at)) {
      // Above, only what the same organization holds: nobody acts for another one.
      if (at !== prefix && readPrefix(this.state, at)?.body.holder !== this.holder) continue;
      const found = this.findAt(at, organization, right);
      if (found.path !== undefined) return found;
      refusal ??= found.refusal;
    }
    return { path: undefined, refusal };
  }

  private findAt(prefix: string, organization: string, right: Right): Finding {
    const visit = `${prefix} ${organization} ${right}`;
    const isSeen = this.seen.includes(visit) || this.seen.length === ADMINISTRATION_LOOKUPS;
    if (isSeen) return NOTHING;
    this.seen.push(visit);
    const given = readAdministration(this.state, prefix, organization)?.body;
    if (given === undefined) return NOTHING;
    const lacks = right === 'delegate' && !given.mayDelegate;
    if (lacks || !isInForce(given, this.timeMs)) {
      return this.over(prefix, organization);
    }
    const above = this.find(prefix, given.grantor, 'delegate');
    if (above.path === undefined) {
      return above.refusal === undefined ? this.over(prefix, organization) : above;
    }
    return this.active(organization, prefix, [...above.path, organization]);
  }

  private over(prefix: string, administrator: string): Finding {
    const refusal = refuse('NAMING_ADMINISTRATION_OVER', { prefix, administrator });
    return { path: undefined, refusal };
  }

  private active(organization: string, prefix: string, path: readonly string[]): Finding {
    if (isActive(this.state, organization)) return { path };
    const refusal = refuse('NAMING_PRINCIPAL_SUSPENDED', { prefix, organization });
    return { path: undefined, refusal };
  }
}
