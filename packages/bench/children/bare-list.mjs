import process from "node:process";

/** The requests of `azlin list`, sent by hand: what a list costs at least. */
const [url] = process.argv.slice(2);
const { tenantId, subscriptionId } = JSON.parse(process.env.BENCH_ACCOUNT);

const form = new URLSearchParams({
  client_id: "00000000-0000-4000-8000-00000000a271",
  client_secret: "bench",
  grant_type: "client_credentials",
  scope: "https://management.azure.com/.default",
});
const answer = await fetch(`${url}/${tenantId}/oauth2/v2.0/token`, { method: "POST", body: form });
const { access_token: token } = await answer.json();
const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };

const list = `${url}/subscriptions/${subscriptionId}/providers/Microsoft.Compute/virtualMachines?api-version=2024-07-01`;
const query =
  "Resources | where type in~ ('microsoft.network/networkinterfaces', 'microsoft.network/publicipaddresses')" +
  " | project id, type, ipAddress = tostring(properties.ipAddress), ipConfigurations = properties.ipConfigurations" +
  " | order by id asc";
const graph = `${url}/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01`;
const body = JSON.stringify({ query, options: { $top: 1000, resultFormat: "objectArray" } });
const answers = await Promise.all([
  fetch(list, { headers }),
  fetch(`${list}&statusOnly=true`, { headers }),
  fetch(graph, { method: "POST", headers, body }),
]);
const [vms, states, addresses] = await Promise.all(answers.map((response) => response.json()));
const stateOf = new Map(
  states.value.map((vm) => [vm.id.toLowerCase(), vm.properties.instanceView.statuses.at(-1).code]),
);
const rows = vms.value.map((vm) => ({ name: vm.name, power: stateOf.get(vm.id.toLowerCase()), tags: vm.tags }));
process.stdout.write(JSON.stringify({ rows, addresses: addresses.count }));
