import { canMount, fillDisk } from '../faults/disk-full/fill-disk.ts';
import type { LongRun } from './long-run.ts';

const KIBIBYTE = 1024;
const SMALLEST = 16;
const LARGEST = 2_400;
const STEP = 24;

export const diskFull: LongRun = {
  name: 'disk-full',
  about:
    'disks of many sizes fill up at every place: the engine stops, and goes on when there is room',
  async run(say, scale) {
    if (!canMount()) throw new Error('this run mounts small disks: start it as root');
    const wrong: string[] = [];
    const ends: Record<string, number> = {};
    let [disks, promises] = [0, 0];
    for (let size = SMALLEST; size <= LARGEST; size += Math.ceil(STEP / scale)) {
      disks += 1;
      try {
        const seen = await fillDisk(size * KIBIBYTE);
        promises += seen.promises;
        for (const end of seen.ends) {
          const kind = end.split(':')[0] ?? end;
          ends[kind] = (ends[kind] ?? 0) + 1;
          if (!/disk is full/.test(end)) wrong.push(`${size} KiB: ${end}`);
        }
      } catch (error) {
        wrong.push(`${size} KiB: ${String(error)}`);
      }
      say(`${size} KiB: ${promises} promises so far, ${wrong.length} wrong`);
    }
    return { passed: wrong.length === 0, figures: { disks, promises, ends, wrong } };
  },
};
