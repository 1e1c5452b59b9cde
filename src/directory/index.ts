export { DirectoryReader, type CostCentreNode, type DepartmentNode, type LearnedMember, type PersonNode } from './directory-reader.js';
export type { DirectorySnapshot, ResolvedDepartment, ResolvedPerson } from './directory-snapshot.js';
