import { randomFrom } from '../random';

// Invented people. Some names carry an accent, an apostrophe or a blank on purpose: real forecasts do, and file formats
// and message formats stumble over them.
const FIRST = (
	'Ada Aisha Alba Alma Amara Anil Anouk Arjun Asta Aurel Bao Bea Bodil Boris Camila Caspar Chidi Clara Dalia Dario ' +
	'Della Devi Dina Edda Eero Elio Elsa Emeka Enzo Esra Fadil Farah Femi Finn Flora Freya Gaia Goran Greta Hana Hugo ' +
	'Ida Idris Ines Iris Ivo Jamal Joana Jonas Juno Kaito Karin Kofi Lale Lars Leila Leon Lina Luca Maeve Malik Mara ' +
	'Marek Mei Milo Mina Nadia Nils Noor Nuria Olga Omar Orla Pablo Petra Quinn Rafa Remi René Rosa Samir Selma Sofia ' +
	'Sven Talia Tariq Thea Timo Uma Vera Viggo Wanda Wei Yara Yusuf Zoë Zuri'
).split(' ');

const LAST = (
	"Abebe Acosta Adler Alves Amin Anders Arslan Asante Bakker Banerjee Barros Becker Bello Berg Bianchi Blom Boateng D'Arcy " +
	'Brandt Calvo Castro Chen Cohen Costa Dahl Danso Delgado Diaz Dubois Eklund Evans Farkas Ferrari Fischer Flores ' +
	'Fontaine Garcia Gomes Grant Haddad Hahn Hansen Hoang Horvat Ibarra Ito Jansen Joshi Kaya Keller Khan Kim Klein ' +
	"Kovač Kruger Laine Lang Lindgren Lopez Lund Mbeki Mensah Meyer Mori Moser Nakamura Navarro Nguyen Novak O'Neil Okafor " +
	'Olsen Osei Pavlov Peña Perez Popescu Quist Rahman Reyes Rossi Sato Schmidt Silva Singh Soto Steiner Tanaka Torres ' +
	'Vargas Vidal Vogel Wagner Weber Wong Yilmaz Zeman Zhang'
).split(' ');

export interface PersonName {
	name: string;
	/** Always under example.com, a domain that nobody can own. */
	email: string;
}

/** Lower case ASCII letters of a name, for an address. */
function addressPart(word: string): string {
	return word
		.normalize('NFD')
		.replace(/[^A-Za-z]/g, '')
		.toLowerCase();
}

/** The order of all names for a seed. Thousands are shuffled for it, and tests start many sandboxes of the same seed. */
const orders = new Map<string, readonly number[]>();

function orderOf(seed: string): readonly number[] {
	const known = orders.get(seed);
	if (known) return known;
	const combinations = Array.from({ length: FIRST.length * LAST.length }, (_, index) => index);
	const order = randomFrom(seed, 'names').shuffle(combinations);
	orders.set(seed, order);
	return order;
}

/** An endless supply of people, no two with the same address, the same order for the same seed. */
export class NameSupply {
	private readonly order: readonly number[];
	private taken = 0;

	constructor(seed: string) {
		this.order = orderOf(seed);
	}

	next(): PersonName {
		const round = Math.floor(this.taken / this.order.length);
		const combination = this.order[this.taken % this.order.length] ?? 0;
		this.taken++;
		const first = FIRST[combination % FIRST.length] ?? 'Ada';
		const last = LAST[Math.floor(combination / FIRST.length)] ?? 'Adler';
		const suffix = round === 0 ? '' : ` ${round + 1}`;
		const address = `${addressPart(first)}.${addressPart(last)}${round === 0 ? '' : round + 1}`;
		return { name: `${first} ${last}${suffix}`, email: `${address}@example.com` };
	}
}
