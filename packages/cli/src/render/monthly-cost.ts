/** What a month costs by the price table; what nobody knows is said to be unknown, never 0. */
export function monthlyCost(costUsd: number | null): string {
  return costUsd === null ? "unknown" : `$${costUsd.toFixed(2)}`;
}

/** The sum of what is known, and of how many things the price is not. */
export function monthlyCostTotal(costsUsd: readonly (number | null)[]): { knownUsd: number; unpriced: number } {
  const known = costsUsd.flatMap((cost) => cost ?? []);
  const sum = known.reduce((total, cost) => total + cost, 0);
  return { knownUsd: Math.round(sum * 100) / 100, unpriced: costsUsd.length - known.length };
}

/** {@link monthlyCostTotal} in words. */
export function monthlyCostInWords({ knownUsd, unpriced }: { knownUsd: number; unpriced: number }): string {
  return `about $${knownUsd.toFixed(2)} a month${unpriced === 0 ? "" : `, and ${unpriced} of unknown price`}`;
}
