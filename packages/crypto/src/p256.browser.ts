import { p256VerifyOnPoints } from './p256-points.ts';

export const p256Verify = p256VerifyOnPoints;
