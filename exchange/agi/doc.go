// Package agi reads and writes the employers' monthly declarations with a statement for
// each payee: arbetsgivardeklaration på individnivå (AGI), an XML file of Skatteverket,
// schema 1.1. From it come the absences that can give parental benefit (FRANVL), the
// income and tax of each payee, and the sums that the employer declares.
//
// What is known of the format, and how well: Skatteverket publishes descriptions of it,
// but the schema itself (XSD) was not to be had. The names of elements, the field
// codes (faltkod) and the two namespaces are those that several programs by others
// write, and they agree; the limits of an extent (0.01 to 100.00 per cent, 0.01 to
// 24.00 hours, two decimals) and that a code is fixed for its element also stand in
// classes that someone has generated from the schema. Where the programs differ the
// reader takes both: a FranvaroChoice around the type of an absence or not; code 012
// or 014 for other benefits, 499 or 232 for the cost of sick pay; a type beside a
// removal. Nothing here has been checked against the schema.
//
// The reader goes by namespace and name. The prefix, the order of fields, and which of
// the two namespaces an element is in mean nothing; the elements whose names end in
// GROUP and Choice are looked through. An element that stands where it is not known is
// left aside with all that is in it, counted and told (Receipt.LeftAside). Names and
// addresses of payees and contact persons are passed over without a count: they are
// not kept.
//
// There are two sorts of fault. A file that cannot be trusted is refused whole
// (*FileError): one that is not well-formed XML in UTF-8, with a document type, cut
// off, of another sort, without a record, or with a declaration whose sum of tax is
// not that of the incomes in the file. A record that cannot be used is set aside, and
// the rest is read (Receipt.Faults). The sum can only be judged at the end, so records
// are handed over before it is known that the file can be trusted: nothing may be taken
// into use until Read has returned without an error. A sum is not judged where an income
// is removed or its tax cannot be read, and when the file has no income of the month
// (Receipt.Unjudged). A file that holds a declaration and only some of its incomes is
// refused, as it cannot be told from one with an income lost.
//
// Memory is a window of a quarter of a megabyte, what is kept of faults, and a sum for
// each employer and month; it does not grow with the number of records. A tag is taken
// apart the first time it is met, and after that known by its bytes. With SHA-256 of the
// file counted in, a core reads some 500 MB a second (BenchmarkRead).
//
// The package does not know which record replaces which (the keys are in the comments of
// Absence and Income), whether anyone exists, or what follows of an absence.
package agi
