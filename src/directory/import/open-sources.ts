import { Injectable } from '@nestjs/common';
import { isId, type BusinessDate } from '../../kernel/index.js';
import { FileStore } from '../../platform/files/index.js';
import type { PreviewDirectoryImportInput } from '../../platform/graphql/index.js';
import { importFiles } from '../directory.files.js';
import type { Section } from './columns.js';
import { listSource, type ImportSource, type ImportSources } from './import-source.js';
import { openCsv } from './read-csv.js';
import { isDay } from './rows.js';

const FILES = {
  people: 'peopleFileId',
  departments: 'departmentsFileId',
  costCentres: 'costCentresFileId',
  legalEntities: 'legalEntitiesFileId',
} as const satisfies Record<Section, keyof PreviewDirectoryImportInput>;

/** An input field that cannot be used, and why. */
export interface WrongField {
  field: string;
  problem: string;
}

/** Finds the rows an import's input stands for. */
@Injectable()
export class OpenSources {
  constructor(private readonly files: FileStore) {}

  /** Opens lists and uploaded files alike. */
  async open(input: PreviewDirectoryImportInput): Promise<{ sources: ImportSources; effectiveOn: BusinessDate | null } | WrongField> {
    if (input.effectiveOn != null && !isDay(input.effectiveOn)) return { field: 'effectiveOn', problem: 'this is no day' };
    const sources: ImportSources = {};
    for (const section of Object.keys(FILES) as Section[]) {
      const list = input[section];
      const fileId = input[FILES[section]];
      if (list != null && fileId != null) return { field: FILES[section], problem: `give ${section} as a list or as a file, not both` };
      const source =
        list != null
          ? listSource(section, list as unknown as Record<string, unknown>[])
          : fileId == null
            ? null
            : await this.file(section, fileId);
      if (source && 'problem' in source) return { field: FILES[section], problem: source.problem };
      if (source) sources[section] = source;
    }
    if (Object.keys(sources).length === 0) return { field: 'people', problem: 'the import holds no rows' };
    return { sources, effectiveOn: input.effectiveOn ?? null };
  }

  private async file(section: Section, id: string): Promise<ImportSource | { problem: string }> {
    const found = isId(id) ? await this.files.find(id) : null;
    if (found?.purpose !== importFiles.name) return { problem: `there is no such file; upload it for ${importFiles.name} first` };
    const { file, content } = await this.files.read(id);
    const csv = openCsv(section, content);
    return 'problem' in csv ? csv : { file: file.name, rows: csv.rows };
  }
}
