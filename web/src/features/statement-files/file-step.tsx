import { Button } from 'antd';
import { useRef, useState, type DragEvent } from 'react';
import { upload } from '../../gateway/request.js';
import { useTexts } from '../../i18n/texts.js';
import { Icon } from '../../ui/icon.js';
import { ErrorNote } from '../../ui/notes.js';
import { Card } from '../../ui/page.js';
import styles from './statement-files.module.css';
import { statementFilesTexts } from './statement-files.texts.js';

/** Takes the file and sends it to the server. */
export function FileStep({ name, onUploaded }: { name: string | null; onUploaded: (fileId: string, name: string) => void }) {
  const t = useTexts(statementFilesTexts);
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setSending(file.name);
    setFailure(null);
    try {
      onUploaded(await upload(file, 'statement'), file.name);
    } catch (caught) {
      setFailure(caught);
    } finally {
      setSending(null);
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    <Card title={`2 · ${t.file}`} hint={t.fileHint}>
      <div
        className={`${styles.drop} ${over ? styles.over : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <span className={name ? styles.fileName : 'muted'}>{sending ? `${t.uploading} ${sending}` : (name ?? t.dropHere)}</span>
        <input
          ref={input}
          type="file"
          accept=".csv,.txt,.xlsx,.xls"
          className="visually-hidden"
          aria-label={t.chooseFile}
          tabIndex={-1}
          onChange={({ target }) => {
            void take(target.files?.[0]);
            target.value = '';
          }}
        />
        <Button icon={<Icon name="import" />} loading={sending !== null} onClick={() => input.current?.click()}>
          {name ? t.otherFile : t.chooseFile}
        </Button>
      </div>
      {failure !== null && <ErrorNote error={failure} />}
    </Card>
  );
}
