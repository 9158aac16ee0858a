/**
 * One command line that reads processors, memory, root disk and uptime, in any login shell.
 *
 * @param samples - looks at the processors, 300 ms apart; 1 is enough when there was one before.
 */
export function metricsCommand(samples: 1 | 2): string {
  const again = samples === 2 ? "sleep 0.3; head -n 1 /proc/stat; " : "";
  return `head -n 1 /proc/stat; ${again}grep -E '^Mem(Total|Available):' /proc/meminfo; sed 's/^/uptime /' /proc/uptime; df -kP /`;
}
