import { contract } from '#shared/contract/index';
import { version } from '../version';
import { openApiDocument } from './openapi';

/** The OpenAPI document of `serve`, for generators and their tests. */
export const contractDocument = () => openApiDocument(contract, version);
