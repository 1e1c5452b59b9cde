import { type Installation, until } from '../installation.js';

/** Kills the embedded server of an installation as a machine's trouble would, and waits until another one answers the gateway. */
export async function killDatabase(installation: Installation, gateway: string): Promise<void> {
  const killed = await installation.databasePid();
  process.kill(killed!, 'SIGKILL');
  await until('the database to be back', async () => {
    if ([killed, null].includes(await installation.databasePid())) return false;
    return (await fetch(`${gateway}/health/ready`)).ok;
  });
}
