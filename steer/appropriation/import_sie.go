package appropriation

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"balans/exchange/sie"
)

// MappingColumns is the first line of a mapping file.
const MappingColumns = "sie_account;object_dim;object_id;account;kind;sign"

// mostMappingFaults is how many bad lines of a mapping are named.
const mostMappingFaults = 20

// Mapping says what the accounts of an accounting system are in these books. The file is
// UTF-8 with semicolons:
//
//	sie_account;object_dim;object_id;account;kind;sign
//	5411;1;10-2-1-1;UO10 2:1 ap.1;payment;+
//	54*;;;UO12 1:1 ap.1;payment;+
//	1930;;;-;;
//
// sie_account is an account, or the beginning of several with * after it. With an
// object_dim and object_id only rows with that object are meant. sign + books debit as the
// kind and credit as its reversal, and - the other way round. The account - leaves rows out
// knowingly, such as the other side of each voucher. A line that begins with # is a
// comment, but "# orgnr: 202100-5521" says whose files these are, and a file with another
// #ORGNR is refused.
//
// Of several lines that fit a row the most precise holds: one with an object before one
// without, then a whole account before a beginning, and a longer beginning before a
// shorter. Two that are as precise are an error where it shows.
type Mapping struct {
	name         string
	organisation string // ten digits; "" when the file does not say
	lines        []mappingLine
}

type mappingLine struct {
	line    int
	prefix  string // the account, or its beginning
	open    bool   // a beginning
	object  *sie.Object
	account Account // "" leaves out
	kind    Kind
	debit   bool // debit is the kind
}

// ReadMapping reads a mapping. The error names every bad line, up to 20.
func ReadMapping(name string, in io.Reader) (*Mapping, error) {
	data, err := io.ReadAll(in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.Comment, r.FieldsPerRecord = ';', '#', -1
	m := &Mapping{name: name}
	faults := m.readOrganisation(data)
	seen := map[string]int{}
	for first := true; ; first = false {
		record, err := r.Read()
		if err == io.EOF && !first {
			break
		}
		if err != nil && err != io.EOF {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if first {
			if got := strings.TrimPrefix(strings.Join(record, ";"), "\ufeff"); got != MappingColumns {
				return nil, fmt.Errorf("%s:1: the first line is to be %s, not %q", name, MappingColumns, got)
			}
			continue
		}
		line, _ := r.FieldPos(0)
		l, err := readMappingLine(record)
		l.line = line
		if other, twice := seen[l.pattern()]; err == nil && twice {
			err = fmt.Errorf("it is for the same rows as line %d", other)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s:%d: %w", name, line, err))
			continue
		}
		seen[l.pattern()] = line
		m.lines = append(m.lines, l)
	}
	if more := len(faults) - mostMappingFaults; more > 0 {
		faults = append(faults[:mostMappingFaults], fmt.Errorf("and %d more", more))
	}
	return m, errors.Join(faults...)
}

// pattern tells lines for the same rows.
func (l *mappingLine) pattern() string {
	if l.object == nil {
		return fmt.Sprintf("%s %t", l.prefix, l.open)
	}
	return fmt.Sprintf("%s %t %d %s", l.prefix, l.open, l.object.Dim, l.object.ID)
}

func readMappingLine(f []string) (l mappingLine, err error) {
	if len(f) != strings.Count(MappingColumns, ";")+1 {
		return l, fmt.Errorf("there are %d fields, not %d", len(f), strings.Count(MappingColumns, ";")+1)
	}
	if l.prefix, l.open = strings.CutSuffix(f[0], "*"); f[0] == "" || strings.ContainsAny(l.prefix, "* ") {
		return l, fmt.Errorf("sie_account: %q is no account, nor the beginning of one with * after it", f[0])
	}
	if (f[1] == "") != (f[2] == "") {
		return l, errors.New("object_dim and object_id are given together or not at all")
	}
	if f[1] != "" {
		dim, err := strconv.Atoi(f[1])
		if err != nil || dim < 1 {
			return l, fmt.Errorf("object_dim: %q is no number of a dimension", f[1])
		}
		l.object = &sie.Object{Dim: dim, ID: f[2]}
	}
	if f[3] == "-" {
		if f[4] != "" || f[5] != "" {
			return l, errors.New("a line that leaves out has no kind and no sign")
		}
		return l, nil
	}
	if l.account, err = ParseAccount(f[3]); err != nil {
		return l, fmt.Errorf("account: %w", err)
	}
	l.kind = Kind(f[4])
	e, ok := effectOf(l.account.Class(), l.kind)
	switch {
	case !ok || e.reversed:
		return l, fmt.Errorf("kind: %q is none of %s, without reversals: the sign makes them", f[4], kindList(l.account.Class()))
	case l.account.Class() == CommitmentClass:
		return l, errors.New("account: commitments need the year they fall due, which an accounting row does not say; book them from a file of bookings")
	case f[5] != "+" && f[5] != "-":
		return l, fmt.Errorf("sign: %q is to be + (debit is the kind) or - (credit is)", f[5])
	}
	l.debit = f[5] == "+"
	return l, nil
}

// find is the most precise line for a row, or why there is none.
func (m *Mapping) find(r *sie.Row) (best *mappingLine, why string) {
	tie := 0
	for i := range m.lines {
		l := &m.lines[i]
		if !l.fits(r) {
			continue
		}
		switch c := l.precision(best); {
		case c > 0:
			best, tie = l, 0
		case c == 0:
			tie = l.line
		}
	}
	switch {
	case best == nil:
		return nil, "no line fits"
	case tie != 0:
		return nil, fmt.Sprintf("the lines %d and %d fit equally", best.line, tie)
	}
	return best, ""
}

func (l *mappingLine) fits(r *sie.Row) bool {
	if r.Account != l.prefix && (!l.open || !strings.HasPrefix(r.Account, l.prefix)) {
		return false
	}
	if l.object == nil {
		return true
	}
	for _, o := range r.Objects {
		if o == *l.object {
			return true
		}
	}
	return false
}

// precision compares with the best line so far: above zero when l is more precise.
func (l *mappingLine) precision(best *mappingLine) int {
	if best == nil {
		return 1
	}
	one := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(one(l.object != nil), one(best.object != nil)), cmp.Compare(one(!l.open), one(!best.open)), cmp.Compare(len(l.prefix), len(best.prefix)))
}

// entry is the row as an entry.
func (l *mappingLine) entry(v *sie.Voucher, r *sie.Row, voucher string) Entry {
	e := Entry{Voucher: voucher, Day: r.Date, Account: l.account, Kind: l.kind, Amount: r.Amount, Count: 1, Text: cmp.Or(r.Text, v.Text), Line: r.Line}
	if !l.debit {
		e.Amount = -e.Amount
	}
	if e.Amount < 0 {
		if other, ok := e.Kind.Reverse(); ok { // a signed kind keeps its amount below zero
			e.Kind, e.Amount = other, -e.Amount
		}
	}
	if len(e.Text) > mostText {
		e.Text = strings.ToValidUTF8(e.Text[:mostText], "")
	}
	return e
}
