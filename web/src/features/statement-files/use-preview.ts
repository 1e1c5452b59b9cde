import { useEffect, useState } from 'react';
import { accepted } from '../../gateway/failure.js';
import { useGateway } from '../../gateway/use-gateway.js';
import { PreviewStatementFileDocument, type PreviewStatementFileQuery } from '../../generated/statement-files.js';
import type { Mapping } from './mapping-draft.js';

/** The beginning of a file. */
export type Preview = Extract<PreviewStatementFileQuery['previewStatementFile'], { __typename: 'StatementFilePreview' }>;

/**
 * Reads the beginning of a file by a mapping; by the account's, else a guess, while none is given.
 * @returns the last that could be shown, also while a mapping is refused
 */
export function usePreview(fileId: string | null, vendorAccountId: string | null, mapping: Mapping | null) {
  const [shown, setShown] = useState<{ fileId: string | null; preview: Preview } | null>(null);
  const { data, error, isFetching } = useGateway(
    PreviewStatementFileDocument,
    { input: { fileId: fileId ?? '', vendorAccountId: vendorAccountId ?? '', mapping } },
    { enabled: fileId !== null && vendorAccountId !== null, keep: true, staleTime: 300_000 },
  );
  const { preview, refused } = outcomeOf(data);
  useEffect(() => {
    if (preview) setShown({ fileId, preview });
  }, [fileId, preview]);
  return { preview: preview ?? (shown?.fileId === fileId ? shown.preview : null), failure: error ?? refused, isFetching };
}

function outcomeOf(data: PreviewStatementFileQuery | undefined): { preview: Preview | null; refused: unknown } {
  if (!data) return { preview: null, refused: null };
  try {
    return { preview: accepted(data.previewStatementFile, 'StatementFilePreview'), refused: null };
  } catch (refused) {
    return { preview: null, refused };
  }
}
