import { describeAddon, gpuStatus, loadAddon, outdatedBuild } from '#native/load-addon';
import type { DoctorReport } from '#shared/schemas/system';
import { reasonAndRemedy } from './reason-and-remedy';

type Check = DoctorReport['checks'][number];

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

/** Whether FAISS is usable here, and its devices. */
export function faissChecks(): Check[] {
  const { unavailableBecause, path } = loadAddon();
  if (unavailableBecause !== undefined) {
    return [
      {
        name: 'FAISS',
        status: 'missing',
        detail: reasonAndRemedy(unavailableBecause).detail,
        remedy: 'On Debian or Ubuntu: sudo apt-get install g++ libfaiss-dev libopenblas-dev, then npm run install-native',
      },
    ];
  }
  const faiss: Check = { name: 'FAISS', status: 'ok', detail: `${describeAddon()} (${path})`, remedy: null };
  const outdated = outdatedBuild();
  return [outdated === undefined ? faiss : { name: 'FAISS', status: 'warning', ...reasonAndRemedy(outdated) }, gpuCheck()];
}

function gpuCheck(): Check {
  const { unavailableBecause, devices } = gpuStatus();
  if (devices.length === 0)
    return { name: 'GPU', status: 'none', detail: `${unavailableBecause}; indexes are searched on the CPU`, remedy: null };
  const detail = devices.map(
    ({ number, name, freeBytes, totalBytes }) => `cuda:${number} ${name}, ${gibibytes(freeBytes)} of ${gibibytes(totalBytes)} free`,
  );
  return { name: 'GPU', status: 'ok', detail: detail.join('; '), remedy: null };
}
