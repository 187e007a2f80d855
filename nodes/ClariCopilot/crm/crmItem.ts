import type { INodeExecutionData } from 'n8n-workflow';

import { toItemData } from '../../shared/json/read';
import type { CrmObject } from './crmKind';

/** An object as an item. n8n takes one with `error` at the top for a failure, so that a field of that name is renamed. */
export function crmItem(object: CrmObject): INodeExecutionData {
	const { error, ...rest } = object;
	return { json: toItemData(error === undefined ? object : { ...rest, error_value: error }) };
}
