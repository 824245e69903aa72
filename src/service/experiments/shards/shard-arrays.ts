import type { ArtifactArray } from '../../storage/files/artifact-format';
import { DamagedArtifact, type Artifact } from '../../storage/files/artifact-reader';

type ArrayType<Values> = new (length: number) => Values;

/** The arrays of a shard's file, checked before they are used: checksums do not say that they fit the header and each other. */
export class ShardArrays {
  constructor(private readonly arrays: Artifact['arrays']) {}

  /** @throws DamagedArtifact naming an array that is missing, or of another type or length. */
  take<Values extends ArtifactArray>(name: string, Type: ArrayType<Values>, length?: number): Values {
    const values = this.arrays[name];
    if (!values) throw new DamagedArtifact(`it has no array ${name}`);
    if (!(values instanceof Type)) throw new DamagedArtifact(`array ${name} is no ${Type.name}`);
    if (length === undefined || values.length === length) return values;
    throw new DamagedArtifact(`array ${name} has ${values.length} values where ${length} are expected`);
  }

  /** Whole numbers from 0 to `most`. @throws DamagedArtifact as `take`, and naming an array with another number. */
  takeNumbers(name: string, most = Infinity, length?: number): Int32Array {
    const values = this.take(name, Int32Array, length);
    const odd = values.find((value) => value < 0 || value > most);
    if (odd === undefined) return values;
    throw new DamagedArtifact(`array ${name} holds ${odd}, which is not from 0 to ${most}`);
  }
}
