export * from './blob-store.js';
export * from './disk-blobs.js';
export * from './file-purpose.js';
export { FileStore, type NewFile, type StoredFile } from './file-store.js';
export * from './files.errors.js';
export { FilesRepository } from './files.repository.js';
