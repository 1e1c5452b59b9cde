import { App, Button, Checkbox, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useRef, useState, type DragEvent } from 'react';
import { useNavigate } from 'react-router';
import { accepted } from '../../gateway/failure.js';
import { upload } from '../../gateway/request.js';
import { useGatewayWrite } from '../../gateway/use-gateway.js';
import { PreviewDirectoryImportDocument } from '../../generated/directory.js';
import { useLocale } from '../../i18n/locale.js';
import { useTexts } from '../../i18n/texts.js';
import { ErrorNote } from '../../ui/notes.js';
import { Card, Page } from '../../ui/page.js';
import { useViewer } from '../identity/viewer.js';
import styles from './directory.module.css';
import { directoryTexts } from './directory.texts.js';
import { IMPORT_FILES, columnsOf, templateOf, type ImportFile } from './import-files.js';

/** Uploads the company's departments and people, to be previewed before anything changes. */
export function NewImportPage() {
  const t = useTexts(directoryTexts);
  const { today } = useViewer();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [files, setFiles] = useState<Partial<Record<ImportFile, File>>>({});
  const [effectiveOn, setEffectiveOn] = useState(today);
  const [complete, setComplete] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const preview = useGatewayWrite(PreviewDirectoryImportDocument);

  const submit = async () => {
    if (Object.values(files).every((file) => !file)) {
      void message.warning(t.needFile);
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      const ids = await Promise.all(
        IMPORT_FILES.map(async (kind) => [`${kind}FileId`, files[kind] ? await upload(files[kind], 'directory_import') : null] as const),
      );
      const { previewDirectoryImport } = await preview.mutateAsync({
        input: { effectiveOn, complete, ...Object.fromEntries(ids.filter(([, id]) => id !== null)) },
      });
      await navigate(`/directory-imports/${accepted(previewDirectoryImport, 'DirectoryImport').id}`);
    } catch (caught) {
      setFailure(caught);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Page title={t.newImport} lead={t.newImportLead}>
      <Card title={t.filesTitle} hint={t.filesHint}>
        <div className={styles.slots}>
          {IMPORT_FILES.map((kind) => (
            <Slot key={kind} kind={kind} file={files[kind]} onChange={(file) => setFiles((current) => ({ ...current, [kind]: file }))} />
          ))}
        </div>
      </Card>
      <Card>
        <div className={styles.options}>
          <Options effectiveOn={effectiveOn} onEffectiveOn={setEffectiveOn} complete={complete} onComplete={setComplete} />
          {failure !== null && <ErrorNote error={failure} />}
          <div>
            <Button type="primary" loading={busy} onClick={() => void submit()}>
              {t.preview}
            </Button>
          </div>
        </div>
      </Card>
    </Page>
  );
}

interface OptionsProps {
  effectiveOn: string;
  onEffectiveOn: (day: string) => void;
  complete: boolean;
  onComplete: (complete: boolean) => void;
}

function Options({ effectiveOn, onEffectiveOn, complete, onComplete }: OptionsProps) {
  const t = useTexts(directoryTexts);
  return (
    <>
      <div className={styles.option}>
        <span id="effective-on">{t.effectiveOn}</span>
        <DatePicker
          aria-labelledby="effective-on"
          allowClear={false}
          value={dayjs(effectiveOn)}
          onChange={(date) => date && onEffectiveOn(date.format('YYYY-MM-DD'))}
        />
        <span className="muted">{t.effectiveOnHint}</span>
      </div>
      <div className={styles.option}>
        <Checkbox checked={complete} onChange={({ target }) => onComplete(target.checked)}>
          {t.complete}
        </Checkbox>
        <span className="muted">{t.completeHint}</span>
      </div>
    </>
  );
}

function Slot({ kind, file, onChange }: { kind: ImportFile; file: File | undefined; onChange: (file: File | undefined) => void }) {
  const t = useTexts(directoryTexts);
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const name = { people: t.peopleFile, departments: t.departmentsFile, costCentres: t.costCentresFile, legalEntities: t.legalEntitiesFile }[
    kind
  ];
  const { locale } = useLocale();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped) onChange(dropped);
  };
  return (
    <div
      className={`${styles.slot} ${over ? styles.slotOver : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <span className={styles.slotName}>{name}</span>
      <span className={file ? styles.slotFile : 'muted'}>{file ? file.name : t.dropHere}</span>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        className="visually-hidden"
        aria-label={`${t.choose}: ${name}`}
        tabIndex={-1}
        onChange={({ target }) => onChange(target.files?.[0])}
      />
      {file ? (
        <Button onClick={() => onChange(undefined)} aria-label={`${t.remove}: ${file.name}`}>
          {t.remove}
        </Button>
      ) : (
        <Button onClick={() => input.current?.click()} aria-label={`${t.choose}: ${name}`}>
          {t.choose}
        </Button>
      )}
      <span className={`${styles.slotColumns} in-text`}>
        {t.columns} <code>{columnsOf(kind, locale).join(', ')}</code>{' '}
        <a href={templateOf(kind, locale)} download={`${kind}.csv`}>
          {t.template}
        </a>
      </span>
    </div>
  );
}
