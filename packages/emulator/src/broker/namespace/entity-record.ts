/** What every entity tells of itself. Times in milliseconds since the epoch. */
export interface EntityRecord {
  readonly name: string;
  readonly path: string;
  readonly createdAtMs: number;
  updatedAtMs: number;
  accessedAtMs: number;
}
