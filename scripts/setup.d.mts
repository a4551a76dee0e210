interface Needs {
  /** What tests and checks need, too. */
  readonly withDevelopment: boolean;
}
type Packages = Readonly<Record<string, { readonly version?: string }>>;

export function isComplete(locked: Packages, installed: Packages, needs: Needs): boolean;
export function ensureDependencies(needs?: Needs): Promise<void>;
