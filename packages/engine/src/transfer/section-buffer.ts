import { CborWriter } from '@touchmark/codec';
import type { ExportWriter } from './export-writer.ts';
import { SECTION_BYTES } from './format.ts';

/** Gathers items of one kind until they make a section. */
export class SectionBuffer {
  readonly #target: ExportWriter;
  readonly #kind: number;
  readonly #content = new CborWriter(SECTION_BYTES);
  #count = 0;
  /** Items so far, over all sections. */
  total = 0;

  constructor(target: ExportWriter, kind: number) {
    this.#target = target;
    this.#kind = kind;
  }

  /** `write` writes exactly one item. */
  add(write: (content: CborWriter) => void): void {
    write(this.#content);
    this.#count += 1;
    this.total += 1;
    if (this.#content.length >= SECTION_BYTES) this.flush();
  }

  flush(): void {
    if (this.#count === 0) return;
    this.#target.append(this.#kind, this.#count, this.#content.finish());
    this.#content.clear();
    this.#count = 0;
  }
}
