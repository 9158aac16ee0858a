import type { Sender } from "rhea";
import { linkInternals } from "./amqp-library.ts";

/**
 * Answers drains: what there is goes out, and then a flow takes the rest of the credit back. The library answers only
 * while there is credit left; the official client waits for the answer in any case, and gives the link up without it.
 *
 * @param sendWhatThereIs - hands out messages for the credit that there is.
 */
export function answerDrains(sender: Sender, sendWhatThereIs: () => void): void {
  const link = linkInternals(sender);
  link._get_drain = () => {
    if (!link._draining) return false;
    link.delivery_count += link.credit;
    link.credit = 0;
    return true;
  };
  sender.on("sender_draining", () => {
    sendWhatThereIs();
    link.issue_flow = true;
    link.connection._register();
  });
}
