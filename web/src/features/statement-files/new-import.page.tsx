import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { accepted } from '../../gateway/failure.js';
import { useGatewayWrite } from '../../gateway/use-gateway.js';
import { ImportStatementFileDocument, SaveStatementMappingDocument } from '../../generated/statement-files.js';
import { useTexts } from '../../i18n/texts.js';
import { Icon } from '../../ui/icon.js';
import { ErrorNote } from '../../ui/notes.js';
import { Card, Page } from '../../ui/page.js';
import { day, text, useFilters } from '../../ui/url-state.js';
import { AccountStep } from './account-step.js';
import { FileStep } from './file-step.js';
import { ImportReport } from './import-report.js';
import { Labelled } from './labelled.js';
import { isComplete, type Mapping } from './mapping-draft.js';
import { MappingStep, useShownMapping } from './mapping-step.js';
import styles from './statement-files.module.css';
import { statementFilesTexts } from './statement-files.texts.js';
import { isOver, useImport } from './use-import.js';
import { usePreview } from './use-preview.js';

/** The steps stand in the address: a reload loses nothing that was sent. */
const STEPS = { account: text, file: text, name: text, from: day, to: day, check: text };

/** Takes a statement file from its account to a dry run, and from there to the import. */
export function NewStatementImportPage() {
  const t = useTexts(statementFilesTexts);
  const [steps, setSteps] = useFilters(STEPS);
  const [draft, setDraft] = useState<Mapping | null>(null);
  const [tried, setTried] = useState<Mapping | null>(null);
  const { preview, failure, isFetching } = usePreview(steps.file, steps.account, tried);
  const mapping = useShownMapping(preview, draft);
  const change = (next: Mapping) => {
    setDraft(next);
    if (isComplete(next)) setTried(next);
    setSteps({ check: null });
  };
  return (
    <Page title={t.newImport} lead={t.newImportLead}>
      <AccountStep
        accountId={steps.account}
        onChange={(account) => {
          setDraft(null);
          setTried(null);
          setSteps({ account, check: null });
        }}
      />
      {steps.account && <FileStep name={steps.name} onUploaded={(file, name) => setSteps({ file, name, check: null })} />}
      {steps.account && steps.file && (
        <>
          <MappingStep
            preview={preview}
            failure={failure}
            stale={isFetching}
            mapping={mapping}
            changed={draft !== null}
            onChange={change}
          />
          <CheckStep
            key={`${steps.account} ${steps.file}`}
            file={{ vendorAccountId: steps.account, fileId: steps.file }}
            mapping={mapping}
            savedAs={draft === null ? (preview?.mappingVersion ?? null) : null}
            days={steps.from && steps.to ? { from: steps.from, to: steps.to } : null}
            // A dry run says nothing of other days.
            onDays={(days) => setSteps({ from: days?.from ?? null, to: days?.to ?? null, check: null })}
            checkId={steps.check}
            onChecked={(check) => setSteps({ check })}
          />
        </>
      )}
    </Page>
  );
}

interface Days {
  from: string;
  to: string;
}

interface CheckStepProps {
  file: { vendorAccountId: string; fileId: string };
  mapping: Mapping;
  /** The version of the account's mapping that it is, where nothing was changed. */
  savedAs: number | null;
  days: Days | null;
  onDays: (days: Days | null) => void;
  /** The dry run that was asked for. */
  checkId: string | null;
  onChecked: (id: string) => void;
}

/** Asks for the file to be read to its end: to see what it gives, then for good by the very mapping that was tried. */
function useRequests({ file, mapping, savedAs, days, onChecked }: CheckStepProps) {
  const navigate = useNavigate();
  const [failure, setFailure] = useState<unknown>(null);
  const save = useGatewayWrite(SaveStatementMappingDocument);
  const ask = useGatewayWrite(ImportStatementFileDocument);
  const request = async (mappingVersion: number, dryRun: boolean): Promise<string> => {
    const input = { ...file, ...days, mappingVersion, dryRun };
    return accepted((await ask.mutateAsync({ input })).importStatementFile, 'StatementImport').id;
  };
  const run = async (work: () => Promise<void>) => {
    setFailure(null);
    try {
      await work();
    } catch (caught) {
      setFailure(caught);
    }
  };
  const saved = async (): Promise<number> => {
    const input = { vendorAccountId: file.vendorAccountId, mapping };
    return accepted((await save.mutateAsync({ input })).saveStatementMapping, 'StatementMapping').version;
  };
  const check = async () => onChecked(await request(savedAs ?? (await saved()), true));
  const write = async (version: number) => void (await navigate(`/statement-imports/${await request(version, false)}`));
  return {
    check: () => run(check),
    write: (version: number) => run(() => write(version)),
    failure,
    asking: save.isPending || ask.isPending,
  };
}

/** The dry run, and after it the import. */
function CheckStep(props: CheckStepProps) {
  const t = useTexts(statementFilesTexts);
  const { days, onDays } = props;
  const { check, write, failure, asking } = useRequests(props);
  const entry = useImport(props.checkId).data?.statementImport ?? null;
  const reading = props.checkId !== null && (entry === null || !isOver(entry));
  const complete = isComplete(props.mapping);
  return (
    <>
      <Card title={`4 · ${t.check}`} hint={t.checkHint}>
        <div className={styles.actions}>
          <Labelled label={t.days}>
            <DatePicker.RangePicker
              aria-label={t.days}
              value={days && [dayjs(days.from), dayjs(days.to)]}
              onChange={(range) =>
                onDays(range?.[0] && range[1] ? { from: range[0].format('YYYY-MM-DD'), to: range[1].format('YYYY-MM-DD') } : null)
              }
            />
            <span className="muted">{complete ? t.daysHint : t.needDateAmount}</span>
          </Labelled>
          <Button type={entry ? 'default' : 'primary'} disabled={!complete} loading={asking || reading} onClick={() => void check()}>
            {t.check}
          </Button>
        </div>
        {failure !== null && <ErrorNote error={failure} />}
      </Card>
      {entry && <ImportReport entry={entry} />}
      {entry?.state === 'done' && (
        <Card title={`5 · ${t.doImport}`} hint={t.importHint}>
          <Button type="primary" icon={<Icon name="check" />} loading={asking} onClick={() => void write(entry.mappingVersion)}>
            {t.doImport}
          </Button>
        </Card>
      )}
    </>
  );
}
