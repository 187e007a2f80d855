import type { INodeProperties } from 'n8n-workflow';

import type { ResultSettings } from '../forecastExport/resultParameters';
import { ifEmptyOption, ifTruncatedOption } from '../resultOptions';

/** What to do with the items or the file of an export that is one list. */
export type ListSettings = Pick<
	ResultSettings,
	'output' | 'binaryPropertyName' | 'ifEmpty' | 'ifTruncated'
>;

/** The entries of Options that say what to do with an export that is not as expected. */
export const LIST_RESULT_OPTIONS: INodeProperties[] = [
	ifEmptyOption({
		description: 'What to do when nothing matched',
		notice: 'One item that says so',
		nothing: 'The workflow ends here',
	}),
	ifTruncatedOption('Pass the rows on with truncated set'),
];
