import type { Lab } from './lab.js';

/** Thrown by a check that finds it has nothing to look at: the plugin does not have the thing, or the vendor does not play the fault. */
export class DoesNotApply extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = 'DoesNotApply';
  }
}

/** What is known of a connector before anything is started. */
export type Plugin = Pick<Lab, 'manifest' | 'connector'>;

/** One thing the suite proves of a whole connector, or of one of its streams. */
export interface Check {
  /** Stable: named in `bypass`. */
  id: string;
  /** What holds when it passes. */
  title: string;
  /** Whether it is run once, or once for each stream. */
  of: 'connector' | 'stream';
  /** Why it says nothing about this connector or stream, known before anything is started; null when it does. */
  notFor?(plugin: Plugin, stream: string): string | null;
  /** @param stream the stream's id; empty for a check of the whole connector. @throws AssertionError, DoesNotApply */
  run(lab: Lab, stream: string): Promise<void>;
}

/** Why a check of a list that can be read again says nothing about a stream: each message is given until it is acknowledged, and then never again. */
export const fedByMessages = ({ manifest }: Plugin, stream: string): string | null =>
  manifest.streams[stream]!.delivery === 'messages' ? 'its records come out of a queue: the checks message.* stand for this' : null;
