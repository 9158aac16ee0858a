import { idOf } from "./documents.mjs";

/**
 * What is true of a world, by its own record of who uses whom.
 *
 * @param durations - what the deletion of each takes, in milliseconds, by id.
 */
export function truthOf(world, durations) {
  const ours = world.resources.filter(({ isOurs }) => isOurs);
  const stays = stayingIds(world);
  return {
    ours: ours.map(({ id }) => id),
    foreign: world.resources.filter(({ isOurs }) => !isOurs).map(({ id }) => id),
    /** What of ours has to stay: locked, used by what stays, or a group that holds such or something of others. */
    stays,
    criticalPathMs: criticalPath(world, { stays, durations }),
  };
}

function stayingIds(world) {
  const stays = new Set(world.locks);
  const isUsed = ({ id }) => (world.users.get(id) ?? []).some((user) => stays.has(user));
  const owned = world.resources.filter(({ isOurs, kind }) => isOurs && kind !== "group");
  for (const { id, isOurs, group } of world.resources) {
    if (isOurs) continue;
    stays.add(id);
    stays.add(idOf(group));
  }
  // A VM stays before its interface does, and that before what it uses.
  for (const kind of ["vm", "nic", "ip", "disk", "nsg", "network"]) {
    for (const resource of owned) if (resource.kind === kind && isUsed(resource)) stays.add(resource.id);
  }
  for (const { id, group } of owned) if (stays.has(id)) stays.add(idOf(group));
  return stays;
}

/**
 * The longest chain of deletions that have to wait for each other. A group that can go goes as one, once all is gone that
 * uses anything in it from outside; all others go one by one.
 */
function criticalPath(world, { stays, durations }) {
  const groupOf = new Map(world.resources.map(({ id, group }) => [id, idOf(group)]));
  const nodeOf = (id) => (stays.has(groupOf.get(id)) ? id : groupOf.get(id));
  const usersOf = new Map();
  for (const [used, users] of world.users) {
    const node = nodeOf(used);
    const before = users.map(nodeOf).filter((user) => user !== node);
    usersOf.set(node, [...(usersOf.get(node) ?? []), ...before]);
  }
  const ends = new Map();
  const endOf = (node) => {
    if (!ends.has(node)) ends.set(node, Math.max(0, ...(usersOf.get(node) ?? []).map(endOf)) + durations.get(node));
    return ends.get(node);
  };
  const leaving = world.resources.filter(({ id, isOurs }) => isOurs && !stays.has(id));
  return leaving.reduce((longest, { id }) => Math.max(longest, endOf(nodeOf(id))), 0);
}
