import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { JsonObject } from '@interline/sdk';
import { Injectable } from '@nestjs/common';
import { newId, type Id } from '../../kernel/index.js';
import { Vault, type CompanySealer } from '../../platform/crypto/index.js';
import type { RawRef, RawSource } from './raw-ref.js';
import { RawArchiveRepository, type StoredVersion } from './raw-archive.repository.js';
import type { RawPage, RawVersion } from './raw.repository.js';
import type { RecordCodec } from './record-codec.js';

/** A version to be kept. */
export interface FreshVersion {
  externalId: string;
  version: number;
  hash: Buffer;
  data: JsonObject;
}

/** A record read back, together with what is known of its version. */
export interface RestoredVersion {
  stored: StoredVersion;
  /** Null for a tombstone. Values that were erased are null inside. */
  data: JsonObject | null;
}

/** Versions and the pages they lie in. */
export interface PackedVersions {
  pages: RawPage[];
  versions: RawVersion[];
}

/** A page holds this much text at most, so that reading one record opens little else. */
const PAGE_TEXT = 256 * 1024;
/** Level 1 is a third of the default's time for nine tenths of its effect on records that look alike. */
const DEFLATE = { level: 1 };

const pagePlace = (id: Id): string => `raw_pages/${id}`;
const personalPlace = (ref: RawRef): string => `raw_records/${ref.vendorAccountId}/${ref.stream}/${ref.externalId}/${ref.version}`;

/** Puts records into pages and takes them out: deflated, sealed, personal fields apart. */
@Injectable()
export class RawStore {
  constructor(
    private readonly repository: RawArchiveRepository,
    private readonly vault: Vault,
  ) {}

  /** Packs versions into pages, ready to be written. */
  pack(sealer: CompanySealer, source: RawSource, codec: RecordCodec, fresh: readonly FreshVersion[]): PackedVersions {
    const packed: PackedVersions = { pages: [], versions: [] };
    let id = newId();
    let lines: string[] = [];
    let size = 0;
    const close = (): void => {
      if (lines.length === 0) return;
      packed.pages.push({ id, bytes: sealer.seal(deflateRawSync(lines.join('\n'), DEFLATE), pagePlace(id)) });
      id = newId();
      lines = [];
      size = 0;
    };
    for (const { externalId, version, hash, data } of fresh) {
      const { text, personal } = codec.split(data);
      if (size + text.length > PAGE_TEXT) close();
      const sealed =
        personal === null ? null : sealer.seal(Buffer.from(personal, 'utf8'), personalPlace({ ...source, externalId, version }));
      packed.versions.push({ externalId, version, hash, pageId: id, position: lines.length, personal: sealed });
      lines.push(text);
      size += text.length;
    }
    close();
    return packed;
  }

  /** Reads versions back. Each page is opened once. @throws SEAL_BROKEN */
  async restore(source: RawSource, codec: RecordCodec, stored: readonly StoredVersion[]): Promise<RestoredVersion[]> {
    const sealer = await this.vault.sealer(source.companyId);
    const wanted = [...new Set(stored.flatMap((version) => version.pageId ?? []))];
    const sealed = await this.repository.pages(source.companyId, wanted);
    const lines = new Map([...sealed].map(([id, bytes]) => [id, openPage(sealer, id, bytes)]));
    return stored.map((version) => {
      const text = version.pageId === null ? undefined : lines.get(version.pageId)?.[version.position!];
      if (text === undefined) return { stored: version, data: null };
      const personal = version.personal && sealer.open(version.personal, personalPlace({ ...source, ...version })).toString('utf8');
      return { stored: version, data: codec.join({ text, personal }) };
    });
  }

  /** Opens the personal part of a version. @throws SEAL_BROKEN */
  async personal(ref: RawRef & { personal: Buffer }): Promise<string> {
    return (await this.vault.sealer(ref.companyId)).open(ref.personal, personalPlace(ref)).toString('utf8');
  }
}

function openPage(sealer: CompanySealer, id: Id, bytes: Buffer): string[] {
  return inflateRawSync(sealer.open(bytes, pagePlace(id)))
    .toString('utf8')
    .split('\n');
}
