import type { Tone } from './tone';

/** Fonts that are there: e-mail programs load none. */
export const FONT = "'Segoe UI',-apple-system,BlinkMacSystemFont,Roboto,Helvetica,Arial,sans-serif";

/** Contrast of at least 4.5:1 on white (WCAG 2.2, 1.4.3). */
export const COLORS = {
	page: '#f3f5f8',
	card: '#ffffff',
	ink: '#1a2433',
	muted: '#5b6779',
	line: '#e3e8ef',
	accent: '#1f4fd8',
	up: '#0a7a43',
	down: '#c0262d',
	flat: '#5b6779',
	currency: '#8a5a00',
	criticalBack: '#fdecec',
	warningBack: '#fff6e0',
} as const;

export const TONE_COLORS: Record<Tone, string> = {
	up: COLORS.up,
	down: COLORS.down,
	flat: COLORS.flat,
	currency: COLORS.currency,
};

/**
 * What inline styles cannot say: dark mode and narrow screens. Programs that drop it (Outlook for Windows, some of
 * Gmail) show the light, wide form. Below Gmail's 8,192 characters for all styles.
 */
export const STYLE_SHEET = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:600px){.pad{padding-left:16px!important;padding-right:16px!important}.page{padding:0!important}}
@media (prefers-color-scheme:dark){
.page{background:#12161d!important}.card{background:#1b212b!important;border-color:#2d3644!important}
.ink{color:#eef2f7!important}.muted{color:#a9b4c4!important}.line{border-color:#2d3644!important}
.up{color:#5fd79a!important}.down{color:#ff8a8a!important}.flat{color:#a9b4c4!important}.currency{color:#f3c062!important}
.badge{background:#453614!important;color:#f3c062!important}
.critical{background:#4a1d20!important}.warning{background:#453614!important}.note{color:#eef2f7!important}
.link{color:#9db8ff!important}
}`;
