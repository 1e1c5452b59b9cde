import { kernelErrors } from './errors.js';

/** A state machine as data: each state with the states it may move to. */
export type Transitions<State extends string> = { readonly [From in State]: readonly State[] };

/** A literal transition table with its one checker. */
export interface StateTable<State extends string> {
  readonly name: string;
  readonly transitions: Transitions<State>;
  /** Whether the move stands in the table. */
  allows(from: State, to: State): boolean;
  /** Throws `CONFLICT` when the move does not stand in the table. */
  check(from: State, to: State): void;
}

/** Declares the states of one thing, in its room's `<thing>.states.ts`. The repository writes one history row per move. */
export function defineStates<State extends string>(name: string, transitions: Transitions<State>): StateTable<State> {
  const allows = (from: State, to: State): boolean => transitions[from]?.includes(to) ?? false;
  return {
    name,
    transitions,
    allows,
    check(from, to) {
      if (!allows(from, to)) throw kernelErrors.CONFLICT(`a ${name} cannot go from ${from} to ${to}`, { extensions: { from, to } });
    },
  };
}
