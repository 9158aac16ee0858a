/** The one topic that the key of a connection string is for; `undefined` when it is for all. */
export function entityPathOf(connectionString: string): string | undefined {
  return /(?:^|;)\s*EntityPath\s*=\s*([^;\s]+)/i.exec(connectionString)?.[1];
}
