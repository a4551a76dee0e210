import { existsSync } from 'node:fs';
import type { Engine } from '@touchmark/engine';
import type { Logger } from '../log.ts';
import { beginRotation, isRotationDue, type RotationFiles } from './key-rotation.ts';

/** Looks after each block whether the members have put the next key into the place of the first. */
export function watchNextKey(
  engine: Engine,
  files: RotationFiles,
  log: Logger,
  restart: () => void,
): void {
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking || !existsSync(files.next)) return;
    isLooking = true;
    try {
      if (!(await isRotationDue(files, engine.chain.latest().validators))) return;
      await beginRotation(files);
      log.info(
        'the members have put the next key of this validator into place; it signs with that',
      );
      restart();
    } finally {
      isLooking = false;
    }
  };
  const tell = (error: unknown): void => {
    log.error({ err: error }, 'the next key of this validator can not be taken into use');
  };
  engine.onBlock(() => void look().catch(tell));
  void look().catch(tell);
}
