/**
 * Run by electron-builder after unpacking and before signing: disables features of Electron's binary that an installed RankLab
 * does not need and an attacker could use.
 */
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { join } from 'node:path';

export const fuses = {
  /** ELECTRON_RUN_AS_NODE would turn the signed application into a general interpreter. */
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  /** Checked on macOS and Windows against the hash that electron-builder writes; Linux does not support it. */
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
};

/** The path of Electron's executable in an unpacked application. */
export function programPath({ appOutDir, electronPlatformName, packager }) {
  const name = packager.appInfo.productFilename;
  if (electronPlatformName === 'darwin') return join(appOutDir, `${name}.app`, 'Contents/MacOS', name);
  return join(appOutDir, electronPlatformName === 'win32' ? `${name}.exe` : packager.executableName);
}

export default async function afterPack(context) {
  await flipFuses(programPath(context), {
    version: FuseVersion.V1,
    // Changing an executable invalidates its ad-hoc signature, and Apple silicon runs only signed executables.
    resetAdHocDarwinSignature: context.electronPlatformName === 'darwin',
    ...fuses,
  });
}
