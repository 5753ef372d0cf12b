// Package sie reads accounting files of SIE type 4, the Swedish exchange format
// for bookkeeping: 4E with balances and vouchers, and 4I with vouchers alone. The
// norm is SIE-gruppen's "SIE filformat", edition 4B.
//
// A file is lines of a label and fields, #KONTO 1930 "Bank", and vouchers:
//
//	#VER A 17 20250331 "Utbetalning"
//	{
//	#TRANS 5011 {1 "100"} 1234.50
//	#TRANS 1930 {} -1234.50
//	}
//
// The norm says CP437 (#FORMAT PC8); files in UTF-8 and Windows-1252 (of which ISO
// 8859-1 is a part) are common, and which it is is concluded from the bytes. Lines
// that mix encodings are warned of.
//
// Reading does not stop at what is wrong. It is listed with its line, as an error
// or as a warning; File.Err gives the errors. What is checked:
//
//   - the form of every line that is read into a field;
//   - a voucher's rows add up to zero, and its dates lie in the year #RAR 0;
//   - opening balance and rows give the closing balance (#IB + #TRANS = #UB) where
//     both are given, and rows the result (#RES) where it is;
//   - a series has a number once. Twice with the same date is an error; with
//     another date a warning, because some programs number an automatic series so;
//   - accounts used are declared, in a file that declares any (a warning).
//
// A row added to a voucher later, #RTRANS, is followed by a #TRANS with the same
// account, objects and amount for programs that do not know it; the two are one
// row. Programs date and sign the two differently: the #TRANS counts. A row taken
// away, #BTRANS, is kept beside the others and counts nowhere.
//
// Labels that are not read into fields are kept as they stand in Other; those that
// the norm does not have are also warned of. The control sum (#KSUMMA), balances of
// objects, budgets and quantities are not checked. Types 1 to 3 have no vouchers and
// are an error, as are amounts in another currency than kronor. The package does
// not write files, does not read SIE 5 (XML), and does not know what an account or
// an object means.
package sie

import (
	"errors"
	"fmt"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
)

// File is what a file holds.
type File struct {
	Name     string // as given to Read
	Encoding string // CP437, UTF-8 or Windows-1252; ASCII when no letter needs more
	Imported bool   // #FLAGGA 1: some program has read the file in
	Format   string // #FORMAT, as printed
	Type     int    // #SIETYP; 0 when missing or unreadable

	Program, Version string        // #PROGRAM
	Generated        calendar.Date // #GEN; None when not given
	GeneratedBy      string
	Company          string // #FNAMN
	Organisation     string // #ORGNR, as printed

	Years      []Year
	Accounts   []Account
	Dimensions []Dimension
	Objects    []ObjectName
	Opening    []Balance // #IB
	Closing    []Balance // #UB
	Results    []Balance // #RES
	Vouchers   []Voucher // empty after Scan
	Other      []Record  // all that is not read into the fields above

	Problems []Problem // by line, at most MaxProblems
	Omitted  int       // how many problems more there are
}

// Year is a financial year. Index 0 is the file's own, -1 the one before.
type Year struct {
	Line   int
	Index  int
	Period calendar.Period // open ends where the file has no dates, as in 4I
}

// Account is an account of the chart.
type Account struct {
	Line         int
	Number, Name string
}

// Dimension is what a kind of objects is, such as 1 for cost centres. Parent is 0
// for a dimension that is not part of another.
type Dimension struct {
	Line, Number int
	Name         string
	Parent       int
}

// Object is what a row is for within a dimension, such as a cost centre.
type Object struct {
	Dim int
	ID  string
}

// ObjectName is an object declared with its name.
type ObjectName struct {
	Line int
	Object
	Name string
}

// Balance is the balance of an account in a financial year, debit above zero.
type Balance struct {
	Line    int
	Year    int // index, as in Year
	Account string
	Amount  money.Amount
}

// Voucher is a voucher with its rows.
type Voucher struct {
	Line           int
	Series, Number string // may be empty
	Date           calendar.Date
	Text           string
	Registered     calendar.Date // None when not given
	Sign           string        // who registered it
	Rows           []Row         // those that count
	Removed        []Row         // #BTRANS
}

// Row is a row of a voucher, debit above zero.
type Row struct {
	Line     int
	Account  string
	Objects  []Object
	Amount   money.Amount
	Date     calendar.Date // the voucher's where the row has none
	Text     string
	Quantity string // as printed; empty when not given
	Sign     string
	Added    bool // #RTRANS: added after the voucher was made
}

// Record is a line as it stands. A list in braces is one field, with its parts
// divided by spaces.
type Record struct {
	Line   int
	Label  string // without #
	Fields []string
}

// MaxProblems is how many problems are listed.
const MaxProblems = 1000

// Problem is something wrong in the file.
type Problem struct {
	Line    int
	Field   string // label and field, such as "TRANS amount"
	Text    string // what was found and what is expected
	Warning bool   // the file can be used all the same
}

// String is the problem in a line, without the file's name.
func (p Problem) String() string {
	if p.Warning {
		return fmt.Sprintf("%d: warning: %s: %s", p.Line, p.Field, p.Text)
	}
	return fmt.Sprintf("%d: %s: %s", p.Line, p.Field, p.Text)
}

// Err is the errors among the problems, one a line; nil when there are none.
func (f *File) Err() error {
	var b strings.Builder
	for _, p := range f.Problems {
		if !p.Warning {
			fmt.Fprintf(&b, "%s:%s\n", f.Name, p)
		}
	}
	if f.Omitted > 0 {
		fmt.Fprintf(&b, "%s: %d problems more are not listed\n", f.Name, f.Omitted)
	}
	if b.Len() == 0 {
		return nil
	}
	return errors.New(strings.TrimSuffix(b.String(), "\n"))
}
