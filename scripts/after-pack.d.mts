export interface PackContext {
  readonly appOutDir: string;
  readonly electronPlatformName: string;
  readonly packager: { readonly appInfo: { readonly productFilename: string }; readonly executableName: string };
}
export const fuses: Readonly<Record<number, boolean>>;
export function programPath(context: PackContext): string;
export default function afterPack(context: PackContext): Promise<void>;
