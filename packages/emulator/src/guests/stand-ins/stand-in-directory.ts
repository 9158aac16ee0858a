/** First in a guest's PATH; `/usr/local` is the guest's own. */
export const STAND_IN_DIRECTORY = "/run/azlin/bin";

/** Where a stand-in says what it wants of the emulator: `reboot`, `poweroff` or `restart-ssh`, a line each. */
export const EVENTS_PATH = "/run/azlin/events";
