/**
 * Run by electron-builder after unpacking and before signing: disables features of Electron's binary that an installed RankLab
 * does not need and an attacker could use; on Linux puts the libraries of the FAISS addon beside it.
 */
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundleLibraries } from './bundle-libraries.mjs';

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

/** The unpacked addon of a Linux application; undefined where it was not built or the system is another one. */
function addonOf({ appOutDir, electronPlatformName }) {
  const path = join(appOutDir, 'resources/app.asar.unpacked/native/build/Release/ranklab_faiss.node');
  return electronPlatformName === 'linux' && existsSync(path) ? path : undefined;
}

export default async function afterPack(context) {
  const addon = addonOf(context);
  if (addon) bundleLibraries(addon);
  await flipFuses(programPath(context), {
    version: FuseVersion.V1,
    // Changing an executable invalidates its ad-hoc signature, and Apple silicon runs only signed executables.
    resetAdHocDarwinSignature: context.electronPlatformName === 'darwin',
    ...fuses,
  });
}
