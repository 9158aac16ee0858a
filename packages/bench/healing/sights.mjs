/** SSH answers. */
export const OPEN = "open";
/** It runs, and SSH does not answer. */
export const CLOSED = "closed";
/** SSH does not answer, and Azure does not say whether it runs. */
export const UNREAD = "unread";
/** It was shut down from within: against its user's will. */
export const OFF = "off";
/** Its user, or Azure, has taken it off. */
export const GONE = "gone";
