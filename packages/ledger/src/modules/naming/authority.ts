import type { StateView } from '@touchmark/state';
import type { ActionContext } from '../../kernel/action-context.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { ADMINISTRATION_DEPTH } from '../../limits.ts';
import { isInForce, readAdministration } from './administration.ts';
import type { Appointment } from './administration.ts';
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

interface Found {
  /** Organizations from the holder down to the one in question. */
  readonly path: readonly string[];
  /** The appointment that gives it the right; null: it is the holder. */
  readonly by: Appointment | null;
}

type Finding =
  | Found
  /** Why a delegation that is there does not hold; undefined: there is none. */
  | { readonly path: undefined; readonly refusal: Refusal | undefined };

/**
 * Refuses unless the author is the holder, or administers the prefix for it: by a delegation at
 * the prefix or above it, whose grantor has kept the right by which it gave it, up to the holder,
 * none of them suspended.
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
  const { prefix, holder } = place;
  if (organization === holder) return active(state, prefix, { path: [holder], by: null });
  let refusal: Refusal | undefined;
  for (let at: string | undefined = prefix; at !== undefined; at = parentOf(at)) {
    // Above, only what the same organization holds: nobody acts for another one.
    if (at !== prefix && readPrefix(state, at)?.body.holder !== holder) continue;
    const found = findAppointment(state, timeMs, at, organization, right);
    if (found.path !== undefined) return found;
    refusal ??= found.refusal;
  }
  return { path: undefined, refusal };
}

/** Whether what was last delegated to an organization at exactly this prefix gives it the right. */
export function findAppointment(
  state: StateView,
  timeMs: number,
  prefix: string,
  organization: string,
  right: Right,
): Finding {
  const found = followAppointment(state, timeMs, prefix, organization, right);
  return found.path === undefined ? found : active(state, prefix, found);
}

/**
 * The same, if nobody were suspended.
 *
 * It goes from each appointment to the one by which it was given, up to the holder, and never looks
 * for another: so what has ended once, ends for good what was given by it, and it takes as many
 * steps as an administration may be deep.
 */
export function followAppointment(
  state: StateView,
  timeMs: number,
  prefix: string,
  organization: string,
  right: Right,
): Finding {
  const first = readAdministration(state, prefix, organization)?.body;
  if (first === undefined) return { path: undefined, refusal: undefined };
  let path: readonly string[] = [organization];
  let at = { prefix, organization, given: first };
  for (let wanted = right; ; wanted = 'delegate') {
    const { given } = at;
    const lacks = wanted === 'delegate' && !given.mayDelegate;
    const isPast = given.tenure !== readPrefix(state, at.prefix)?.body.tenure;
    if (lacks || isPast || !isInForce(given, timeMs)) return over(at.prefix, at.organization);
    path = [given.grantor, ...path];
    const { by, grantor } = given;
    if (by === null) break;
    const above = readAdministration(state, by.prefix, grantor)?.body;
    const isGone = above?.number !== by.number || path.length >= ADMINISTRATION_DEPTH;
    if (above === undefined || isGone) return over(at.prefix, at.organization);
    at = { prefix: by.prefix, organization: grantor, given: above };
  }
  return { path, by: { prefix, number: first.number } };
}

function over(prefix: string, administrator: string): Finding {
  const refusal = refuse('NAMING_ADMINISTRATION_OVER', { prefix, administrator });
  return { path: undefined, refusal };
}

/** A suspension interrupts what goes through an organization, and ends nothing. */
function active(state: StateView, prefix: string, found: Found): Finding {
  const organization = found.path.find((id) => !isActive(state, id));
  if (organization === undefined) return found;
  const refusal = refuse('NAMING_PRINCIPAL_SUSPENDED', { prefix, organization });
  return { path: undefined, refusal };
}
