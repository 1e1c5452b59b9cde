import type { Statement, StatementSums } from './statement.js';

/** A node of a tree of statements with what its lines make. */
export interface SummedStatement extends Statement, StatementSums {
  /** Whether the lines are its own; else they are those of the parts below it. */
  ownLines: boolean;
}

/**
 * Whether a statement is what its lines make of it: count and sum as the vendor publishes them, else the sum it asks to be paid. Where it is split, the
 * parts of each split make up the whole. A part without lines, whose whole carries them, is right when its split is.
 *
 * @param parts the statements directly below it
 * @param siblings the parts of the same whole, itself too; empty for a root
 */
export function agrees(
  statement: SummedStatement,
  parts: readonly Statement[],
  siblings: readonly Statement[],
  whole: Statement | null,
): boolean {
  if (!splitsAddUp(parts, statement)) return false;
  if (statement.lineCount === 0 && whole)
    return splitsAddUp(
      siblings.filter((each) => splitOf(each) === splitOf(statement)),
      whole,
    );
  return (
    statement.lineCount === (statement.controlCount ?? statement.lineCount) &&
    statement.lineSum === (statement.controlSum ?? statement.payable)
  );
}

function splitsAddUp(parts: readonly Statement[], whole: Statement): boolean {
  const sums = new Map<string, bigint>();
  for (const part of parts) sums.set(splitOf(part), (sums.get(splitOf(part)) ?? 0n) + part.payable);
  return [...sums.values()].every((sum) => sum === whole.payable);
}

/** Parts without a named split share one: they are what a bill simply consists of. */
function splitOf(statement: Statement): string {
  return statement.split?.by ?? '';
}
