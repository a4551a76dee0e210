/** `overlap until …`: what a key is worth, and for how long. */
export function keyStatusText(status: string, notBefore?: string, notAfter?: string): string {
  const from = notBefore === undefined || status !== 'not-yet' ? '' : ` from ${notBefore}`;
  if (notAfter === undefined) return status + from;
  return `${status}${from} ${status === 'expired' ? 'since' : 'until'} ${notAfter}`;
}
