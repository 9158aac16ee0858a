import { draws } from "../healing/draws.mjs";
import { documentOf, idOf, subnetOf } from "./documents.mjs";
import { OTHER_RUN_ID, RUN_ID, SCALE } from "./scale.mjs";

const RUN_TAGS = { "AzureHayMaker-managed": "true", RunId: RUN_ID, Scenario: "fleet" };
const OTHER_TAGS = { ...RUN_TAGS, RunId: OTHER_RUN_ID };
/** Holds only what belongs to others, some of which the run uses. */
const SHARED_GROUP = "shared";

/**
 * A run's resources with locks on some, and what belongs to others among them. The same seed makes the same world. Who uses
 * whom is known here without reading documents: `users` has, by id, the ids that have to go first.
 *
 * @returns resources in the order in which they were made, what is used before what uses it.
 */
export function makeWorld(seed, scale = SCALE) {
  const world = { seed, scale, chance: draws(seed), resources: [], users: new Map(), locks: [], next: 0 };
  const groups = Array.from({ length: scale.groups }, (_, index) => `run-${String(index).padStart(2, "0")}`);
  addSharedGroup(world);
  const networks = groups.map((group) => addNetworks(world, group));
  for (let index = 0; index < scale.vms; index++) addVm(world, { index, groups, networks });
  for (const [index, group] of groups.entries()) {
    if (index < scale.groups - scale.ownGroups) addForeign(world, { index, group, networks });
  }
  addLocks(world, groups);
  return world;
}

function add(world, { group, kind, name, tags = RUN_TAGS, ids = {} }) {
  const id = idOf(group, kind, name);
  world.next += 1;
  const guid = `00000000-0000-4000-9000-${String(world.next).padStart(12, "0")}`;
  const isOurs = tags === RUN_TAGS;
  world.resources.push({ id, kind, group, isOurs, body: documentOf({ kind, tags, ids, guid }) });
  return id;
}

function addUse(world, user, used) {
  const users = world.users.get(used);
  if (users === undefined) world.users.set(used, [user]);
  else users.push(user);
}

function addSharedGroup(world) {
  add(world, { group: SHARED_GROUP, kind: "group", tags: {} });
  world.sharedNsg = add(world, { group: SHARED_GROUP, kind: "nsg", name: "everybody", tags: {} });
}

function addNetworks(world, group) {
  add(world, { group, kind: "group" });
  const several = (kind, count) =>
    Array.from({ length: count }, (_, index) => add(world, { group, kind, name: `${group}-${kind}-${index}` }));
  return {
    networks: several("network", world.scale.networksPerGroup),
    nsgs: several("nsg", world.scale.securityGroupsPerGroup),
  };
}

function addVm(world, { index, groups, networks }) {
  const { chance } = world;
  const at = index % groups.length;
  const group = groups[at];
  const name = `vm-${String(index).padStart(4, "0")}`;
  const network = pick(chance, networks[placeOf(world, at, "subnet")].networks);
  const ownNsg = pick(chance, networks[placeOf(world, at, "securityGroup")].nsgs);
  const nsg = chance.next() < world.scale.elsewhere.shared ? world.sharedNsg : ownNsg;
  const ip = add(world, { group, kind: "ip", name: `${name}-ip` });
  const nic = add(world, { group, kind: "nic", name: `${name}-nic`, ids: { subnet: subnetOf(network), ip, nsg } });
  const ids = { nic, vm: idOf(group, "vm", name) };
  const osDisk = add(world, { group, kind: "disk", name: `${name}-os`, ids });
  const dataDisk = add(world, { group, kind: "disk", name: `${name}-data`, ids });
  const vm = add(world, { group, kind: "vm", name, ids: { nic, osDisk, dataDisk } });
  for (const used of [ip, nsg, network]) addUse(world, nic, used);
  for (const used of [nic, osDisk, dataDisk]) addUse(world, vm, used);
}

/** The group in which a VM has its network or security group: mostly its own, else one that does not go as a whole. */
function placeOf({ chance, scale }, at, what) {
  const isElsewhere = chance.next() < scale.elsewhere[what];
  return isElsewhere ? (at + 1) % (scale.groups - scale.ownGroups) : at;
}

function pick(chance, list) {
  return list[chance.below(list.length)];
}

/** What others have put into a group of the run; in some groups it uses what is the run's. */
function addForeign(world, { index, group, networks }) {
  const owners = [{}, OTHER_TAGS];
  add(world, { group, kind: "disk", name: `${group}-theirs`, tags: owners[index % 2] });
  add(world, { group, kind: "ip", name: `${group}-their-ip`, tags: owners[(index + 1) % 2] });
  if (index % 3 !== 0) return;
  const [network] = networks[index].networks;
  const [nsg] = networks[index].nsgs;
  const ids = { subnet: subnetOf(network), nsg };
  const nic = add(world, { group, kind: "nic", name: `${group}-their-nic`, tags: owners[0], ids });
  for (const used of [network, nsg]) addUse(world, nic, used);
}

function addLocks(world, groups) {
  const { scale, chance, resources } = world;
  const ours = resources.filter(({ isOurs, kind }) => isOurs && kind !== "group");
  const lockable = new Set(groups.slice(0, scale.groups - scale.ownGroups - scale.unlockedGroups));
  const candidates = ours.filter(({ group }) => lockable.has(group));
  const count = Math.round(ours.length * scale.lockedShare);
  world.locks = chance.some(count, candidates.length).map((index) => candidates[index].id);
}
