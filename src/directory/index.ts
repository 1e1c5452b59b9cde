export { DirectoryModule } from './directory.module.js';
export { directoryErrors } from './directory.errors.js';
export { DirectoryReader, type LearnedMember } from './directory-reader.js';
export type { CostCentreNode, DepartmentNode, PersonContact, PersonNode } from './reading/person.js';
export { DirectoryLoaders } from './reading/directory-loaders.js';
export type { DirectorySnapshot, ResolvedDepartment, ResolvedPerson } from './snapshot/directory-snapshot.js';
