package register

import (
	"balans/exchange/agi"
	"balans/exchange/rows"
	"balans/law/calendar"
)

// Receipt says what became of a file. What it held is what it says:
//
//	Held + Derived = the sums of Counts + AsideCount + Elsewhere
type Receipt struct {
	Delivery string // its ID
	File     string
	Format   Format
	SHA256   string
	Bytes    int64
	DryRun   bool
	// Already is when the same file was taken in before; nothing was done. 0: it was not.
	Already calendar.Instant

	Held    int // records of the file that hold a fact each, those that were set aside too
	Derived int // facts that follow of an AGI file: the employers' months it is the declaration of
	Counts  map[Kind]Count
	Parties int // to whom something new is written
	// AsideCount is how many records were not taken in, ProtectedCount of them because an
	// identity is protected. Aside tells of each, and of each field at fault, in the file's
	// order, MaxAside of them at most.
	AsideCount, ProtectedCount int
	Aside                      []Aside
	// Elsewhere is how many were for the ordinary intake, when only what it had set aside
	// was taken in.
	Elsewhere int

	AGI *agi.Receipt // what the reader says of an AGI file; nil for others
	// Interrupted are other deliveries that were begun and not completed.
	Interrupted []Delivery
}

// MaxAside is how many faults are told.
const MaxAside = agi.MaxFaults

// Aside is why a record was not taken in. It never names who it is about.
type Aside struct {
	Line     int    // in the file, from 1
	Field    string // the column, or the element with the names from the root; "" for the record
	Found    string // identity numbers are masked
	Expected string // what is to stand there, or what is to be done
}

// Sum is how many facts became something: see Receipt.
func (r *Receipt) Sum() int {
	n := r.AsideCount + r.Elsewhere
	for _, c := range r.Counts {
		n += c.Sum()
	}
	return n
}

// Written is how many facts were written.
func (r *Receipt) Written() (n int) {
	for _, c := range r.Counts {
		n += c.Written()
	}
	return n
}

func (r *Receipt) count(k Kind, add Count) {
	c := r.Counts[k]
	c.New += add.New
	c.Replacing += add.Replacing
	c.Withdrawing += add.Withdrawing
	c.Duplicate += add.Duplicate
	r.Counts[k] = c
}

func (r *Receipt) aside(a Aside) {
	if len(r.Aside) < MaxAside {
		r.Aside = append(r.Aside, a)
	}
}

// badLines counts the lines of a neutral file that were left out, and tells why.
func (r *Receipt) badLines(bad *rows.BadLines) {
	last := 0
	for _, f := range bad.Faults {
		r.aside(Aside{f.Line, f.Field, f.Found, f.Expected})
		if f.Line != last {
			last = f.Line
			r.AsideCount++
			r.Held++
		}
	}
}
