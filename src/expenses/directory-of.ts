import type { DirectorySnapshot } from '../directory/index.js';
import type { Id } from '../kernel/index.js';
import type { AllocationDirectory } from './allocate.js';

/** What allocation asks of a directory as it stands. The snapshot's default legal entity means that the directory says nothing of it. */
export function directoryOf(snapshot: DirectorySnapshot, vendorAccountId: Id): AllocationDirectory {
  const said = (legalEntityId: Id): Id | null => (legalEntityId === snapshot.defaultLegalEntityId ? null : legalEntityId);
  return {
    person(ref, on) {
      const found = snapshot.resolve(ref, on, vendorAccountId);
      return found && { ...found, legalEntityId: said(found.legalEntityId) };
    },
    department(ref, on) {
      const found = snapshot.department(on, ref);
      return found && { ...found, legalEntityId: said(found.legalEntityId) };
    },
    costCentre: (ref) => (ref.code ? snapshot.costCentre(ref.code) : null),
    legalEntity: (ref) => snapshot.legalEntity(ref),
  };
}
