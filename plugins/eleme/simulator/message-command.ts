import type { MessageQueue } from './messages.js';

/** What `POST /_control/messages` does to the queue, in this order. */
export interface MessageCommand {
  /** Those delivered and not confirmed come again at once. */
  redeliver?: true;
  /** The first so many that wait never come. */
  lose?: number;
  /** Each that waits comes so many times. */
  repeat?: number;
  /** Those that wait come in another order, the same one for the same seed. */
  shuffle?: number | string;
}

/** What each word of the command may be. */
const WORDS: Readonly<Record<keyof MessageCommand, (value: unknown) => boolean>> = {
  redeliver: (value) => value === true,
  lose: (value) => Number.isInteger(value) && (value as number) >= 0,
  repeat: (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 10,
  shuffle: (value) => typeof value === 'number' || typeof value === 'string',
};

/** Reads a command. @throws RangeError naming the word that is wrong */
export function readMessageCommand(body: unknown): MessageCommand {
  for (const [word, value] of Object.entries(body as object)) {
    if (!Object.hasOwn(WORDS, word) || !WORDS[word as keyof MessageCommand](value))
      throw new RangeError(`${word} is not one of {redeliver: true, lose: 0…, repeat: 1…10, shuffle: seed}`);
  }
  return body as MessageCommand;
}

/** Does to the queue what a command says. */
export function runMessageCommand(queue: MessageQueue, { redeliver, lose, repeat, shuffle }: MessageCommand, now: number): void {
  if (redeliver) queue.redeliver();
  if (lose !== undefined) queue.lose(lose, now);
  if (repeat !== undefined) queue.repeat(repeat, now);
  if (shuffle !== undefined) queue.shuffle(shuffle, now);
}
