import type { People } from '@interline/sdk';
import type { WorldOrder } from '@interline/sdk/simulator';
import { KINDS, suiteWorld, worldPeople } from '@interline/sdk/testkit';

/** Orders a simulator is to make by itself, and the span they are paid in. */
export interface SimulatorVolume {
  orders: number;
  from: Date;
  to: Date;
}

/** Gives a simulator a few people and as many orders as wanted, of every kind its vendor sells. @returns those people */
export async function fillSimulator(url: string, { orders, from, to }: SimulatorVolume): Promise<People> {
  const kinds = await kindsSold(url, to);
  const { people, legalEntities } = suiteWorld([], to);
  await tellSimulator(url, '/facts', { people, legalEntities });
  if (orders > 0 && kinds.length > 0)
    await tellSimulator(url, '/generate', { orders, from: from.toISOString(), to: to.toISOString(), seed: 1, kinds });
  return worldPeople(people!);
}

/** What kinds of orders a simulator takes. It has forgotten everything afterwards. */
export async function kindsSold(url: string, now: Date): Promise<WorldOrder['kind'][]> {
  const kinds: WorldOrder['kind'][] = [];
  for (const kind of KINDS) {
    const { ignored } = await tellSimulator<{ ignored: number }>(url, '/facts', { orders: suiteWorld([kind], now).orders!.slice(0, 1) });
    if (ignored === 0) kinds.push(kind);
  }
  await tellSimulator(url, '/reset', {});
  return kinds;
}

/** Gives a simulator a command. @returns its answer @throws Error when it refuses */
export async function tellSimulator<Answer>(url: string, path: string, body: unknown): Promise<Answer> {
  const answer = await fetch(`${url}/_control${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`the simulator refused ${path}: ${await answer.text()}`);
  return (await answer.json()) as Answer;
}
