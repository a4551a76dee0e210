import type { Static } from 'typebox';
import type { StateReference, When } from './schemas/basics.ts';

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

export const timeOf = (timeMs: number): string => new Date(timeMs).toISOString();

export const whenOf = (point: { height: number; timeMs: number }): Static<typeof When> => ({
  block: point.height,
  time: timeOf(point.timeMs),
});

export const stateOf = (head: {
  height: number;
  root: Uint8Array;
}): Static<typeof StateReference> => ({ block: head.height, root: hexOf(head.root) });
