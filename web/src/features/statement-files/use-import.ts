import { useGateway } from '../../gateway/use-gateway.js';
import { StatementImportDocument, type StatementImportQuery } from '../../generated/statement-files.js';

const OFTEN_MS = 700;

/** An import, with what it found. */
export type StatementImport = NonNullable<StatementImportQuery['statementImport']>;

/** Whether an import has come to its end. */
export function isOver({ state }: Pick<StatementImport, 'state'>): boolean {
  return state === 'done' || state === 'failed';
}

/** Follows an import until it is over. */
export function useImport(id: string | null) {
  return useGateway(
    StatementImportDocument,
    { id: id ?? '' },
    {
      enabled: id !== null,
      every: (latest) => (latest?.statementImport && isOver(latest.statementImport) ? false : OFTEN_MS),
    },
  );
}
