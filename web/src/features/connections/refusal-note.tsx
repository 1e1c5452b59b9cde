import { Refused } from '../../gateway/failure.js';
import { useTexts } from '../../i18n/texts.js';
import { ErrorNote, Note } from '../../ui/notes.js';
import { connectionsTexts } from './connections.texts.js';

/** Why credentials were not taken; the vendor's own code where it is the vendor that refused. */
export function RefusalNote({ failure }: { failure: unknown }) {
  const t = useTexts(connectionsTexts);
  if (!(failure instanceof Refused)) return <ErrorNote error={failure} />;
  const { message, code, vendorCode, field } = failure.refusal;
  return (
    <div role="alert">
      <Note tone="bad" title={vendorCode ? t.vendorRefused : message}>
        {vendorCode && `${message} `}
        <code>{vendorCode ?? code}</code> {field && <code>{field}</code>}
      </Note>
    </div>
  );
}
