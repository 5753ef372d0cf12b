// Package field reads and writes what stands in the fields of the neutral files:
// days, months, instants, numbers of parties, amounts, hundredths and texts.
//
// A value is read in two ways. The careful ones (Date, Party, Amount and so on) take
// any text and say what is expected where it is none; "" says that it is one. The
// quick ones (QuickDate and so on) take bytes, allocate nothing and answer for plain
// forms alone: where they answer, the careful one gives the same, and where they do
// not, the careful one is to be asked. What is written is what the careful ones read.
//
// A party is twelve digits: a person's number with its century, or 16 and the ten of
// an organisation.
//
// The package does not know rows or columns, and not what a value is used for.
package field
