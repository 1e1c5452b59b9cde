import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { JsonObject } from '@interline/sdk';
import { Injectable } from '@nestjs/common';
import { newId, type Id } from '../../kernel/index.js';
import { Vault, type CompanySealer } from '../../platform/crypto/index.js';
import type { RawRef, RawSource } from './raw-ref.js';
import { RawArchiveRepository, type StoredVersion } from './raw-archive.repository.js';
import type { RawPage, RawVersion } from './raw.repository.js';
import { JsonBytes } from './json-bytes.js';
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

/** A page is closed once it holds this much, so that reading one record opens little else. */
const PAGE_BYTES = 256 * 1024;
const NEWLINE = 0x0a;
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
    const [lines, personal] = [new JsonBytes(), new JsonBytes()];
    let id = newId();
    let position = 0;
    const close = (): void => {
      if (position === 0) return;
      packed.pages.push({ id, bytes: sealer.seal(deflateRawSync(lines.view(), DEFLATE), pagePlace(id)) });
      id = newId();
      position = 0;
      lines.clear();
    };
    for (const { externalId, version, hash, data } of fresh) {
      if (position > 0) lines.byte(NEWLINE);
      personal.clear();
      codec.split(data, lines, personal);
      const sealed = personal.length === 0 ? null : sealer.seal(personal.view(), personalPlace({ ...source, externalId, version }));
      packed.versions.push({ externalId, version, hash, pageId: id, position, personal: sealed });
      position += 1;
      if (lines.length >= PAGE_BYTES) close();
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
