import type { INodeProperties } from 'n8n-workflow';

import { respondParameters, skipDuplicatesParameters } from '../../../shared/webhook/properties';
import { simplifyParameter } from '../../actions/simplify';
import { AUTHENTICATION_PARAMETERS } from './authentication';
import { EVENT_PARAMETERS } from './events';
import { OPTION_PARAMETERS } from './options';

/** The parameters of the trigger, in the order of the panel. */
export const PARAMETERS: INodeProperties[] = [
	...EVENT_PARAMETERS,
	...AUTHENTICATION_PARAMETERS,
	simplifyParameter({}),
	...respondParameters({
		description:
			'When to answer, and with what. How long the sender waits, and whether it tries again, nobody documents.',
		immediately: 'As soon as the execution is saved, with the ID of the event',
	}),
	...skipDuplicatesParameters(
		'Whether to answer a delivery that has come before with success and not run it again. The same event of the same call at another time is a new one.',
	),
	...OPTION_PARAMETERS,
];
