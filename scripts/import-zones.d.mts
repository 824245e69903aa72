export interface ImportZone {
  readonly target: string;
  readonly from: string;
  readonly except?: readonly string[];
  readonly message: string;
}
export const importZones: ImportZone[];
export const serviceRooms: string[][];
export const serviceDoors: Readonly<Record<string, string[]>>;
export const rendererLayers: string[];
