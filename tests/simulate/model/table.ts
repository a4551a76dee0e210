import type { CborInput } from '@touchmark/codec';

/** Height and time of the block that is being executed. */
export interface Moment {
  readonly height: number;
  readonly timeMs: number;
}

/** What the ledger's state must hold for a row: its key, and its value as CBOR or as it is. */
export interface Form<Row> {
  key(name: string): Uint8Array;
  /** Undefined: that it is there is all that is known of it. */
  value(row: Row): CborInput | { readonly raw: Uint8Array } | undefined;
  /** Place of an item of the value that is not foretold. */
  readonly unknownItem?: number;
}

/** A place in a table that a block may have changed. */
export interface Touched {
  readonly table: Table<unknown>;
  readonly name: string;
}

/** Undoes what a transaction did, and knows what a block touched. */
export class Journal {
  readonly #undo: (() => void)[] = [];
  touched = new Map<string, Touched>();
  moment: Moment = { height: 0, timeMs: 0 };

  mark(): number {
    return this.#undo.length;
  }

  note(undo: () => void): void {
    this.#undo.push(undo);
  }

  rollback(mark: number): void {
    while (this.#undo.length > mark) this.#undo.pop()?.();
  }

  /** From here on a new block: what was done stays. */
  begin(moment: Moment): void {
    this.#undo.length = 0;
    this.touched = new Map();
    this.moment = moment;
  }
}

/** Version, height and time of a row, if it is of a versioned table. */
export interface Stamp extends Moment {
  readonly version: number;
}

interface Kept<Row> {
  readonly row: Row;
  readonly stamp: Stamp | undefined;
}

/** Rows by name. A row is never changed in its place: a change is another row. */
export class Table<Row> {
  readonly title: string;
  readonly form: Form<Row>;
  readonly isVersioned: boolean;
  readonly #journal: Journal;
  readonly #rows = new Map<string, Kept<Row>>();

  constructor(journal: Journal, title: string, form: Form<Row>, isVersioned = false) {
    this.#journal = journal;
    this.title = title;
    this.form = form;
    this.isVersioned = isVersioned;
  }

  get(name: string): Row | undefined {
    return this.#rows.get(name)?.row;
  }

  has(name: string): boolean {
    return this.#rows.has(name);
  }

  /** The stamp of a row of a versioned table; of one that is not there, version 0. */
  stamp(name: string): Stamp {
    return this.#rows.get(name)?.stamp ?? { version: 0, height: 0, timeMs: 0 };
  }

  /** Names in no order that means anything, as they are now. */
  names(): string[] {
    return [...this.#rows.keys()];
  }

  get size(): number {
    return this.#rows.size;
  }

  /** The next version, of a versioned table. */
  put(name: string, row: Row): void {
    const { height, timeMs } = this.#journal.moment;
    const version = this.stamp(name).version + 1;
    this.#set(name, { row, stamp: this.isVersioned ? { version, height, timeMs } : undefined });
  }

  /** Another row in the same version. */
  amend(name: string, row: Row): void {
    this.#set(name, { row, stamp: this.stamp(name) });
  }

  remove(name: string): void {
    if (this.#rows.has(name)) this.#set(name, undefined);
  }

  #set(name: string, next: Kept<Row> | undefined): void {
    const before = this.#rows.get(name);
    this.#journal.note(() => this.#write(name, before));
    this.#journal.touched.set(`${this.title} ${name}`, { table: this as Table<unknown>, name });
    this.#write(name, next);
  }

  #write(name: string, kept: Kept<Row> | undefined): void {
    if (kept === undefined) this.#rows.delete(name);
    else this.#rows.set(name, kept);
  }
}
