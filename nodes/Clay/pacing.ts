import type { Pace } from '../shared/http/pacing';

/**
 * Just below what Clay allows a workspace: 10 requests a second and 20 at once, over all its table webhooks. The rest is
 * for the network, which brings requests closer together than they were sent.
 * Source: Clay's webhook integration guide.
 */
export const DEFAULT_PACE: Pace = { perSecond: 9.8, burst: 18 };
