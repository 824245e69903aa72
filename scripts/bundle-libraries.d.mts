export function isOfTheSystem(name: string): boolean;
export function neededBy(path: string): string[];
export function rpathOf(path: string): string | null;
export function bundleLibraries(addon: string): string[];
