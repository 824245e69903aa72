import { expect, it } from 'vitest';
import { replaceSecrets } from '#service/secrets';
import { secretNameProblem } from '../../src/renderer/logic/secret-name';

it('accepts the names that the service accepts, and explains why others are rejected', () => {
  for (const name of ['SHOP_PASSWORD', 'RANKLAB_SCORER_TOKEN']) {
    expect(secretNameProblem(name)).toBeNull();
    replaceSecrets({ [name]: 'kept-for-this-test' });
    expect(process.env[name]).toBe('kept-for-this-test');
  }
  for (const name of ['shop_password', 'NODE_OPTIONS', 'SHOP', 'A_', 'SHOP-PASSWORD']) {
    expect(secretNameProblem(name)).not.toBeNull();
    replaceSecrets({ [name]: 'kept-for-this-test' });
    expect(process.env[name]).not.toBe('kept-for-this-test');
  }
  replaceSecrets({});
});
