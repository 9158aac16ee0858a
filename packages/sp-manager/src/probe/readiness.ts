/** What is known of whether an identity can be used. */
export type Readiness =
  /** It signed in, and every role was seen to work. */
  | { readonly state: "proved"; readonly elapsedMs: number; readonly attempts: number }
  /** A fixed time was waited, and nothing was looked at. */
  | { readonly state: "waited"; readonly elapsedMs: number }
  /** Nobody here can sign in as it, so that nothing could be looked at. */
  | { readonly state: "unproved"; readonly reason: string };
