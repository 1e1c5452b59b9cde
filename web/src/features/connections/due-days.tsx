import { Button, InputNumber, Popconfirm } from 'antd';
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

/** How long after a month's end the statement of a vendor account is expected, with a way to change it for those who may. */
export function DueDays({ account }: { account: { id: string; statementDueDays: number } }) {
  const t = useTexts(connectionsTexts);
  const words = useTexts(uiTexts);
  const { can } = useViewer();
  const act = useAct();
  const set = useGatewayWrite(SetStatementDueDaysDocument);
  const [days, setDays] = useState<number | null>(null);
  const save = () =>
    act(async () => {
      const input = { vendorAccountId: account.id, days: days ?? account.statementDueDays };
      accepted((await set.mutateAsync({ input })).setStatementDueDays, 'VendorAccount');
    }, t.saved);
  return (
    <span>
      {t.dueDaysOf(String(account.statementDueDays))}{' '}
      {can('setDueDays') && (
        <Popconfirm
          title={<div style={{ maxWidth: 260 }}>{t.dueDaysLabel}</div>}
          description={
            <InputNumber
              aria-label={t.dueDaysLabel}
              min={0}
              max={MOST_DAYS}
              precision={0}
              value={days ?? account.statementDueDays}
              onChange={setDays}
              suffix={t.days}
            />
          }
          icon={null}
          okText={words.save}
          cancelText={words.cancel}
          onOpenChange={() => setDays(null)}
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
