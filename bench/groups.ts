import type { FigureGroup } from './figure.ts';
import { governanceFigures } from './governance/index.ts';
import { httpFigures } from './http/index.ts';
import { LIGHT_FIGURES, lightFigures } from './light/index.ts';
import { mapFigures } from './map/index.ts';
import { recoveryFigures } from './recovery/index.ts';
import { REPLICATION_FIGURES, replicationFigures } from './replication/index.ts';
import { scaleFigures } from './scale/index.ts';
import { submitFigures } from './submit/index.ts';

/** Every group of figures that share a set-up, and the names they yield. */
export const GROUPS: readonly {
  name: string;
  figureNames: readonly string[];
  measure: FigureGroup;
}[] = [
  { name: 'submit', figureNames: ['transactions', 'identifiers-batched'], measure: submitFigures },
  {
    name: 'governance',
    figureNames: ['governance', 'governance-retally'],
    measure: governanceFigures,
  },
  { name: 'replication', figureNames: REPLICATION_FIGURES, measure: replicationFigures },
  { name: 'http', figureNames: ['resolve', 'resolve-proof'], measure: httpFigures },
  {
    name: 'map',
    figureNames: ['map-random', 'map-sequential', 'proof-bytes', 'reopen', 'growth-insert'],
    measure: mapFigures,
  },
  { name: 'light', figureNames: LIGHT_FIGURES, measure: lightFigures },
  { name: 'recovery', figureNames: ['bft-recovery-wiped'], measure: recoveryFigures },
  { name: 'scale', figureNames: ['growth-resolve', 'memory'], measure: scaleFigures },
];
