import { Button, Select } from 'antd';
import { useState } from 'react';
import { useGateway } from '../../gateway/use-gateway.js';
import { BillsDocument } from '../../generated/billing.js';
import { useTexts } from '../../i18n/texts.js';
import { Card, Page } from '../../ui/page.js';
import { shiftMonth } from '../../ui/period.js';
import { text, useFilters } from '../../ui/url-state.js';
import { useViewer } from '../identity/viewer.js';
import { BillTable } from './bill-table.js';
import { billingTexts } from './billing.texts.js';

const FILTERS = { entity: text };

/** Every bill by month. */
export function BillsPage() {
  const t = useTexts(billingTexts);
  const { viewer, today } = useViewer();
  const [{ entity }, setFilters] = useFilters(FILTERS);
  const [years, setYears] = useState(2);
  const to = today.slice(0, 7);
  const { data, error, isPending, isFetching, refetch } = useGateway(
    BillsDocument,
    { from: shiftMonth(to, -12 * years), to },
    { keep: true },
  );
  const bills = (data?.bills ?? []).filter((bill) => !entity || bill.legalEntity.id === entity);
  const entities = viewer.company.legalEntities;
  return (
    <Page
      title={t.bills}
      lead={t.billsLead}
      actions={
        entities.length > 1 && (
          <Select
            aria-label={t.entity}
            value={entity ?? ''}
            onChange={(value) => setFilters({ entity: value || null })}
            style={{ minWidth: 200 }}
            options={[{ value: '', label: t.allEntities }, ...entities.map(({ id, name }) => ({ value: id, label: name }))]}
          />
        )
      }
    >
      <Card flush>
        <BillTable bills={bills} pending={isPending} error={error} onRetry={() => void refetch()} />
      </Card>
      <div>
        <Button onClick={() => setYears(years + 1)} loading={isFetching && !isPending}>
          {t.earlier}
        </Button>
      </div>
    </Page>
  );
}
