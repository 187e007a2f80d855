import type { INodeProperties } from 'n8n-workflow';

import { ANSWER_PARAMETERS } from './answer';
import { AUTHENTICATION_PARAMETERS } from './authentication';
import { SETUP_NOTICES } from './columnSetup';
import { EVENT_PARAMETERS } from './events';
import { OPTION_PARAMETERS } from './options';
import { ROUTING_PARAMETERS } from './routing';

/** The parameters of the trigger after Trigger On, in the order of the panel. */
export const PARAMETERS: INodeProperties[] = [
	...EVENT_PARAMETERS,
	...AUTHENTICATION_PARAMETERS,
	...SETUP_NOTICES,
	...ANSWER_PARAMETERS,
	...ROUTING_PARAMETERS,
	...OPTION_PARAMETERS,
];
