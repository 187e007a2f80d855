import type { INodeProperties } from 'n8n-workflow';

import { BASELINE_PARAMETERS } from './baseline';
import { DATA_PARAMETERS } from './data';
import { OPTION_PARAMETERS } from './options';
import { STORED_PARAMETERS } from './stored';
import { THRESHOLD_PARAMETERS } from './thresholds';

/** Everything below the operation, in the order of the panel. */
export const PARAMETERS: INodeProperties[] = [
	...DATA_PARAMETERS,
	...BASELINE_PARAMETERS,
	...STORED_PARAMETERS,
	...THRESHOLD_PARAMETERS,
	...OPTION_PARAMETERS,
];
