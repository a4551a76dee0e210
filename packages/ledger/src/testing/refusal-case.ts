import type { Submitted } from './sandbox.ts';

/** Provokes one refusal in the shortest way; the name of the case is the code it must give. */
export type RefusalCases<Code extends string> = Readonly<Record<Code, () => Submitted>>;
