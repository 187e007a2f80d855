import type { INodeProperties } from 'n8n-workflow';

import { ANSWER_PARAMETERS } from './answer';
import { EVENT_PARAMETERS } from './events';
import { OPTION_PARAMETERS } from './options';
import { REQUEST_PARAMETERS } from './request';
import { SETUP_NOTICE, TEMPLATE_PARAMETERS } from './setup';

/** The parameters of the trigger, in the order of the panel. */
export const PARAMETERS: INodeProperties[] = [
	...EVENT_PARAMETERS,
	...REQUEST_PARAMETERS,
	...SETUP_NOTICE,
	...ANSWER_PARAMETERS,
	...OPTION_PARAMETERS,
	...TEMPLATE_PARAMETERS,
];
