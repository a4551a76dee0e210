import {
  MAIN_WAITS,
  OPERATION_HEAD_BYTES,
  READ,
  RING_UNITS,
  SKIP_TO_START,
  UNIT_BYTES,
  WRITER_WAITS,
  WRITTEN,
} from './operations.ts';

/** The writer thread's end of the ring: one operation at a time is current. */
export class OperationReader {
  kind = 0;
  database = 0;
  /** Views of the ring, good until `next`. */
  key: Uint8Array = new Uint8Array(0);
  value: Uint8Array = new Uint8Array(0);
  private readonly control: Int32Array;
  private readonly ring: Uint8Array;
  private read = 0;
  private written = 0;
  private currentUnits = 0;

  constructor(control: Int32Array, ring: Uint8Array) {
    this.control = control;
    this.ring = ring;
  }

  /** Goes to the next operation; blocks the thread until there is one. */
  next(): void {
    this.read = (this.read + this.currentUnits) | 0;
    if (this.read === this.written) this.waitForMore();
    const { ring } = this;
    const at = ((this.read >>> 0) % RING_UNITS) * UNIT_BYTES;
    this.kind = ring[at] as number;
    if (this.kind === SKIP_TO_START) {
      this.currentUnits = RING_UNITS - ((this.read >>> 0) % RING_UNITS);
      this.next();
      return;
    }
    this.database = ring[at + 1] as number;
    const keyLength = (ring[at + 2] as number) | ((ring[at + 3] as number) << 8);
    const valueLength =
      (ring[at + 4] as number) |
      ((ring[at + 5] as number) << 8) |
      ((ring[at + 6] as number) << 16) |
      ((ring[at + 7] as number) << 24);
    const keyStart = at + OPERATION_HEAD_BYTES;
    this.key = ring.subarray(keyStart, keyStart + keyLength);
    this.value = ring.subarray(keyStart + keyLength, keyStart + keyLength + valueLength);
    const byteCount = OPERATION_HEAD_BYTES + keyLength + valueLength;
    this.currentUnits = Math.ceil(byteCount / UNIT_BYTES);
  }

  private waitForMore(): void {
    const { control } = this;
    Atomics.store(control, READ, this.read);
    if (Atomics.load(control, MAIN_WAITS) === 1) Atomics.notify(control, READ);
    for (;;) {
      this.written = Atomics.load(control, WRITTEN);
      if (this.written !== this.read) return;
      // Set before waiting: who writes after this notifies, and who wrote before makes the wait return at once.
      Atomics.store(control, WRITER_WAITS, 1);
      Atomics.wait(control, WRITTEN, this.read);
      Atomics.store(control, WRITER_WAITS, 0);
    }
  }
}
