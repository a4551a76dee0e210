import { ProblemError } from '../problems/problem.ts';
import type { Disclose } from './answer.ts';

/** Checks a read token and gives the restricted values it opens. */
export function discloseWith(_authorization: string): Disclose {
  return () => {
    throw new ProblemError('READ_TOKEN_INVALID', { headers: { 'www-authenticate': 'Touchmark' } });
  };
}
