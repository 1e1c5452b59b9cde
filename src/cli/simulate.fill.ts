import type { People } from '@interline/sdk';
import { KINDS, suiteWorld, worldPeople } from '@interline/sdk/testkit';

/** Orders a simulator is to make by itself, and the span they are paid in. */
export interface SimulatorVolume {
  orders: number;
  from: Date;
  to: Date;
}

/** Gives a simulator a few people and as many orders as wanted, of every kind its vendor sells. @returns those people */
export async function fillSimulator(url: string, { orders, from, to }: SimulatorVolume): Promise<People> {
  const post = async <Answer>(path: string, body: unknown): Promise<Answer> => {
    const answer = await fetch(`${url}/_control${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`the simulator refused ${path}: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  const kinds: string[] = [];
  for (const kind of KINDS) {
    const { ignored } = await post<{ ignored: number }>('/facts', { orders: suiteWorld([kind], to).orders!.slice(0, 1) });
    if (ignored === 0) kinds.push(kind);
  }
  await post('/reset', {});
  const { people, legalEntities } = suiteWorld([], to);
  await post('/facts', { people, legalEntities });
  if (orders > 0 && kinds.length > 0) await post('/generate', { orders, from: from.toISOString(), to: to.toISOString(), seed: 1, kinds });
  return worldPeople(people!);
}
