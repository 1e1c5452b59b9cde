import { Button, Checkbox, InputNumber, Popconfirm } from 'antd';
import { useState } from 'react';
import { accepted } from '../../gateway/failure.js';
import { useGatewayWrite } from '../../gateway/use-gateway.js';
import { SetStatementDueDaysDocument } from '../../generated/connections.js';
import { useTexts } from '../../i18n/texts.js';
import { uiTexts } from '../../ui/ui.texts.js';
import { useAct } from '../../ui/use-act.js';
import { useViewer } from '../identity/viewer.js';
import { connectionsTexts } from './connections.texts.js';

const MOST_DAYS = 90;
/** What a choice begins with where none were expected. */
const USUAL_DAYS = 10;

/** How long after a month's end the statement of a vendor account is expected, if at all, with a way to change it for those who may. */
export function DueDays({ account }: { account: { id: string; statementDueDays?: number | null } }) {
  const t = useTexts(connectionsTexts);
  const words = useTexts(uiTexts);
  const { can } = useViewer();
  const act = useAct();
  const set = useGatewayWrite(SetStatementDueDaysDocument);
  const current = account.statementDueDays ?? null;
  const [days, setDays] = useState(current ?? USUAL_DAYS);
  const [expected, setExpected] = useState(current !== null);
  const reset = () => {
    setDays(current ?? USUAL_DAYS);
    setExpected(current !== null);
  };
  const save = () =>
    act(async () => {
      const input = { vendorAccountId: account.id, days: expected ? days : null };
      accepted((await set.mutateAsync({ input })).setStatementDueDays, 'VendorAccount');
    }, t.saved);
  return (
    <span>
      {current === null ? t.noneExpected : t.dueDaysOf(String(current))}{' '}
      {can('setDueDays') && (
        <Popconfirm
          title={<div style={{ maxWidth: 260 }}>{t.dueDaysLabel}</div>}
          description={
            <div style={{ display: 'grid', gap: 8 }}>
              <InputNumber
                aria-label={t.dueDaysLabel}
                disabled={!expected}
                min={0}
                max={MOST_DAYS}
                precision={0}
                value={days}
                onChange={(next) => setDays(next ?? USUAL_DAYS)}
                suffix={t.days}
              />
              <Checkbox checked={!expected} onChange={(event) => setExpected(!event.target.checked)}>
                {t.noneExpected}
              </Checkbox>
            </div>
          }
          icon={null}
          okText={words.save}
          cancelText={words.cancel}
          onOpenChange={reset}
          onConfirm={save}
        >
          <Button size="small" type="link">
            {words.change}
          </Button>
        </Popconfirm>
      )}
    </span>
  );
}
