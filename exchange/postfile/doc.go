// Package postfile is the batch of letters that is handed to a printer, to Skatteverket for
// forwarding, or to the operator of a digital mailbox, and the receipts that come back.
//
// # The batch
//
// A batch is one zip file, NAME.zip. It holds index.csv and a file for each letter, named by
// the letter's id; nothing is packed but stored, and the same letters give the same bytes.
// index.csv is UTF-8 with semicolons and the header
//
//	letter;attempt;recipient;as;of;route;receipt;kind;file;bytes;sha256
//
//	letter     the letter's id
//	attempt    which time it is handed over, from 1
//	recipient  whom it goes to: twelve digits of a person, or 16 and the ten of an organisation
//	as         self, guardian or estate
//	of         for guardian and estate: the person the letter is about; else empty
//	route      register (look the address up), forwarding (Skatteverket sends it on), estate
//	           (look the estate's address up); empty for a mailbox
//	receipt    yes: the recipient's own receipt is asked for (delgivningskvitto); else no
//	kind       the template of the letter, for choosing an envelope
//	file       its name in the zip
//	bytes      its size
//	sha256     of its bytes, 64 hexadecimal digits
//
// No address stands in a batch. Letters to be forwarded are in batches of their own.
//
// A batch has three names. What ends in .part is being written and may be thrown away.
// NAME.HOLDER.zip.held is whole, and is nobody's yet. NAME.zip is handed over: the receiver
// takes files of this name and no others. A batch comes by that name once.
//
// # The receipts
//
// A file of receipts is UTF-8 with semicolons and the header
//
//	id;batch;letter;attempt;status;on;text
//
// with the receipt's own id, unique at the receiver, the status delivered, busy, unreachable,
// refused or returned, the day, and words for a person or nothing.
//
// The package does not know what a letter says, chooses no channel and keeps nothing.
package postfile
