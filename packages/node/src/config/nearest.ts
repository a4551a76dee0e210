/** Edit distance (insertions, deletions, substitutions) of two short names. */
export function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let index = 0; index < left.length; index++) {
    const next = [index + 1];
    for (let column = 0; column < right.length; column++) {
      const substitution = (row[column] ?? 0) + (left[index] === right[column] ? 0 : 1);
      const insertion = (next[column] ?? 0) + 1;
      const deletion = (row[column + 1] ?? 0) + 1;
      next.push(Math.min(substitution, insertion, deletion));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

/** The known name that a misspelt one probably means, if one is close enough. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const closest = known
    .map((candidate) => ({ candidate, edits: distance(name, candidate) }))
    .sort((left, right) => left.edits - right.edits)[0];
  // Half of a short name changed is another name.
  const allowed = Math.max(Math.min(2, Math.floor(name.length / 3)), Math.floor(name.length / 8));
  return closest !== undefined && closest.edits <= allowed ? closest.candidate : undefined;
}
