import { Global, Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { CompanyModule } from '../company/index.js';
import { IdentityModule, PERSON_FINDER } from '../identity/index.js';
import { DirectoryReader } from './directory-reader.js';
import { AppliedPeopleRepository } from './import/applied-people.repository.js';
import { ApplyImport } from './import/apply-import.js';
import { DepartmentsRepository } from './import/departments.repository.js';
import { ImportRepository } from './import/import.repository.js';
import { ImportResolver } from './import/import.resolver.js';
import { OpenSources } from './import/open-sources.js';
import { PreviewDepartments } from './import/preview-departments.js';
import { PreviewImport } from './import/preview-import.js';
import { PreviewPeople } from './import/preview-people.js';
import { StagedPeopleRepository } from './import/staged-people.repository.js';
import { DirectoryPersonFinder } from './person-finder.js';
import { DepartmentResolver } from './reading/department.resolver.js';
import { DirectoryLoaders } from './reading/directory-loaders.js';
import { PeopleRepository } from './reading/people.repository.js';
import { MemberPersonResolver, PersonResolver, PositionResolver, ViewerPersonResolver } from './reading/person.resolver.js';
import { TreeRepository } from './reading/tree.repository.js';
import { SnapshotRepository } from './snapshot/snapshot.repository.js';
import { Snapshots } from './snapshot/snapshots.js';

const repositories = [
  AppliedPeopleRepository,
  DepartmentsRepository,
  ImportRepository,
  PeopleRepository,
  SnapshotRepository,
  StagedPeopleRepository,
  TreeRepository,
];
const imports = [ApplyImport, OpenSources, PreviewDepartments, PreviewImport, PreviewPeople];
const resolvers = [DepartmentResolver, ImportResolver, MemberPersonResolver, PersonResolver, PositionResolver, ViewerPersonResolver];

/** People, departments and cost centres, as they are and as they were. Global, since it gives the room `identity` below it the port it declares. */
@Global()
@Module({
  imports: [AuditModule, CompanyModule, IdentityModule],
  providers: [
    ...repositories,
    ...imports,
    ...resolvers,
    Snapshots,
    DirectoryReader,
    DirectoryLoaders,
    { provide: PERSON_FINDER, useClass: DirectoryPersonFinder },
  ],
  exports: [DirectoryReader, DirectoryLoaders, PreviewImport, ApplyImport, PERSON_FINDER],
})
export class DirectoryModule {}
